"""One candidate query for every clock: what started, when it is due, what was done, what ended it early."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rules.facts import UNALLOCATED
from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

NO_DAY = "CAST(NULL AS date)"
NO_CODE = "CAST(NULL AS text)"
QUASHED = "CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END"


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """What starts a clock, as SQL over `rows`; everything but `rows` and `where` is a column.

    due_on: where the due date is not counted from the trigger. own_region, own_unit: a place that goes
    before the unit responsible on the trigger day. same_day: what makes two starts of a day one.
    quashed_on: of the occurrence's own sentence; left out, the person's sentences are looked at.
    keys: further columns that the done query reads, by name.
    """

    rows: str
    occurrence_id: str
    person_id: str
    trigger_on: str
    where: str = "TRUE"
    due_on: str = ""
    home_region: str = NO_CODE
    own_region: str = NO_CODE
    own_unit: str = NO_CODE
    same_day: str = ""
    quashed_on: str = ""
    ended_on: str = NO_DAY
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """A clock: its start; done(request), a SELECT of occurrence_id and done_on over `occurrences` (as o).

    tables(request): CTEs that the start reads. facts: further facts, SQL over o and `joins`.
    after(request): CTEs over `occurrences` that those facts read.
    """

    start: Callable[[Request], Start]
    done: Callable[[Request], str]
    tables: Callable[[Request], Sequence[str]] = lambda _: ()
    after: Callable[[Request], Sequence[str]] = lambda _: ()
    facts: Mapping[str, str] = field(default_factory=dict)
    joins: Sequence[str] = ()


def clock_candidates(shape: Shape, request: Request) -> str:
    """One row per start of the clock: occurrence, person, place, dates and the facts that it declares."""
    start = shape.start(request)
    joins = [f.DEATHS, *map(f.by_occurrence, ("transfers", "done", "homes")), *shape.joins]
    joins += map(f.by_occurrence, _away(request))
    tables = [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.place_until_cte(request.number("place_business_days")),
        *_due_days(request),
        *shape.tables(request),
        _starts(start, request),
        _OCCURRENCES,
        f.PLACES_CTE,
        _HOMES,
        f.TRANSFERS_CTE,
        f"done AS (\n{shape.done(request)})",
        *_away(request).values(),
        *shape.after(request),
    ]
    if not start.quashed_on:
        tables.append(f.PERSON_QUASHES_CTE)
        joins.append(f.by_occurrence("quashes"))
    return f.query(tables, _answer(_facts(shape, request, start), joins))


def _due_days(request: Request) -> list[str]:
    """due_days(started_on, due_on), for a clock of business days."""
    if request.parameters.clock_business_days is None:
        return []
    length = request.number("clock_business_days")
    return [
        f"""due_days AS (
  SELECT n.day AS started_on, due.day AS due_on
  FROM numbered n JOIN numbered due ON due.business AND due.ordinal = n.ordinal + {length})"""
    ]


def _starts(start: Start, request: Request) -> str:
    due_on, rows = start.due_on, start.rows
    parameters = request.parameters
    if parameters.clock_business_days is not None:
        due_on, rows = "d.due_on", f"{rows}\n  JOIN due_days d ON d.started_on = {start.trigger_on}"
    elif parameters.clock_days is not None:
        due_on = f"{start.trigger_on} + {parameters.clock_days}"
    elif parameters.clock_months is not None:
        due_on = months_from(start.trigger_on, parameters.clock_months)
    rank = f"row_number() OVER (PARTITION BY {start.same_day} ORDER BY {start.occurrence_id})"
    ranked = f"{rank} AS same_day_rank," if start.same_day else ""
    keys = "".join(f", {column} AS {name}" for name, column in start.keys.items())
    return f"""starts AS (
  SELECT {start.occurrence_id} AS occurrence_id, {start.person_id} AS person_id,
    {start.trigger_on} AS trigger_on, {due_on} AS due_on, {start.home_region} AS home_region,
    {start.own_region} AS own_region, {start.own_unit} AS own_unit,
    {ranked}
    {start.quashed_on or NO_DAY} AS quashed_on, {start.ended_on} AS ended_on{keys}
  FROM {rows}
  WHERE {start.where})"""


def months_from(day: str, months: int) -> str:
    """So many calendar months later, earlier when negative; clamped to the end of the month."""
    return f"CAST({day} + ({months}) * interval '1 month' AS date)"


_OCCURRENCES = """occurrences AS (
  SELECT t.*, m.counts_in
  FROM starts t JOIN months m ON coalesce(t.due_on, t.trigger_on) BETWEEN m.first_on AND m.last_on)"""

# Where neither a unit nor a court is known from the row itself: the person's sentences, then who supervised
# them; up to the trigger the last one, else the first one after it.
_HOMES = """homes AS (
  SELECT DISTINCT ON (o.occurrence_id) o.occurrence_id, h.region_code
  FROM occurrences o
  JOIN (
    SELECT person_id, 0 AS kind, sentenced_on AS since_on, sentence_id AS id, court_region_code AS region_code
    FROM caseload_sentences
    UNION ALL
    SELECT person_id, 1, start_on, period_id, region_code FROM caseload_supervision_periods) h
    ON h.person_id = o.person_id
  WHERE o.home_region IS NULL
  ORDER BY o.occurrence_id, h.kind, CASE WHEN h.since_on <= o.trigger_on THEN 0 ELSE 1 END,
    CASE WHEN h.since_on <= o.trigger_on THEN o.trigger_on - h.since_on ELSE h.since_on - o.trigger_on END,
    h.id)"""


def _away(request: Request) -> dict[str, str]:
    """The CTEs of custody and detention that the clock's facts ask for, by name."""
    wanted = {
        "custody": ("caseload_custody_periods", ""),
        "immigration": ("caseload_detention_periods", "immigration"),
        "hospital": ("caseload_detention_periods", "hospital"),
    }
    return {
        name: f.first_held_cte(name, *source)
        for name, source in wanted.items()
        if f"{name}_days_after_due" in request.definition.facts
    }


