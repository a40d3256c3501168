"""Reads of the caseload, narrowed to what the viewer may see."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from apps.caseload.contract import Kind, Table, load_contract
from apps.caseload.events.message import Event, EventKind
from apps.caseload.events.overlay import laid_over
from apps.caseload.events.values import LONDON, day_of, read
from apps.caseload.models import (
    Allocation,
    CrsReferral,
    Extract,
    ExtractJob,
    Person,
    ProgrammeEpisode,
    ReceivedEvent,
    Release,
    Requirement,
    Sentence,
    SupervisionPeriod,
)
from apps.organisation.access import Scope
from apps.organisation.models import RecordedAction

PREFIX = "caseload_"
# Rows about nobody that come with a person's: of which rows, and by which of their columns.
_DIRECTORIES = (
    ("crs_contracts", "crs_referrals", "contract_id"),
    ("programmes", "programme_episodes", "programme_code"),
)
# Rows that many people share; what hangs on them alone speaks of no one person.
_SHARED = ("crs_contracts", "programmes")
_OF_SHARED = ("crs_payments", "programme_places")


def live_extract() -> Extract | None:
    """The extract whose rows are in the caseload tables; None before the first one goes live."""
    return Extract.objects.filter(state=Extract.State.LIVE).first()


@cache
def _event_models() -> dict[str, type[models.Model]]:
    """Model by table name of the contract, for the tables that something reads."""
    tables = load_contract().tables
    found = {
        model._meta.db_table.removeprefix(PREFIX): model
        for model in apps.get_app_config("caseload").get_models()
    }
    return {name: found[name] for name in tables if name in found}


def held_tables() -> tuple[Table, ...]:
    """The contract's tables that PostgreSQL holds, in the contract's order: parents come first."""
    tables = load_contract().tables
    return tuple(tables[name] for name in _event_models())


def event_tables() -> tuple[str, ...]:
    """Names of the PostgreSQL tables that a new live extract replaces."""
    return tuple(PREFIX + name for name in _event_models())


@dataclass(frozen=True, kw_only=True)
class LivePerson:
    """One person as known now: the live extract's rows with the events since it laid over them.

    `rows`: by table of the contract. `events`: those that bear on the live extract, in order of recording.
    `as_at`: the extract's as-at day, or the day of the last of these events where that is later.
    """

    rows: dict[str, list[dict[str, Any]]]
    events: Sequence[Event]
    as_at: date


def person_events(person_id: str) -> dict[str, list[dict[str, Any]]]:
    """Everything known of one person: the live extract's rows and the events since, by table of the contract.

    Tables without a row give an empty list; those about no person are left out. CRS contracts hold those
    that the person was referred to, programmes those that the person was on.
    """
    extract = live_extract()
    if extract is None:
        return extract_rows(person_id)
    return live_person(person_id, extract).rows


def live_person(person_id: str, extract: Extract) -> LivePerson:
    """The person's rows with the events that the live extract does not hold yet."""
    rows = extract_rows(person_id)
    events = bearing_on(extract, rows, ReceivedEvent.objects.filter(person_id=person_id))
    merged = laid_over(rows, events)
    for table, of, column in _DIRECTORIES:
        if any(event.table == of for event in events):
            merged[table] = _directory(table, {row[column] for row in merged[of]})
    days = [event.recorded_on for event in events]
    return LivePerson(rows=merged, events=events, as_at=max([extract.as_at, *days]))


def bearing_on(
    extract: Extract, rows: Mapping[str, Sequence[Mapping[str, Any]]], received: Iterable[ReceivedEvent]
) -> list[Event]:
    """The events that the extract does not cover, in order of recording.

    It covers what was recorded by the end of its as-at day and had been received when it went live; what came
    later but was recorded by then bears on it only where the extract has no such row.
    """
    tables = load_contract().tables
    held = {(name, row[tables[name].key]) for name, found in rows.items() for row in found}
    found = []
    for one in received:
        event = stored_event(one)
        came_late = extract.live_at is not None and one.received_at > extract.live_at
        is_news = event.recorded_on > extract.as_at
        if is_news or (came_late and (event.table, event.key) not in held):
            found.append(event)
    return sorted(found, key=lambda event: event.order)


