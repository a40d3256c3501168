"""Pieces of SQL that the candidate queries share: the calendar, who stood on its day, place, early exit.

Kept to the subset that PostgreSQL and DuckDB answer alike: calendar joins, windows, DISTINCT ON, LATERAL,
`date + int` and `date - date`; no function is called per row. Every value set into the text is a date,
a whole number or a name from a checked definition; nothing comes from a user.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rules.facts import UNALLOCATED
from rules.periods import BusinessCalendar, Month

# More days than any calendar holds: "it never happened", where a fact must be a number.
NEVER = 99999
# The end of a period that is still open.
OPEN = "DATE '9999-12-30'"
# A Monday before every calendar, so that `(day - it) % 7` is 0 on Mondays and never negative.
_A_MONDAY = "DATE '1900-01-01'"


def day(value: date) -> str:
    return f"DATE '{value.isoformat()}'"


def texts(values: Iterable[str]) -> str:
    """A list of names for IN (...)."""
    return ", ".join(f"'{value}'" for value in values)


def months_cte(months: Sequence[Month], first_on: date, last_on: date) -> str:
    """months(counts_in, first_on, last_on): the months asked for, clipped to the edition's days."""
    rows = [
        f"('{month}', {day(max(month.first_on, first_on))}, {day(min(month.last_on, last_on))})"
        for month in months
    ]
    return f"months(counts_in, first_on, last_on) AS (VALUES {', '.join(rows)})"


def calendar_cte(calendar: BusinessCalendar) -> str:
    """numbered(day, business, ordinal): every calendar day and how many business days lie up to it."""
    holidays = ", ".join(f"({day(each)})" for each in sorted(calendar.holidays))
    return f"""holidays(day) AS (VALUES {holidays}),
{days_cte(calendar.first_on, calendar.last_on)},
working AS (
  SELECT d.day, h.day IS NULL AND (d.day - {_A_MONDAY}) % 7 < 5 AS business
  FROM days d LEFT JOIN holidays h ON h.day = d.day),
numbered AS (
  SELECT day, business, count(*) FILTER (WHERE business) OVER (ORDER BY day) AS ordinal FROM working)"""


def clock_cte(lengths: Sequence[int]) -> str:
    """clock(started_on, business_days, due_on, counts_in): due dates in the months asked for."""
    values = ", ".join(f"({length})" for length in sorted(set(lengths)))
    return f"""lengths(business_days) AS (VALUES {values}),
clock AS (
  SELECT n.day AS started_on, l.business_days, due.day AS due_on, m.counts_in
  FROM numbered n
  CROSS JOIN lengths l
  JOIN numbered due ON due.business AND due.ordinal = n.ordinal + l.business_days
  JOIN months m ON due.day BETWEEN m.first_on AND m.last_on)"""


def place_until_cte(business_days: int) -> str:
    """place_until(trigger_on, until_on): how long a first responsible unit is waited for."""
    return nth_business_day_cte("place_until", business_days)


def nth_business_day_cte(name: str, business_days: int) -> str:
    """name(trigger_on, until_on): each day of the calendar and the n-th business day after it."""
    return f"""{name} AS (
  SELECT n.day AS trigger_on, due.day AS until_on
  FROM numbered n JOIN numbered due ON due.business AND due.ordinal = n.ordinal + {business_days})"""


def stood_on_its_day(version: str, *, came: str = "'attended', 'attended_late'") -> str:
    """Whether an appointment version counts as arranged or offered (common rule 6).

    came: the outcomes with which a version recorded after its day counts all the same.
    """
    after = f"{version}.scheduled_on + 1"
    return f"""({version}.superseded_at IS NULL OR {version}.superseded_at >= {after})
   AND ({version}.cancelled_at IS NULL OR {version}.cancelled_at >= {after})
   AND ({version}.recorded_at < {after} OR {version}.outcome IN ({came}))"""


def days_after_due(column: str) -> str:
    """A day as a fact: days from the due date, NEVER when there is no such day or no due date."""
    return f"coalesce({column} - o.due_on, {NEVER})"


