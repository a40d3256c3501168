"""Addresses of audits in the API."""

from django.urls import path

from apps.audits import api

urlpatterns = [
    path("audits/rounds/", api.RoundList.as_view(), name="api-audit-rounds"),
    path("audits/rounds/<int:round_id>/questions/", api.RoundQuestions.as_view(), name="api-audit-questions"),
    path("audits/rounds/<int:round_id>/<str:table>/", api.RoundExport.as_view(), name="api-audit-export"),
]
