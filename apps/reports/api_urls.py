"""Addresses of the reports in the API."""

from django.urls import path

from apps.reports import api, library_api

urlpatterns = [
    path("reports/", api.EditionList.as_view(), name="api-reports"),
    path("reports/library/", library_api.Library.as_view(), name="api-library"),
    path("reports/<int:pk>/", api.EditionDetail.as_view(), name="api-report"),
    path("reports/<int:pk>/pdf/", api.EditionPdf.as_view(), name="api-report-pdf"),
    path("reports/<int:pk>/figures/", api.EditionFigures.as_view(), name="api-report-figures"),
]
