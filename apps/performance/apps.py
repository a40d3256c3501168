from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    name = "apps.performance"
    label = "performance"

    def ready(self) -> None:
        from apps.organisation import audit_figures, evidence, navigation
        from apps.performance.evidence import measure_tables
        from apps.performance.panels import register_panels
        from apps.performance.queries.beside import beside_address

        register_panels()
        audit_figures.show_beside(beside_address)
        evidence.register("performance", order=20, provider=measure_tables)
        navigation.register("Performance", order=20, url_name="performance:index", verbs={"view_performance"})
        navigation.register("Due list", order=15, url_name="performance:due", verbs={"view_due_list"})
        navigation.register("Runs", order=65, url_name="performance:runs", verbs={"view_runs"})
