from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "apps.inspections"
    label = "inspections"

    def ready(self) -> None:
        # Models load after the apps.
        from apps.assessments import readers
        from apps.assessments.models import Sample
        from apps.inspections import veils
        from apps.inspections.access import reads_cases

        _register_gates()
        readers.register(Sample.Purpose.INSPECTION, reads_cases)
        veils.register()
        _register_navigation()


def _register_gates() -> None:
    """What must be done before each step of an inspection, and what happens with it."""
    from apps.inspections import (
        differing,
        gates,
        joint,
        judgements,
        packs,
        quality_queries,
        ratings,
        report_actions,
        survey_actions,
    )
    from apps.inspections.models import Inspection

    state = Inspection.State
    gates.register("pack", into=state.FIELDWORK, order=10, reasons=packs.pack_missing)
    gates.register("draw", into=state.FIELDWORK, order=20, reasons=judgements.cases_to_draw)
    gates.register("cases", into=state.RATING, order=10, reasons=judgements.cases_waiting)
    gates.register("seconds", into=state.RATING, order=12, reasons=differing.seconds_waiting)
    gates.register("differences", into=state.RATING, order=14, reasons=differing.differences_undecided)
    gates.register("survey", into=state.RATING, order=20, reasons=survey_actions.survey_open)
    gates.register("quality", into=state.RATING, order=30, reasons=quality_queries.quality_open)
    gates.register("joint", into=state.RATING, order=40, reasons=joint.joint_open)
    gates.register("ratings", into=state.ACCURACY, order=10, reasons=ratings.not_rated_yet)
    gates.register("sections", into=state.ACCURACY, order=20, reasons=report_actions.sections_missing)
    gates.register("accuracy", into=state.FINISHING, order=10, reasons=report_actions.check_open)
    gates.on_arrival("draft", into=state.ACCURACY, do=report_actions.freeze_draft)
    gates.on_arrival("publication", into=state.PUBLISHED, do=report_actions.freeze_publication)


def _register_navigation() -> None:
    from apps.organisation import navigation

    navigation.register(
        "Inspections",
        order=33,
        url_name="inspections:list",
        verbs={"view_inspections"},
        part="/inspections/",
    )
    navigation.register(
        "Published inspections",
        order=34,
        url_name="inspections:published",
        verbs={"view_published_inspections"},
        part="/inspections/published/",
    )
    navigation.register(
        "Joint cases",
        order=35,
        url_name="inspections:joint_mine",
        verbs={"assess_jointly"},
        part="/inspections/joint/",
    )