def _facts(shape: Shape, request: Request, start: Start) -> dict[str, str]:
    quashed_on = "o.quashed_on" if start.quashed_on else "quashes.quashed_on"
    known = {
        "same_day_rank": "o.same_day_rank",
        "due_known": f.found("o.due_on"),
        "due_days_after_trigger": f"coalesce(o.due_on - o.trigger_on, {f.NEVER})",
        "death_days_after_due": f.days_after_due("deaths.died_on"),
        "transfer_days_after_due": f.days_after_due("transfers.transferred_on"),
        "quash_days_after_due": f.days_after_due(quashed_on),
        "ended_days_after_due": f.days_after_due("o.ended_on"),
        "custody_days_after_due": f.days_after_due("custody.held_on"),
        "immigration_days_after_due": f.days_after_due("immigration.held_on"),
        "hospital_days_after_due": f.days_after_due("hospital.held_on"),
        "due_days_after_as_at": f"coalesce(o.due_on, o.trigger_on) - {f.day(request.as_at)}",
        "done_days_after_due": f.days_after_due("done.done_on"),
        "done_found": f.found("done.done_on"),
        **shape.facts,
    }
    return {name: known[name] for name in request.definition.facts}


def _answer(facts: Mapping[str, str], joins: Sequence[str]) -> str:
    columns = ",\n".join(f"  {expression} AS {name}" for name, expression in facts.items())
    joined = "\n".join(f"LEFT JOIN {join}" for join in joins)
    # Region and unit go together: a place of the row's own, else the unit responsible, else the region alone.
    return f"""SELECT o.occurrence_id, o.person_id,
  coalesce(o.own_region, places.region_code, o.home_region, homes.region_code, '') AS region,
  CASE WHEN o.own_region IS NOT NULL THEN o.own_unit
    ELSE coalesce(places.unit_code, '{UNALLOCATED}') END AS unit, o.counts_in, o.trigger_on, o.due_on,
{columns}
FROM occurrences o
LEFT JOIN places ON places.occurrence_id = o.occurrence_id
{joined}"""


def happened(day: str, as_at: date) -> str:
    """Whether something was done from the trigger on and within the extract."""
    return f"{day} >= o.trigger_on AND {day} <= {f.day(as_at)}"


def first_of(rows: str, day: str, as_at: date) -> str:
    """SELECT of occurrence_id and done_on: the first day on which it was done, from rows joined to o."""
    return f"""  SELECT o.occurrence_id, min({day}) AS done_on
  FROM occurrences o JOIN {rows}
  WHERE {happened(day, as_at)}
  GROUP BY o.occurrence_id"""


def own_day(column: str, as_at: date) -> str:
    """SELECT of occurrence_id and done_on where the starting row itself holds the day."""
    return f"""  SELECT o.occurrence_id, o.{column} AS done_on
  FROM occurrences o WHERE {happened("o." + column, as_at)}"""


def nth_day(rows: str, number: int, as_at: date) -> str:
    """SELECT of occurrence_id and done_on: the day of the n-th of the days on which something was held.

    rows: a SELECT of occurrence_id, trigger_on and held_on; two on one day count once.
    """
    return f"""  SELECT occurrence_id, held_on AS done_on FROM (
    SELECT occurrence_id, held_on,
      row_number() OVER (PARTITION BY occurrence_id ORDER BY held_on) AS place
    FROM (
      SELECT DISTINCT o.occurrence_id, o.held_on FROM ({rows}) o
      WHERE {happened("o.held_on", as_at)}) days
  ) ordered WHERE place = {number}"""
