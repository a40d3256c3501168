"""Reads of data-quality items, narrowed to what the viewer may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from apps.organisation.access import Scope
from apps.organisation.models import ProbationDeliveryUnit, RoleAssignment, User
from apps.organisation.queries import current_roles
from apps.performance.models import DataQualityItem, MeasureOutcome, MeasureRun
from apps.performance.queries.vintages import NoVintage, lookup
from apps.performance.vintages import VintageChanged
from rules.definitions.measures import MeasureDefinition, load_measures
from rules.definitions.quality import fault_words, items_on, outcome_words
from rules.definitions.roles import load_roles

OPEN, OVERDUE, ANSWERED, EVERY = "open", "overdue", "answered", "all"


@dataclass(frozen=True, kw_only=True)
class ItemFilter:
    """What to list; an empty value leaves the filter out. `state`: open, overdue, answered or all; `owner`: a
    username; `team`: the manager's staff code."""

    state: str = OPEN
    measure: str = ""
    region: str = ""
    unit: str = ""
    team: str = ""
    practitioner: str = ""
    owner: str = ""


@dataclass(frozen=True, kw_only=True)
class JudgedNow:
    """How the newest run judges an item's case. `verdict` is empty where the run does not have the case.
    `is_changed`: the verdict or its reason differs from those that it was raised about."""

    run: MeasureRun
    verdict: str
    words: str
    is_changed: bool


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """An item in words. `now`: None until a run has judged the case again."""

    item: DataQualityItem
    measure: MeasureDefinition
    reason_words: str
    fault_words: str
    outcome_words: str
    unit_name: str
    is_overdue: bool
    now: JudgedNow | None


def items(scope: Scope, wanted: ItemFilter, *, on: date) -> QuerySet[DataQualityItem]:
    """The items that the viewer may see, the first due first. Own cases: those held at the trigger."""
    filters = {
        "measure": wanted.measure,
        "region": wanted.region,
        "unit": wanted.unit,
        "team": wanted.team,
        "practitioner_code": wanted.practitioner,
        "owner__username": wanted.owner,
    }
    found = within(scope).filter(**{name: value for name, value in filters.items() if value})
    return found.filter(_in_state(wanted.state, on)).order_by("due_on", "pk")


def within(scope: Scope) -> QuerySet[DataQualityItem]:
    """Every item that the viewer may see."""
    found = DataQualityItem.objects.filter(scope.filter_q(staff_field="practitioner_code"))
    return found.select_related("owner", "raised_by", "run")


def counts_by_state(found: QuerySet[DataQualityItem], *, on: date) -> Mapping[str, int]:
    """How many are open, of these overdue, and answered; 0 included."""
    states = (OPEN, OVERDUE, ANSWERED)
    return found.order_by().aggregate(**{state: Count("pk", filter=_in_state(state, on)) for state in states})


def open_item(measure: str, occurrence_id: str) -> DataQualityItem | None:
    """The open item about a case; there is at most one."""
    return DataQualityItem.objects.filter(measure=measure, occurrence_id=occurrence_id, state=OPEN).first()


def items_of_cases(cases: Iterable[MeasureOutcome]) -> dict[tuple[str, str], DataQualityItem]:
    """The newest item about each of a page of cases, by measure and occurrence."""
    keys = {(case.measure, case.occurrence_id) for case in cases}
    found = DataQualityItem.objects.filter(occurrence_id__in={occurrence for _, occurrence in keys})
    newest = {(one.measure, one.occurrence_id): one for one in found.order_by("pk")}
    return {key: one for key, one in newest.items() if key in keys}