def stored_event(received: ReceivedEvent) -> Event:
    """A received event with its values as Python holds them."""
    table = load_contract().tables[received.table]
    values = {column.name: received.row.get(column.name) for column in table.columns}
    return Event(
        event_id=received.event_id,
        kind=EventKind(received.kind),
        table=received.table,
        key=received.key,
        person_id=received.person_id,
        recorded_at=received.recorded_at,
        occurred_at=received.occurred_at,
        row=received.row,
        values={
            name: None if value is None else read(table.column(name), value) for name, value in values.items()
        },
    )


def bearing_events(extract: Extract) -> QuerySet[ReceivedEvent]:
    """Every event that may bear on the extract: recorded after its day, or received since it went live."""
    end = datetime.combine(extract.as_at + timedelta(days=1), time(), tzinfo=LONDON)
    return ReceivedEvent.objects.filter(Q(recorded_at__gte=end) | Q(received_at__gt=extract.live_at))


def live_day(extract: Extract) -> date:
    """To which day the caseload is known: the extract's as-at, or the last event's where that is later."""
    last = bearing_events(extract).aggregate(last=Max("recorded_at"))["last"]
    return extract.as_at if last is None else max(extract.as_at, day_of(last))


def holds(table: str, key: str) -> bool:
    """Whether the live extract has a row of that key, whoever it is about."""
    return _event_models()[table].objects.filter(pk=key).exists()


def extract_rows(person_id: str) -> dict[str, list[dict[str, Any]]]:
    """What the live extract alone says of one person: rows as received, by table of the contract."""
    names, statement, places = _rows_of_a_person()
    with connection.cursor() as cursor:
        cursor.execute(statement, [person_id] * places)
        found = cursor.fetchone()
    return {name: _typed(name, rows) for name, rows in zip(names, found, strict=True)}


@cache
def _rows_of_a_person() -> tuple[tuple[str, ...], str, int]:
    """One statement for every table, since fifty would take five times as long; each table's rows as JSON.

    With the tables' names, and in how many places the statement takes the person's id.
    """
    names, selects, places = [], [], 0
    for name, model in _event_models().items():
        if _leads_to_a_person(name):
            rows = model.objects.filter(_of_person(name, "")).order_by("pk").values()
            sql, values = rows.query.sql_with_params()
            names.append(name)
            selects.append(f"(SELECT coalesce(json_agg(found), '[]') FROM ({sql}) found)")  # noqa: S608 (ours)
            places += len(values)
    return tuple(names), f"SELECT {', '.join(selects)}", places


_FROM_JSON: Mapping[Kind, Callable[[str], Any]] = {
    Kind.DATE: date.fromisoformat,
    Kind.WALL_CLOCK: datetime.fromisoformat,
    Kind.INSTANT: datetime.fromisoformat,
}


