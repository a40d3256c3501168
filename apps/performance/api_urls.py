"""Addresses of performance in the API."""

from django.urls import path

from apps.performance import api

urlpatterns = [
    path("performance/cells/", api.CellList.as_view(), name="api-performance-cells"),
    path("performance/runs/", api.RunList.as_view(), name="api-performance-runs"),
    path(
        "performance/explain/<str:measure>/<path:occurrence_id>/",
        api.Explain.as_view(),
        name="api-performance-explain",
    ),
]
