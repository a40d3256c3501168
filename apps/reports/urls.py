"""Addresses of the reports."""

from django.urls import path, re_path

from apps.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("inspections/<int:inspection_id>.pdf", views.inspection, name="inspection"),
    path("<str:region>/<str:year>/", views.report, name="report"),
    path("<str:region>/<str:year>/build", views.build, name="build"),
    path("editions/<int:pk>", views.edition, name="edition"),
    path("editions/<int:pk>/progress", views.edition_progress, name="edition-progress"),
    path("editions/<int:pk>/retry", views.retry, name="retry"),
    path("editions/<int:pk>/report.pdf", views.download, name="download"),
    path("editions/<int:pk>/figures", views.figures, name="figures"),
    re_path(
        r"^editions/(?P<pk>[0-9]+)/figures\.(?P<kind>csv|xlsx|ods)$", views.figures_file, name="figures-file"
    ),
    path("editions/<int:pk>/tables/<slug:key>.csv", views.table_file, name="table-file"),
]
