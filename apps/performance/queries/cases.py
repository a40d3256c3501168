"""The list of cases behind a figure: those that missed, and the others that did not count as met."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from apps.organisation.access import Scope
from apps.performance.models import MeasureOutcome, MeasureRun
from apps.performance.queries.teams import managers_of, members_of
from rules.definitions.measures import MeasureDefinition, VerdictRule, load_measures

MISSED = "missed"
NOBODY = "-"
# What the list can be counted by: a key of the address, the column that it groups.
GROUPS: Mapping[str, str] = {
    "unit": "unit",
    "team": "practitioner_code",
    "practitioner": "practitioner_code",
    "reason": "reason",
    "measure": "measure",
}
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

    verdict: `missed`, whichever verdict that is for the measure, or one of those listed as well. `team`: the
    manager's staff code; `practitioner` NOBODY: nobody is recorded; `frameworks`: whose measures.
    """

    measure: str = ""
    month: str = ""
    verdict: str = MISSED
    region: str = ""
    unit: str = ""
    reason: str = ""
    team: str = ""
    practitioner: str = ""
    frameworks: Sequence[str] = ()
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
    if wanted.practitioner:
        narrowed = narrowed.filter(practitioner_code=wanted.practitioner.removeprefix(NOBODY))
    if wanted.team:
        narrowed = narrowed.filter(practitioner_code__in=members_of(wanted.team))
    if wanted.frameworks:
        measures = load_measures().values()
        narrowed = narrowed.filter(
            measure__in=[one.id for one in measures if one.framework in wanted.frameworks]
        )
    return narrowed.order_by(*_order(wanted.sort))


def counted_by(found: QuerySet[MeasureOutcome], group: str) -> list[tuple[str, int]]:
    """How many of the cases each unit, team, practitioner, reason or measure has (a key of GROUPS), most
    first; an empty code: nobody recorded."""
    column = GROUPS[group]
    counts = Counter(dict(found.order_by().values_list(column).annotate(Count("pk"))))
    if group == "team":
        managers, by_team = managers_of(list(counts)), Counter[str]()
        for practitioner, count in counts.items():
            by_team[managers.get(practitioner, "")] += count
        counts = by_team
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def reasons(found: QuerySet[MeasureOutcome]) -> dict[str, str]:
    """The reasons that occur among the cases, with the words of each, in order of the words."""
    rows = found.order_by().values_list("measure", "edition", "reason").distinct()
    words = {reason: _rule(measure, edition, reason).label for measure, edition, reason in rows}
    return dict(sorted(words.items(), key=lambda one: one[1]))


def with_words(outcome: MeasureOutcome) -> Case:
    """The outcome with its measure and the words of its reason, in the edition that judged it."""
    rule = _rule(outcome.measure, outcome.edition, outcome.reason)
    return Case(outcome=outcome, measure=load_measures()[outcome.measure], rule=rule)


def _rule(measure: str, edition: str, reason: str) -> VerdictRule:
    editions = load_measures()[measure].editions
    return next(one for one in editions if one.name == edition).rule(reason)


def _order(sort: str) -> list[str]:
    down = sort.startswith("-")
    first, *rest = SORTS[sort.removeprefix("-")]
    return [f"-{first}" if down else first, *rest]
