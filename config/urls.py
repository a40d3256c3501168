"""Every address of the site, app by app."""

from django.urls import include, path

from config import health

urlpatterns = [
    path("", include("apps.organisation.urls")),
    path("caseload/", include("apps.caseload.urls")),
    path("performance/", include("apps.performance.urls")),
    path("assessments/", include("apps.assessments.urls")),
    path("banks/", include("apps.assessments.bank_urls")),
    path("audits/", include("apps.audits.urls")),
    path("inspections/", include("apps.inspections.urls")),
    path("plans/", include("apps.planning.urls")),
    path("say/", include("apps.inspections.survey_urls")),
    path("reports/", include("apps.reports.urls")),
    path("health/", health.site, name="health"),
    path("health/worker/", health.worker, name="health_worker"),
    path("api/v1/", include("config.api_urls")),
]