def _typed(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for column in load_contract().tables[table].columns if rows else ():
        parse = _FROM_JSON.get(column.kind)
        for row in rows if parse else ():
            if row[column.name] is not None:
                row[column.name] = parse(row[column.name])
    return rows


def _directory(table: str, keys: set[str]) -> list[dict[str, Any]]:
    return list(_event_models()[table].objects.filter(pk__in=keys - {None}).order_by("pk").values())


def _of_person(table: str, person_id: str) -> Q:
    """The table's rows that are about the person: by their id, or by way of a sentence or referral."""
    if table == "crs_contracts":
        referrals = CrsReferral.objects.filter(person_id=person_id)
        return Q(contract_id__in=referrals.values("contract_id"))
    if table == "programmes":
        episodes = ProgrammeEpisode.objects.filter(person_id=person_id)
        return Q(programme_code__in=episodes.values("programme_code"))
    held = load_contract().tables[table]
    if held.has("person_id"):
        return Q(person_id=person_id)
    parent = next(each for each in held.parents if _leads_to_a_person(each.table))
    rows = _event_models()[parent.table].objects.filter(_of_person(parent.table, person_id))
    return Q(**{f"{parent.column}__in": rows.values(parent.key)})


@cache
def _leads_to_a_person(table: str) -> bool:
    """Whether a row of the table says something of one person; surveys of judges and directories do not."""
    held = load_contract().tables[table]
    if table in _SHARED or held.has("person_id"):
        return True
    return table not in _OF_SHARED and any(_leads_to_a_person(parent.table) for parent in held.parents)


def rows_named(table: str, name: str) -> Iterator[QuerySet[Any]]:
    """The live extract's rows of a table with this id; then, where rows are versions, those that it groups.

    The second is for whom the first did not serve: no index helps it, and it reads the whole table.
    """
    held, rows = load_contract().tables[table], _event_models()[table].objects.order_by("pk")
    yield rows.filter(**{held.key: name})
    if held.versions is not None:
        yield rows.filter(**{held.versions.of: name})


def people_behind(table: str, rows: QuerySet[Any]) -> list[str]:
    """Whom these rows of a table are about, by their own column or by way of their parents; nobody: empty."""
    held = load_contract().tables[table]
    if held.has("person_id"):
        found = rows.exclude(person_id=None).values_list("person_id", flat=True)
        return sorted(set(found))
    parent = next((each for each in held.parents if _leads_to_a_person(each.table)), None)
    if parent is None:
        return []
    behind = _event_models()[parent.table].objects.filter(**{f"{parent.key}__in": rows.values(parent.column)})
    return people_behind(parent.table, behind)


def people_in_scope(scope: Scope) -> QuerySet[Person]:
    """People whom the scope's places or staff code hold now or held before, or to whom they are allocated.

    Someone whom nobody has supervised yet is seen where the court or the releasing prison is.
    """
    if scope.all_regions:
        return Person.objects.all()
    if scope.is_empty:
        return Person.objects.none()
    mine = OuterRef("person_id")
    periods = SupervisionPeriod.objects.filter(person_id=mine)
    within = scope.filter_q(
        region_field="region_code", unit_field="unit_code", staff_field="practitioner_code"
    )
    # A case is handed over before release: what then falls due is the unit's, which supervises nobody yet.
    allocated = Allocation.objects.filter(person_id=mine).filter(within)
    at_court = Sentence.objects.filter(person_id=mine, court_region_code__in=scope.region_codes)
    at_prison = Release.objects.filter(person_id=mine, prison_region_code__in=scope.region_codes)
    return Person.objects.filter(
        Exists(periods.filter(within))
        | Exists(allocated)
        | (~Exists(periods) & (Exists(at_court) | Exists(at_prison)))
    )


def find_person(reference: str, scope: Scope) -> Person | None:
    """The person whom a case reference means, when the scope sees them; else None.

    A reference is the id of a person, a sentence, a release, a requirement or a CRS referral.
    """
    reference = reference.strip()
    people = people_in_scope(scope)
    found = people.filter(pk=reference).first()
    if found is not None or not reference:
        return found
    return people.filter(pk__in=_people_behind(reference)).first()


def _people_behind(reference: str) -> list[str]:
    """People to whom a sentence, release, requirement or referral of this id belongs."""
    sentence_of = Requirement.objects.filter(pk=reference).values("sentence_id")
    sources = (
        Sentence.objects.filter(Q(pk=reference) | Q(pk__in=sentence_of)),
        Release.objects.filter(pk=reference),
        CrsReferral.objects.filter(pk=reference),
    )
    return [person for source in sources for person in source.values_list("person_id", flat=True)]


RECENT_JOBS = 10
SHOWN_HISTORY = 30


def recent_jobs() -> QuerySet[ExtractJob]:
    """The latest pieces of work on extracts, the newest first."""
    return ExtractJob.objects.select_related("by", "extract")[:RECENT_JOBS]


def extract_history(extract: Extract | None = None) -> QuerySet[RecordedAction]:
    """What was done to extracts, or to one, the newest first."""
    about = Q(subject_type="caseload.extract")
    about = (
        about & Q(subject_id=str(extract.pk)) if extract else about | Q(subject_type="caseload.extractjob")
    )
    return RecordedAction.objects.filter(about).select_related("by")[:SHOWN_HISTORY]