def _responsible_cte(name: str, more: str = "") -> str:
    """name(occurrence_id, region_code, unit_code): who supervises at the trigger, else soon after it."""
    return f"""{name} AS (
  SELECT DISTINCT ON (o.occurrence_id) o.occurrence_id, p.region_code, p.unit_code{more}
  FROM occurrences o
  JOIN place_until u ON u.trigger_on = o.trigger_on
  JOIN caseload_supervision_periods p
    ON p.person_id = o.person_id AND p.start_on <= u.until_on
   AND (p.end_on IS NULL OR p.end_on >= o.trigger_on)
  ORDER BY o.occurrence_id,
    CASE WHEN p.start_on <= o.trigger_on THEN 0 ELSE 1 END,
    CASE WHEN p.start_on <= o.trigger_on THEN o.trigger_on - p.start_on ELSE p.start_on - o.trigger_on END,
    p.unit_code, p.region_code)"""


PLACES_CTE = _responsible_cte("places")
"""Common rule 8: responsible at the end of the trigger day (the latest start, then the lowest code),
else the first one responsible within the days waited for."""

PRISONERS_PLACES_CTES = (
    _responsible_cte("supervised", ", p.start_on <= o.trigger_on AS on_the_day"),
    """places AS (
  SELECT o.occurrence_id,
    CASE WHEN s.on_the_day OR o.received_unit IS NULL
      THEN s.region_code ELSE o.received_region END AS region_code,
    CASE WHEN s.on_the_day OR o.received_unit IS NULL THEN s.unit_code ELSE o.received_unit END AS unit_code
  FROM occurrences o LEFT JOIN supervised s ON s.occurrence_id = o.occurrence_id)""",
)
"""Common rule 8 for people in prison, whom nobody supervises yet: the unit that received the case before one
that supervises later. occurrences: with received_region and received_unit, null where nobody received it."""

COUNTED_DAYS_CTE = """counted_days AS (
  SELECT u.trigger_on AS day, m.counts_in
  FROM place_until u JOIN months m ON u.trigger_on BETWEEN m.first_on AND m.last_on)"""
"""counted_days(day, counts_in): the days of the months asked for, for large tables to meet by equality."""


def transfers_since_cte(since: str) -> str:
    """transfers(occurrence_id, transferred_on): the first transfer out since a day of the occurrence."""
    return f"""transfers AS (
  SELECT o.occurrence_id, min(t.transferred_on) AS transferred_on
  FROM occurrences o
  JOIN caseload_transfers_out t ON t.person_id = o.person_id AND t.transferred_on >= o.{since}
  GROUP BY o.occurrence_id)"""


TRANSFERS_CTE = transfers_since_cte("trigger_on")


PERSON_QUASHES_CTE = """quashes AS (
  SELECT o.occurrence_id, min(s.ended_on) AS quashed_on
  FROM occurrences o
  JOIN caseload_sentences s ON s.person_id = o.person_id AND s.end_reason = 'quashed'
   AND s.ended_on BETWEEN o.trigger_on AND o.due_on
  WHERE NOT EXISTS (
    SELECT 1 FROM caseload_sentences other
    WHERE other.person_id = o.person_id AND other.sentenced_on <= o.due_on
   AND (other.ended_on IS NULL OR other.ended_on > o.due_on
    OR (other.ended_on = o.due_on AND coalesce(other.end_reason, 'other') <> 'quashed')))
  GROUP BY o.occurrence_id)"""
"""Early exit by a quashed sentence where the occurrence belongs to a person and not to one sentence:
quashed within the clock, and no other sentence running on the due day."""


def first_held_cte(name: str, table: str, kind: str = "") -> str:
    """name(occurrence_id, held_on): the start of the first period held beyond the trigger day."""
    only = f" AND h.kind = '{kind}'" if kind else ""
    return f"""{name} AS (
  SELECT o.occurrence_id, min(h.start_on) AS held_on
  FROM occurrences o
  JOIN {table} h ON h.person_id = o.person_id AND (h.end_on IS NULL OR h.end_on > o.trigger_on){only}
  GROUP BY o.occurrence_id)"""


