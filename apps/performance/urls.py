"""Addresses of performance."""

from django.urls import path

from apps.performance import views

app_name = "performance"
urlpatterns = [
    path("", views.index, name="index"),
    path("places/<str:kind>/<str:code>/", views.place, name="place"),
    path("places/<str:kind>/<str:code>/figures.csv", views.place_csv, name="place-csv"),
    path("cases/", views.case_list, name="cases"),
    path("cases/cases.csv", views.case_list_csv, name="cases-csv"),
    # An occurrence's id may hold slashes, colons and, for a month of a person, a bar.
    path("explain/<str:measure>/<path:occurrence_id>/", views.explain, name="explain"),
    path("compare/", views.comparison, name="compare"),
    path("compare/comparison.csv", views.comparison_csv, name="compare-csv"),
    path("compare/places/", views.funnel, name="funnel"),
    path("compare/places.csv", views.funnel_csv, name="funnel-csv"),
    path("compare/over-time/", views.variation, name="over-time"),
    path("compare/over-time.csv", views.variation_csv, name="over-time-csv"),
    path("runs/", views.run_list, name="runs"),
    path("runs/start/", views.start, name="start-run"),
    path("runs/<int:run_id>/", views.run_detail, name="run"),
    path("runs/<int:run_id>/progress/", views.run_progress, name="run-progress"),
    path("runs/<int:run_id>/retry/", views.retry, name="retry-run"),
    path("runs/<int:run_id>/give-up/", views.abandon, name="give-up-run"),
]
