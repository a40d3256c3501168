"""Why one case counted as it did."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.organisation.access import can, needs, scope_for
from apps.organisation.models import ProbationDeliveryUnit
from apps.performance.models import MeasureOutcome, MeasureRun
from apps.performance.presentation import case_timeline
from apps.performance.queries import current_run, explained_for
from apps.performance.queries.figures import period_in_words
from apps.performance.queries.quality_items import open_item
from rules.definitions.measures import Edition, MeasureDefinition, load_clocks, load_measures
from rules.facts import Explanation, TriedReason, Verdict
from rules.periods import Month

VERDICTS_IN_WORDS = {
    Verdict.NOT_IN_POPULATION: "Not counted",
    Verdict.EXCLUDED: "Excluded",
    Verdict.PENDING: "Not yet due",
    Verdict.NOT_RECORDED: "Not recorded",
    Verdict.EXCEPTION: "Exception",
}


@require_safe
@needs("view_case")
def explain(request: HttpRequest, measure: str, occurrence_id: str) -> HttpResponse:
    """In words and on a timeline; 404 for an unknown case and for one outside the viewer's scope alike."""
    definition = (load_clocks() | load_measures()).get(measure)
    if definition is None:
        raise Http404
    found = explained_for(scope_for(request.user, "view_case"), measure, occurrence_id)
    if found is None:
        raise Http404
    told = found.explanation
    edition = next(one for one in definition.editions if one.name == told.edition)
    month = Month.parse(told.counts_in)
    run = current_run()
    context = {
        "up": _up(request),
        "counts_in": period_in_words(month, month),
        "verdict_in_words": _in_words(definition, told.verdict),
        "tried": [_tried(definition, edition, one, told) for one in told.tried],
        "found": found,
        "told": told,
        "measure": definition,
        "timeline": case_timeline(found),
        "run": run,
        "item": open_item(measure, occurrence_id) if can(request.user, "view_data_quality") else None,
        "may_raise": _may_raise(request, run, measure, occurrence_id),
        "unit": ProbationDeliveryUnit.objects.filter(code=told.unit).select_related("region").first(),
    }
    return render(request, "performance/explain.html", context)


def _may_raise(request: HttpRequest, run: MeasureRun | None, measure: str, occurrence_id: str) -> bool:
    """Whether the case is on the viewer's lists and they may say that its record is wrong."""
    if run is None or not can(request.user, "raise_data_quality"):
        return False
    listed = MeasureOutcome.objects.filter(run=run, measure=measure, occurrence_id=occurrence_id)
    scope = scope_for(request.user, "raise_data_quality")
    return listed.filter(scope.filter_q(staff_field="practitioner_code")).exists()


def _in_words(definition: MeasureDefinition, verdict: Verdict) -> str:
    """Where lower is better, the numerator holds the cases that missed."""
    return {definition.met: "Met", definition.missed: "Missed"}.get(verdict) or VERDICTS_IN_WORDS[verdict]


def _tried(
    definition: MeasureDefinition, edition: Edition, one: TriedReason, told: Explanation
) -> dict[str, object]:
    return {
        "label": edition.rule(one.reason).label,
        "verdict": _in_words(definition, one.verdict),
        "held": one.held,
        "decided": one.reason == told.reason,
    }


def _up(request: HttpRequest) -> dict[str, str]:
    if can(request.user, "view_missed_cases"):
        return {"url": reverse("performance:cases"), "text": "Cases behind the figures"}
    return {"url": reverse("organisation:home"), "text": "My work"}
