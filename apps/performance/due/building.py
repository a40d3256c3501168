# ruff: noqa: S608 (table and column names are this file's own words; every value is a parameter)
"""Builds the due list over the live extract: judged by set SQL, moved in at one stroke, events laid over."""

import time
from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from apps.caseload.models import Extract
from apps.caseload.queries import bearing_events, event_tables, live_extract, live_person
from apps.organisation.lock_numbers import LockNumber
from apps.performance.due.rejudging import TOLD, hold_the_list, months_of_the_list, rejudge
from apps.performance.executors import postgres
from apps.performance.models import DueListBuild
from apps.performance.models.due import LISTED
from rules.definitions.due_list import due_list_subjects
from rules.definitions.measures import MeasureDefinition
from rules.measures import run_sql
from rules.measures.due import done_on_sql

FOUND = "due_found"
THE_BUILD = LockNumber.DUE_LIST_BUILD.value
_KEY = ("person_id", "measure", "occurrence_id")
_COLUMNS = (*_KEY, *TOLD, "as_at", "judged_at")


def is_stale() -> bool:
    """Whether the list does not show the live extract."""
    live, built = live_extract(), DueListBuild.objects.first()
    return live is not None and (
        built is None or built.extract_id != live.pk or _went_live_again(live, built)
    )


def _went_live_again(live: Extract, built: DueListBuild) -> bool:
    return live.live_at is not None and live.live_at > built.built_at


@transaction.atomic
def build_due_list(*, now: datetime, only_if_stale: bool = False) -> DueListBuild | None:
    """Judge the whole list again over the live extract and the events that bear on it.

    None without an extract, or when `only_if_stale` finds that somebody else has just built it. The judging
    lets events through; only the last step holds them up. Items that stay keep their revision.
    """
    started = time.monotonic()
    _build_alone()
    extract = live_extract()
    if extract is None or (only_if_stale and not is_stale()):
        return None
    with connection.cursor() as cursor:
        postgres.prepare(cursor, event_tables())
        # Read again: what was live while this waited for the tables may have been replaced.
        extract = live_extract() or extract
        _judge(cursor, extract)
        hold_the_list(alone=True)
        people = list(bearing_events(extract).values_list("person_id", flat=True).distinct())
        _move_in(cursor, extract=extract, people=people, now=now)
    for person in people:
        rejudge(live_person(person, extract), person, extract=extract, event_ids=[], now=now)
    return _built(extract, now=now, started=started)


def _build_alone() -> None:
    """One builder at a time, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [THE_BUILD])


def _built(extract: Extract, *, now: datetime, started: float) -> DueListBuild:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM performance_dueitem")
        items = cursor.fetchone()[0]
    seconds = Decimal(time.monotonic() - started).quantize(Decimal("0.01"))
    return DueListBuild.objects.create(extract=extract, built_at=now, items=items, seconds=seconds)


def _judge(cursor: CursorWrapper, extract: Extract) -> None:
    """Every listed occurrence of the months around the as-at day, in a temporary table."""
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{FOUND}")
    cursor.execute(
        f"CREATE TEMP TABLE {FOUND} ON COMMIT DROP AS"
        f" SELECT {', '.join(_KEY + TOLD)} FROM performance_dueitem WHERE FALSE"
    )
    for definition in due_list_subjects(extract.as_at).values():
        cursor.execute(_select(definition, extract), [extract.as_at] * 3 + [list(map(str, LISTED))])
    cursor.execute(f"ANALYZE {FOUND}")


def _select(definition: MeasureDefinition, extract: Extract) -> str:
    first, last = months_of_the_list(extract.as_at)
    judged = run_sql(definition.id, as_at=extract.as_at, first=first, last=last, with_facts=True)
    return f"""
        INSERT INTO {FOUND} ({", ".join(_KEY + TOLD)})
        SELECT j.person_id, j.measure, j.occurrence_id, j.edition, j.region, j.unit,
               coalesce(held.practitioner_code, ''), j.trigger_on, j.due_on, j.verdict, j.reason, j.done_on
        FROM (SELECT judged.*, {done_on_sql(definition)} AS done_on FROM ({_escaped(judged)}) judged) j
        LEFT JOIN LATERAL (
            SELECT s.practitioner_code
            FROM caseload_supervision_periods s,
                 LATERAL (SELECT s.start_on <= %s AND (s.end_on IS NULL OR s.end_on >= %s) AS is_open) o
            WHERE s.person_id = j.person_id
              AND s.start_on <= greatest(j.due_on, %s)
              AND (s.end_on IS NULL OR s.end_on >= j.trigger_on)
            ORDER BY o.is_open DESC, (s.unit_code IS NOT DISTINCT FROM j.unit) DESC,
                     CASE WHEN o.is_open THEN -(s.start_on - DATE '1900-01-01')
                          ELSE s.start_on - DATE '1900-01-01' END, s.period_id
            LIMIT 1
        ) held ON true
        WHERE j.verdict = ANY(%s) AND j.due_on IS NOT NULL
    """


def _escaped(sql: str) -> str:
    """A per cent sign of the compiled SQL is itself, not a place for a value."""
    return sql.replace("%", "%%")


def _move_in(cursor: CursorWrapper, *, extract: Extract, people: list[str], now: datetime) -> None:
    """Bring the list to what was found, leaving out people with events, who are judged one by one."""
    changed = f"({', '.join(f'd.{name}' for name in TOLD)})"
    found = f"({', '.join(f'f.{name}' for name in TOLD)})"
    same_key = " AND ".join(f"f.{name} = d.{name}" for name in _KEY)
    cursor.execute(f"DELETE FROM {FOUND} WHERE person_id = ANY(%s)", [people])
    cursor.execute(
        f"DELETE FROM performance_dueitem d WHERE NOT (d.person_id = ANY(%s))"
        f" AND NOT EXISTS (SELECT FROM {FOUND} f WHERE {same_key})",
        [people],
    )
    _keep_changes(cursor, same_key, f"{changed} IS DISTINCT FROM {found}", extract=extract, now=now)
    columns = ", ".join(_COLUMNS)
    updates = ", ".join(f"{name} = excluded.{name}" for name in (*TOLD, "as_at", "judged_at"))
    excluded = f"({', '.join(f'excluded.{name}' for name in TOLD)})"
    cursor.execute(
        f"INSERT INTO performance_dueitem AS d ({columns}, revision)"
        f" SELECT {', '.join(_KEY + TOLD)}, %s, %s, 0 FROM {FOUND}"
        f" ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {updates},"
        f" revision = d.revision + CASE WHEN {changed} IS DISTINCT FROM {excluded} THEN 1 ELSE 0 END",
        [extract.as_at, now],
    )


def _keep_changes(
    cursor: CursorWrapper, same_key: str, is_changed: str, *, extract: Extract, now: datetime
) -> None:
    """What became of items that stay. What came into the months of the list, or left them, is no news."""
    cursor.execute(
        f"""
        INSERT INTO performance_duechange
            (kind, measure, occurrence_id, person_id, region, unit, practitioner_code, before_verdict,
             before_due_on, before_done_on, after_verdict, after_due_on, after_done_on, at, event_ids,
             extract_id)
        SELECT 'changed', f.measure, f.occurrence_id, f.person_id, f.region, f.unit, f.practitioner_code,
               d.verdict, d.due_on, d.done_on, f.verdict, f.due_on, f.done_on, %s, '[]', %s
        FROM {FOUND} f JOIN performance_dueitem d ON {same_key}
        WHERE {is_changed}
        """,
        [now, extract.pk],
    )
