"""Addresses of this app in the API."""

from django.urls import path

from apps.caseload import api

urlpatterns = [
    path("extracts/", api.ExtractList.as_view(), name="api-extracts"),
    path("extracts/<int:pk>/", api.ExtractDetail.as_view(), name="api-extract"),
    path("extract-jobs/<int:pk>/", api.ExtractJobDetail.as_view(), name="api-extract-job"),
    path("extract-jobs/<int:pk>/faults/", api.FaultList.as_view(), name="api-extract-faults"),
]
