from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "apps.audits"
    label = "audits"

    def ready(self) -> None:
        # Models load after the apps.
        from apps.audits.panels import rounds_in_progress
        from apps.audits.queries import figures_of_regions
        from apps.organisation import audit_figures, navigation, panels

        audit_figures.register("audits", figures_of_regions)

        panels.register("rounds_in_progress", order=15, verb="open_round", build=rounds_in_progress)
        navigation.register(
            "Audits", order=30, url_name="audits:rounds", verbs={"view_audit_results"}, part="/audits/"
        )
