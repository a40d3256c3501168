"""Every address of the REST API, app by app."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("", include("apps.caseload.api_urls")),
    path("", include("apps.performance.api_urls")),
    path("", include("apps.audits.api_urls")),
    path("", include("apps.reports.api_urls")),
]