def answerers(*, region: str, unit: str, on: date) -> list[User]:
    """Who may answer an item of that place on a day: the office that the rules name first comes first, and of
    one office whoever is nearest to the place."""
    roles = [role.id for role in load_roles().roles_with("answer_data_quality")]
    kinds = RoleAssignment.ScopeKind
    covering = Q(scope_kind=kinds.NATION) | Q(region=region) | Q(unit=unit)
    held = current_roles(on).filter(covering, role__in=roles, valid_from__lte=on, user__is_active=True)
    order = {role: place for place, role in enumerate(items_on(on).owners)}
    nearness = {kinds.UNIT: 0, kinds.REGION: 1, kinds.NATION: 2}
    ranked = sorted(
        held.select_related("user"),
        key=lambda one: (order.get(one.role, len(order)), nearness[one.scope_kind], one.user.username),
    )
    return list(dict.fromkeys(one.user for one in ranked))


def item_rows(found: Iterable[DataQualityItem], run: MeasureRun | None, *, on: date) -> list[ItemRow]:
    """The items in words, each with how `run` judges its case where that run is newer than the item."""
    given = list(found)
    units = dict(ProbationDeliveryUnit.objects.values_list("code", "name"))
    return [_row(one, units, _listed_now(given, run).get(one.pk), on) for one in given]


def item_row(one: DataQualityItem, run: MeasureRun | None, *, on: date) -> ItemRow:
    """A single item in words; a case off the lists is looked up in the run's vintage."""
    units = dict(ProbationDeliveryUnit.objects.filter(code=one.unit).values_list("code", "name"))
    now = _listed_now([one], run).get(one.pk)
    return _row(one, units, _looked_up(one, now) if now and not now.verdict else now, on)


def _in_state(state: str, on: date) -> Q:
    if state == EVERY:
        return Q()
    if state == OVERDUE:
        return Q(state=OPEN, due_on__lt=on)
    return Q(state=state)


def _row(one: DataQualityItem, units: Mapping[str, str], now: JudgedNow | None, on: date) -> ItemRow:
    return ItemRow(
        item=one,
        measure=load_measures()[one.measure],
        reason_words=_reason(one.measure, one.edition, one.reason),
        fault_words=fault_words(one.fault),
        outcome_words=outcome_words(one.outcome) if one.outcome else "",
        unit_name=units.get(one.unit, "No delivery unit"),
        is_overdue=one.is_open and one.due_on < on,
        now=now,
    )


def _listed_now(given: Iterable[DataQualityItem], run: MeasureRun | None) -> dict[int, JudgedNow]:
    later = [one for one in given if run is not None and run.pk > one.run_id and one.measure in run.measures]
    if run is None or not later:
        return {}
    rows = MeasureOutcome.objects.filter(
        run=run,
        measure__in={one.measure for one in later},
        occurrence_id__in=[one.occurrence_id for one in later],
    )
    judged = {(row.measure, row.occurrence_id): row for row in rows}
    return {one.pk: _now(one, run, judged.get((one.measure, one.occurrence_id))) for one in later}


def _now(one: DataQualityItem, run: MeasureRun, row: MeasureOutcome | None) -> JudgedNow:
    if row is None:
        return JudgedNow(run=run, verdict="", words="No longer among the missed cases", is_changed=True)
    changed = (row.verdict, row.reason) != (one.verdict, one.reason)
    words = _reason(row.measure, row.edition, row.reason)
    return JudgedNow(run=run, verdict=row.verdict, words=words, is_changed=changed)


def _looked_up(one: DataQualityItem, now: JudgedNow) -> JudgedNow:
    try:
        found = lookup(now.run, one.measure, one.occurrence_id)
    except (NoVintage, VintageChanged):
        return now
    if found is None:
        return JudgedNow(
            run=now.run, verdict="", words="The case is not in the extract any more", is_changed=True
        )
    words = _reason(one.measure, found.edition, found.reason)
    return JudgedNow(run=now.run, verdict=found.verdict, words=words, is_changed=True)


def _reason(measure: str, edition: str, reason: str) -> str:
    editions = {one.name: one for one in load_measures()[measure].editions}
    return editions[edition].rule(reason).label if edition in editions else reason
