"""Figures that are taken inside one process with Django set up: `python -m bench.inside WHAT FIRST LAST`.

WHAT: peers (plain Python, durable_rules), people (changed people), cases (changed cases), explain. Prints one
JSON object.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from django.db import connection, transaction  # noqa: E402 (settings are ready only now)

from apps.caseload.models import Person  # noqa: E402
from apps.caseload.queries import live_extract, person_events  # noqa: E402
from apps.performance.executors import Span, duckdb, reading  # noqa: E402
from apps.performance.models import MeasureOutcome  # noqa: E402
from apps.performance.queries import explained  # noqa: E402
from apps.performance.rejudging import rejudge  # noqa: E402
from rules.definitions.measures import load_measures  # noqa: E402
from rules.engine.durable_adapter import judge_candidate  # noqa: E402
from rules.engine.sql import reason_case, verdict_case  # noqa: E402
from rules.events import PersonEvents  # noqa: E402
from rules.measures import judge  # noqa: E402
from rules.periods import Month  # noqa: E402

PEOPLE_IN_PLAIN_PYTHON = 500
CANDIDATES_FOR_DURABLE_RULES = 50
CHANGED_PEOPLE = 5_000
CHANGED_CASES = 5_000
EXPLAINED = 10


def main() -> None:
    what, first, last = sys.argv[1:4]
    programs: dict[str, Callable[[Span], dict[str, float]]] = {
        "peers": peers,
        "people": changed,
        "cases": changed_cases,
        "explain": explanations,
    }
    extract = live_extract()
    if extract is None:
        sys.exit("No extract is live.")
    span = Span(as_at=extract.as_at, first=Month.parse(first), last=Month.parse(last))
    print(json.dumps(programs[what](span)))


def peers(span: Span) -> dict[str, float]:
    """Seconds for the whole caseload: plain Python scaled from a sample, and the two ways to a verdict."""
    ids = _people(PEOPLE_IN_PLAIN_PYTHON)
    everybody = [PersonEvents.from_rows(person_events(one)) for one in ids]
    began = time.perf_counter()
    for events in everybody:
        for measure in load_measures():
            judge(measure, events, as_at=span.as_at, first=span.first, last=span.last)
    seconds = time.perf_counter() - began
    return {
        "plain_python_people": len(ids),
        "plain_python_seconds_for_all": seconds / len(ids) * Person.objects.count(),
        **_verdicts_over_ready_candidates(span),
    }


def _verdicts_over_ready_candidates(span: Span) -> dict[str, float]:
    """Microseconds a verdict, facts given: the CASE of SQL in DuckDB, and durable_rules one by one."""
    in_sql, alone, rows, compared = 0.0, 0.0, 0, 0
    with TemporaryDirectory() as scratch, reading.reader() as reader, connection.cursor() as cursor:
        names = sorted(load_measures())
        with duckdb.executor(
            cursor, span=span, measures=names, reader=reader, scratch=Path(scratch)
        ) as ready:
            for name in names:
                rows += ready.judge(name)
                in_sql += _seconds_in_sql(ready, name)
                sample = list(ready.sample(seed=1, per_reason=CANDIDATES_FOR_DURABLE_RULES))
                compared += len(sample)
                alone += _seconds_alone(name, sample)
    return {
        "candidates": rows,
        "sql_microseconds": in_sql / rows * 1e6,
        "durable_rules_candidates": compared,
        "durable_rules_microseconds": alone / compared * 1e6,
    }


def _seconds_in_sql(ready: duckdb.DuckDbExecutor, name: str) -> float:
    """Both columns of the verdict, over rows whose facts stand in a table."""
    seconds = 0.0
    for edition in load_measures()[name].editions:
        rules = edition.verdicts
        began = time.perf_counter()
        ready.query(
            "CREATE OR REPLACE TEMP TABLE only_verdicts AS SELECT occurrence_id, again,"  # noqa: S608
            f" {verdict_case(rules, 'again')} AS verdict"
            f" FROM (SELECT *, {reason_case(rules)} AS again FROM {ready.table}"
            f" WHERE edition = '{edition.name}')"
        )
        seconds += time.perf_counter() - began
    return seconds


def _seconds_alone(name: str, sample: list[dict[str, object]]) -> float:
    facts = tuple(load_measures()[name].facts)
    messages = [(row["edition"], {fact: row[fact] for fact in facts}) for row in sample]
    began = time.perf_counter()
    for edition, message in messages:
        judge_candidate(name, edition, message)
    return time.perf_counter() - began


def changed(_span: Span) -> dict[str, float]:
    """Seconds to judge 5,000 people again, and to tell how they differ from the run: by every measure, and by
    those that rest on contacts, as after a day on which nothing but contacts changed."""
    every = _seconds_to_rejudge(None)
    contacts = _seconds_to_rejudge(["contacts"])
    return every | {f"{name}_contacts": value for name, value in contacts.items()}


def _seconds_to_rejudge(tables: list[str] | None) -> dict[str, float]:
    people = _people(CHANGED_PEOPLE)
    times, verdicts = [], 0
    for _ in range(5):
        began = time.perf_counter()
        found = rejudge(people, tables=tables)
        times.append(time.perf_counter() - began)
        verdicts = sum(table.num_rows for table in found.rows.values())
        if found.difference.total:
            sys.exit(f"{found.difference.total} verdicts changed although no event did.")
    return {"people": len(people), "verdicts": verdicts, "seconds": statistics.median(times)}


def changed_cases(span: Span) -> dict[str, float]:
    """Seconds to judge by every measure the people of whom 5,000 verdicts have changed, and to find which.

    A case is one occurrence with its verdict. What changed: these people's contacts of the run's
    months are not there, as when an office's records come late.
    """
    people = _people(Person.objects.count(), shuffled=True)
    few = people[: CHANGED_CASES // 10]
    with _contacts_late(few, span):
        of_few = rejudge(few).difference.total
    enough = people[: -(-CHANGED_CASES * len(few) // of_few)]
    times, found = [], None
    with _contacts_late(enough, span):
        for _ in range(7):
            began = time.perf_counter()
            found = rejudge(enough)
            times.append(time.perf_counter() - began)
    return {
        "people": len(enough),
        "verdicts": sum(table.num_rows for table in found.rows.values()),
        "changed": found.difference.total,
        "seconds": statistics.median(times),
        "least": min(times),
        "most": max(times),
    }


@contextmanager
def _contacts_late(people: list[str], span: Span) -> Iterator[None]:
    """No contact of these people within the span, committed; afterwards all are there as they were."""
    these = "person_id = ANY(%s) AND scheduled_on >= %s"
    with connection.cursor() as cursor:
        given = [people, span.first.first_on]
        cursor.execute(f"CREATE TABLE bench_late AS SELECT * FROM caseload_contacts WHERE {these}", given)  # noqa: S608
        cursor.execute(f"DELETE FROM caseload_contacts WHERE {these}", given)  # noqa: S608
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO caseload_contacts SELECT * FROM bench_late")
            cursor.execute("DROP TABLE bench_late")


def explanations(_span: Span) -> dict[str, float]:
    """Milliseconds to explain one case, over some listed cases of every measure."""
    times = []
    for measure in load_measures():
        cases = MeasureOutcome.objects.filter(run__is_current=True, measure=measure).order_by("occurrence_id")
        for case in cases[:EXPLAINED]:
            with transaction.atomic():
                began = time.perf_counter()
                explained(measure, case.occurrence_id)
                times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return {
        "cases": len(times),
        "median_ms": statistics.median(times),
        "p95_ms": times[len(times) * 95 // 100],
    }


def _people(count: int, *, shuffled: bool = False) -> list[str]:
    ids = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    drawn = random.Random(1).sample(ids, min(count, len(ids)))  # noqa: S311 (a sample, not a secret)
    return drawn if shuffled else sorted(drawn)


if __name__ == "__main__":
    main()
