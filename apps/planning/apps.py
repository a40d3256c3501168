from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "apps.planning"
    label = "planning"

    def ready(self) -> None:
        from apps.organisation import navigation
        from apps.planning.panels import register_panels

        navigation.register(
            "Plans", order=42, url_name="planning:index", verbs={"view_report"}, part="/plans/"
        )
        register_panels()
