from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "apps.inspections"
    label = "inspections"

    def ready(self) -> None:
        # Models load after the apps.
        from apps.inspections import gates, packs
        from apps.inspections.models import Inspection
        from apps.organisation import navigation

        state = Inspection.State
        gates.register("pack", into=state.FIELDWORK, order=10, reasons=packs.pack_missing)
        navigation.register(
            "Inspections",
            order=33,
            url_name="inspections:list",
            verbs={"view_inspections"},
            part="/inspections/",
        )
