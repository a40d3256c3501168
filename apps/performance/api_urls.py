"""Addresses of performance in the API."""

from django.urls import path

from apps.performance import api, comparing_api, equality_api, events_api, figures_api, targets_api

urlpatterns = [
    path("events/", events_api.EventPost.as_view(), name="api-events"),
    path("performance/cells/", api.CellList.as_view(), name="api-performance-cells"),
    path("performance/runs/", api.RunList.as_view(), name="api-performance-runs"),
    path(
        "performance/figures/<str:kind>/<str:code>/",
        figures_api.FigureList.as_view(),
        name="api-performance-figures",
    ),
    path("performance/targets/", targets_api.TargetList.as_view(), name="api-performance-targets"),
    path("performance/quality/", targets_api.QualityList.as_view(), name="api-performance-quality"),
    path("performance/compare/", comparing_api.Compare.as_view(), name="api-performance-compare"),
    path("performance/funnel/", comparing_api.PlacesAgainstChance.as_view(), name="api-performance-funnel"),
    path(
        "performance/over-time/",
        comparing_api.OverTimeAgainstChance.as_view(),
        name="api-performance-over-time",
    ),
    path(
        "performance/equality/", equality_api.EqualityComparisons.as_view(), name="api-performance-equality"
    ),
    path(
        "performance/explain/<str:measure>/<path:occurrence_id>/",
        api.Explain.as_view(),
        name="api-performance-explain",
    ),
]
