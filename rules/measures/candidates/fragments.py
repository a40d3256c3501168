"""Pieces of SQL that the candidate queries share: the calendar, who stood on its day, place, early exit.

Kept to the subset that PostgreSQL and DuckDB answer alike: calendar joins, windows, DISTINCT ON, LATERAL,
`date + int` and `date - date`; no function is called per row. Every value set into the text is a date,
a whole number or a name from a checked definition; nothing comes from a user.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from rules.periods import BusinessCalendar, Month

# More days than any calendar holds: "it never happened", where a fact must be a number.
NEVER = 99999
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
    length = (calendar.last_on - calendar.first_on).days
    return f"""holidays(day) AS (VALUES {holidays}),
days AS (SELECT {day(calendar.first_on)} + n AS day FROM generate_series(0, {length}) AS g(n)),
working AS (
  SELECT d.day, h.day IS NULL AND (d.day - {_A_MONDAY}) % 7 < 5 AS business
  FROM days d LEFT JOIN holidays h ON h.day = d.day),
numbered AS (
  SELECT day, business, count(*) FILTER (WHERE business) OVER (ORDER BY day) AS ordinal FROM working)"""


def clock_cte(lengths: Sequence[int]) -> str:
    """clock(started_on, business_days, due_on, counts_in): the due dates that fall in the months asked for."""
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
    return f"""place_until AS (
  SELECT n.day AS trigger_on, due.day AS until_on
  FROM numbered n JOIN numbered due ON due.business AND due.ordinal = n.ordinal + {business_days})"""


def stood_on_its_day(version: str) -> str:
    """Whether an appointment version counts as arranged or offered (common rule 6)."""
    after = f"{version}.scheduled_on + 1"
    return f"""({version}.superseded_at IS NULL OR {version}.superseded_at >= {after})
   AND ({version}.cancelled_at IS NULL OR {version}.cancelled_at >= {after})
   AND ({version}.recorded_at < {after} OR {version}.outcome IN ('attended', 'attended_late'))"""


def days_after_due(column: str) -> str:
    """A day as a fact: days from the due date, NEVER when there is no such day or no due date."""
    return f"coalesce({column} - due_on, {NEVER})"


PLACES_CTE = """places AS (
  SELECT DISTINCT ON (o.occurrence_id) o.occurrence_id, p.region_code, p.unit_code
  FROM occurrences o
  JOIN place_until u ON u.trigger_on = o.trigger_on
  JOIN caseload_supervision_periods p
    ON p.person_id = o.person_id AND p.start_on <= u.until_on AND (p.end_on IS NULL OR p.end_on >= o.trigger_on)
  ORDER BY o.occurrence_id,
    CASE WHEN p.start_on <= o.trigger_on THEN 0 ELSE 1 END,
    CASE WHEN p.start_on <= o.trigger_on THEN o.trigger_on - p.start_on ELSE p.start_on - o.trigger_on END,
    p.unit_code, p.region_code)"""
"""Common rule 8: responsible at the end of the trigger day (the latest start, then the lowest code),
else the first one responsible within the days waited for."""

TRANSFERS_CTE = """transfers AS (
  SELECT o.occurrence_id, min(t.transferred_on) AS transferred_on
  FROM occurrences o
  JOIN caseload_transfers_out t ON t.person_id = o.person_id AND t.transferred_on >= o.trigger_on
  GROUP BY o.occurrence_id)"""


def first_held_cte(name: str, table: str, kinds: str) -> str:
    """name(occurrence_id, held_on): the start of the first period held beyond the trigger day."""
    return f"""{name} AS (
  SELECT o.occurrence_id, min(h.start_on) AS held_on
  FROM occurrences o
  JOIN {table} h ON h.person_id = o.person_id AND (h.end_on IS NULL OR h.end_on > o.trigger_on)
  WHERE {kinds}
  GROUP BY o.occurrence_id)"""


def first_appointment_cte(table: str, owner: str, wanted: str, as_at: date) -> str:
    """appointments(occurrence_id, scheduled_on): the first version since the trigger that stood on its day.

    owner: the column that both the occurrence and the version carry (person_id, referral_id).
    """
    return f"""appointments AS (
  SELECT o.occurrence_id, a.scheduled_on
  FROM occurrences o
  CROSS JOIN LATERAL (
    SELECT v.scheduled_on FROM {table} v
    WHERE v.{owner} = o.{owner} AND v.scheduled_on >= o.trigger_on AND v.scheduled_on <= {day(as_at)}
   AND {wanted}
   AND {stood_on_its_day("v")}
    ORDER BY v.scheduled_on LIMIT 1) a)"""
