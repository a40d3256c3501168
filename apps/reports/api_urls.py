"""Addresses of the reports in the API."""

from django.urls import path

from apps.reports import api, library_api, published_api

urlpatterns = [
    path("reports/", api.EditionList.as_view(), name="api-reports"),
    path("reports/library/", library_api.Library.as_view(), name="api-library"),
    path("reports/published/", published_api.PublishedList.as_view(), name="api-published-reports"),
    path("reports/published/<int:pk>/", published_api.PublishedDetail.as_view(), name="api-published-report"),
    path("reports/<int:pk>/", api.EditionDetail.as_view(), name="api-report"),
    path("reports/<int:pk>/pdf/", api.EditionPdf.as_view(), name="api-report-pdf"),
    path("reports/<int:pk>/figures/", api.EditionFigures.as_view(), name="api-report-figures"),
]
