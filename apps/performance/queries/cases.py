"""The list of cases behind a figure: those that missed, and the others that did not count as met."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from apps.organisation.access import Scope
from apps.performance.models import MeasureOutcome, MeasureRun
from rules.definitions.measures import MeasureDefinition, VerdictRule, load_measures

MISSED = "missed"
SORTS: Mapping[str, tuple[str, ...]] = {
    "due": ("due_on", "measure", "occurrence_id"),
    "case": ("person_id", "measure", "occurrence_id"),
    "unit": ("region", "unit", "measure", "occurrence_id"),
    "measure": ("measure", "occurrence_id"),
    "reason": ("reason", "measure", "occurrence_id"),
    "practitioner": ("practitioner_code", "measure", "occurrence_id"),
}


@dataclass(frozen=True, kw_only=True)
class CaseFilter:
    """What to list; an empty value leaves the filter out. `sort`: a key of SORTS, "-" before it for down.

    verdict: `missed`, whichever verdict that is for the measure, or one of those listed as well.
    """

    measure: str = ""
    month: str = ""
    verdict: str = MISSED
    region: str = ""
    unit: str = ""
    reason: str = ""
    sort: str = "due"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A row of the list with the words of its definition."""

    outcome: MeasureOutcome
    measure: MeasureDefinition
    rule: VerdictRule


def cases(run: MeasureRun, scope: Scope, wanted: CaseFilter) -> QuerySet[MeasureOutcome]:
    """The rows that the viewer may see, filtered and sorted. Own cases: those held at the trigger."""
    narrowed = MeasureOutcome.objects.filter(scope.filter_q(staff_field="practitioner_code"), run=run)
    verdicts = MeasureOutcome.MISSED if wanted.verdict == MISSED else (wanted.verdict,)
    filters = {
        "measure": wanted.measure,
        "counts_in": wanted.month,
        "verdict__in": verdicts if wanted.verdict else (),
        "region": wanted.region,
        "unit": wanted.unit,
        "reason": wanted.reason,
    }
    narrowed = narrowed.filter(**{name: value for name, value in filters.items() if value})
    return narrowed.order_by(*_order(wanted.sort))


def with_words(outcome: MeasureOutcome) -> Case:
    """The outcome with its measure and the words of its reason, in the edition that judged it."""
    measure = load_measures()[outcome.measure]
    edition = next(one for one in measure.editions if one.name == outcome.edition)
    return Case(outcome=outcome, measure=measure, rule=edition.rule(outcome.reason))


def _order(sort: str) -> list[str]:
    down = sort.startswith("-")
    first, *rest = SORTS[sort.removeprefix("-")]
    return [f"-{first}" if down else first, *rest]