def first_appointment_cte(table: str, wanted: str, as_at: date, *, owner: str = "person_id") -> str:
    """appointments(occurrence_id, scheduled_on): the first version since the trigger that stood on its day.

    owner: the column that both the occurrence and the version carry.
    """
    return f"""appointments AS (
  SELECT o.occurrence_id, a.scheduled_on
  FROM occurrences o
  CROSS JOIN LATERAL (
    SELECT min(v.scheduled_on) AS scheduled_on FROM {table} v
    WHERE v.{owner} = o.{owner} AND v.scheduled_on >= o.trigger_on AND v.scheduled_on <= {day(as_at)}
   AND {wanted}
   AND {stood_on_its_day("v")}) a)"""


def islands_cte(name: str, table: str, key: str, wanted: str) -> str:
    """name(person_id, start_on, end_on): one person's periods, joined where they touch or overlap."""
    return f"""{name}_reach AS (
  SELECT person_id, {key} AS period_key, start_on, coalesce(end_on, {OPEN}) AS end_on,
    max(coalesce(end_on, {OPEN})) OVER (
      PARTITION BY person_id ORDER BY start_on, {key}
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
  FROM {table} WHERE {wanted}),
{name}_groups AS (
  SELECT person_id, start_on, end_on,
    sum(CASE WHEN reached IS NULL OR start_on > reached + 1 THEN 1 ELSE 0 END) OVER (
      PARTITION BY person_id ORDER BY start_on, period_key) AS island
  FROM {name}_reach),
{name} AS (
  SELECT person_id, min(start_on) AS start_on, max(end_on) AS end_on
  FROM {name}_groups GROUP BY person_id, island)"""


def answer(facts: Mapping[str, str], joins: Sequence[str], *, home: str = "o.home_region") -> str:
    """The last SELECT: an occurrence's place, dates and facts. home: the region when no unit is known."""
    columns = ",\n".join(f"  {expression} AS {name}" for name, expression in facts.items())
    joined = "\n".join(f"LEFT JOIN {join}" for join in joins)
    return f"""SELECT o.occurrence_id, o.person_id, coalesce(places.region_code, {home}) AS region,
  coalesce(places.unit_code, '{UNALLOCATED}') AS unit, o.counts_in, o.trigger_on, o.due_on,
{columns}
FROM occurrences o
LEFT JOIN places ON places.occurrence_id = o.occurrence_id
{joined}"""


def by_occurrence(table: str) -> str:
    """A join of a derived table on the occurrence."""
    return f"{table} ON {table}.occurrence_id = o.occurrence_id"


DEATHS = "caseload_deaths deaths ON deaths.person_id = o.person_id"
EARLY_EXITS = {
    "death_days_after_due": days_after_due("deaths.died_on"),
    "transfer_days_after_due": days_after_due("transfers.transferred_on"),
    "quash_days_after_due": days_after_due("o.quashed_on"),
}
"""Facts of common rule 10, where the occurrence belongs to one sentence."""


def quashed_on(sentence: str) -> str:
    """The day on which a sentence was quashed."""
    return f"CASE WHEN {sentence}.end_reason = 'quashed' THEN {sentence}.ended_on END"


def found(column: str) -> str:
    """Whether there is such a day, as a fact: 1 or 0."""
    return f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END"


def query(tables: Sequence[str], select: str) -> str:
    """A SELECT over its common table expressions."""
    return "WITH " + ",\n".join(tables) + "\n" + select


def flag(condition: str) -> str:
    """Whether a condition holds, as a fact: 1, else 0 (also when it is unknown)."""
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def days_cte(first_on: date, last_on: date) -> str:
    """days(day): every calendar day of a span."""
    length = (last_on - first_on).days
    # The cast: DuckDB counts a series in big integers, which it does not add to a date.
    series = f"generate_series(0, {length}) AS g(n)"
    return f"days AS (SELECT {day(first_on)} + CAST(n AS integer) AS day FROM {series})"
