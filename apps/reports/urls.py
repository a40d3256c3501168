"""Addresses of the reports."""

from django.urls import include, path, re_path

from apps.organisation.downloads import as_table
from apps.reports import annex_views, batch_views, inspection_views, library_views, verify_views, views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("", include("apps.reports.narrative_urls")),
    path("verify", verify_views.verify, name="verify"),
    path("library/", library_views.library, name="library"),
    re_path(
        r"^library/(?P<region>[A-Z]+)/(?P<year>[0-9]{4}-[0-9]{2})/(?P<document>[a-z_]+(?:-[0-9]+)?)/"
        r"(?P<language>en|cy)/(?P<edition>[0-9]+|latest)\.(?P<form>pdf|ods|csv|xlsx)$",
        library_views.document,
        name="library-file",
    ),
    path("batches/", batch_views.batches, name="batches"),
    path("batches/<int:pk>", batch_views.batch, name="batch"),
    path("batches/<int:pk>/progress", batch_views.batch_progress, name="batch-progress"),
    path("batches/<int:pk>/retry", batch_views.retry, name="batch-retry"),
    path("batches/<int:pk>/documents.zip", batch_views.download, name="batch-zip"),
    path("inspections/<int:inspection_id>.pdf", inspection_views.download, name="inspection"),
    path("inspections/<int:inspection_id>/pdf", inspection_views.progress, name="inspection-progress"),
    path("inspections/<int:inspection_id>/pdf/retry", inspection_views.retry, name="inspection-retry"),
    path("annexes/", annex_views.index, name="annexes"),
    path("annexes/<str:region>/<str:year>/", annex_views.annexes, name="annexes-of"),
    path("annexes/<str:region>/<str:year>/progress", annex_views.progress, name="annexes-progress"),
    path("annexes/<str:region>/<str:year>/build", annex_views.build, name="build-annexes"),
    path("provision/", annex_views.nation, name="nation"),
    *as_table("provision/of-regions", annex_views.nation_table, name="nation-table"),
    path("provision/<str:region>/", annex_views.provision, name="provision"),
    *as_table("provision/<str:region>/matrix", annex_views.provision_table, name="provision-table"),
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
