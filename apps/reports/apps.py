from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "apps.reports"
    label = "reports"

    def ready(self) -> None:
        from apps.organisation import navigation
        from apps.reports.catalogue import register_kinds
        from apps.reports.panels import register_panels

        register_kinds()
        register_panels()
        navigation.register("Reports", order=40, url_name="reports:index", verbs={"view_report"})
        navigation.register(
            "Published reports",
            order=41,
            url_name="reports:published",
            verbs={"read_published_reports"},
            # Their own section lists these too.
            unless=frozenset({"view_report"}),
        )
