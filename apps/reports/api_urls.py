"""Addresses of the reports in the API."""

from django.urls import path

from apps.reports import api

urlpatterns = [
    path("reports/", api.EditionList.as_view(), name="api-reports"),
    path("reports/<int:pk>/", api.EditionDetail.as_view(), name="api-report"),
    path("reports/<int:pk>/pdf/", api.EditionPdf.as_view(), name="api-report-pdf"),
    path("reports/<int:pk>/figures/", api.EditionFigures.as_view(), name="api-report-figures"),
]
