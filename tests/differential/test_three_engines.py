"""Four engines judge random people alike: SQL in PostgreSQL and in DuckDB, plain Python, durable_rules.

A few batches of people in every test run, two hundred in `make proof`; Hypothesis prints a failing seed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from typing import Any

import duckdb
import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rules.definitions.measures import load_clocks, load_measures, measure
from rules.engine.durable_adapter import judge_candidate
from rules.events import PersonEvents
from rules.measures import run_sql
from rules.measures.judging import cases_of, judge
from rules.periods import Month
from tests.differential.duckdb_rows import in_duckdb
from tests.differential.persons import AS_AT, Rows, people, together
from tests.factories.caseload_rows import TABLES, replace_caseload

BATCH = 150
SPAN = {"as_at": AS_AT, "first": Month(2021, 9), "last": Month(2024, 8)}
JUDGEMENT_COLUMNS = 11
_COLUMNS = (
    "SELECT table_name, column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = 'public' AND table_name = ANY(%s)"
)
# PostgreSQL's name of a type -> what a driver of DuckDB says of it.
_KINDS = {
    "text": "VARCHAR",
    "date": "DATE",
    "bigint": "BIGINT",
    "boolean": "BOOLEAN",
    "timestamp without time zone": "TIMESTAMP",
    "timestamp with time zone": "TIMESTAMP WITH TIME ZONE",
}
SEEDS = st.integers(min_value=0, max_value=2**32)
# The transaction of a test is shared by its batches; each batch replaces the one before.
ONE_TRANSACTION = [HealthCheck.function_scoped_fixture]
# A smaller seed makes no smaller caseload: shrinking would only take its minutes.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]


@pytest.mark.django_db
@settings(max_examples=2, deadline=None, phases=PHASES, suppress_health_check=ONE_TRANSACTION)
@given(seed=SEEDS)
def test_postgresql_duckdb_plain_python_and_durable_rules_give_the_same_verdict(seed: int) -> None:
    judge_alike(seed)


@pytest.mark.proof
@pytest.mark.django_db
@settings(max_examples=200, deadline=None, phases=PHASES, suppress_health_check=ONE_TRANSACTION)
@given(seed=SEEDS)
def test_they_agree_on_thirty_thousand_people(seed: int) -> None:
    judge_alike(seed)


@pytest.mark.django_db
def test_the_tables_in_duckdb_have_the_columns_and_types_of_postgresql() -> None:
    with connection.cursor() as cursor, in_duckdb({}) as there:
        cursor.execute(_COLUMNS, [[f"caseload_{table}" for table in TABLES]])
        held = {(table, column): kind for table, column, kind in cursor.fetchall()}
        for table in TABLES:
            empty = there.execute(f"SELECT * FROM caseload_{table}").description or []
            assert {name for _, name in held if _ == f"caseload_{table}"} == {each[0] for each in empty}
            for name, kind, *_ in empty:
                assert _KINDS[held[f"caseload_{table}", name]] == str(kind), (table, name)


def judge_alike(seed: int) -> None:
    everybody = people(seed, BATCH)
    rows = together(everybody)
    replace_caseload(rows)
    with in_duckdb(rows) as there:
        for measure_id in [*load_measures(), *load_clocks()]:
            compare(measure_id, everybody, there)


def compare(
    measure_id: str, everybody: dict[str, Rows], there: duckdb.DuckDBPyConnection | None = None
) -> Counter[str]:
    """Raises AssertionError with the person's events on the first disagreement; counts the reasons seen.

    there: a DuckDB with the rows that PostgreSQL holds; without it the SQL is asked of PostgreSQL alone.
    """
    facts = tuple(measure(measure_id).facts)
    in_sql = judged_in_postgresql(measure_id, facts)
    if there is not None:
        in_duck = judged_in_duckdb(measure_id, facts, there)
        assert in_duck == in_sql, (measure_id, set(in_duck.items()) ^ set(in_sql.items()))
    reasons: Counter[str] = Counter()
    for rows in everybody.values():
        events = PersonEvents.from_rows(rows)
        plain = {j.occurrence_id: astuple(j) for j in judge(measure_id, events, **SPAN)}
        found = {key: in_sql.pop(key, None) for key in plain}
        assert {key: row and row[:JUDGEMENT_COLUMNS] for key, row in found.items()} == plain, (
            measure_id,
            rows,
        )
        reasons.update(judged_again(measure_id, events, facts, found))
    assert not in_sql, f"{measure_id}: SQL judged what plain Python does not know: {in_sql}"
    return reasons


def judged_again(
    measure_id: str, events: PersonEvents, facts: tuple[str, ...], in_sql: dict[str, Any]
) -> Iterator[str]:
    """The reasons that durable_rules gives one person's cases; the facts of SQL and plain Python agree."""
    for asked, case in cases_of(measure_id, events, **SPAN):
        row = in_sql[case.occurrence_id]
        found = dict(zip(facts, row[JUDGEMENT_COLUMNS:], strict=True))
        assert found == dict(case.facts), (measure_id, case, events)
        rule = judge_candidate(measure_id, asked.edition.name, found)
        assert rule.reason == row[JUDGEMENT_COLUMNS - 1], (measure_id, case, events)
        yield rule.reason


def judged_in_postgresql(measure_id: str, facts: tuple[str, ...]) -> dict[str, tuple[Any, ...]]:
    """occurrence -> the row of run_sql with its facts."""
    with connection.cursor() as cursor:
        cursor.execute(run_sql(measure_id, **SPAN, with_facts=True))
        assert cursor.description is not None
        assert [column.name for column in cursor.description][JUDGEMENT_COLUMNS:] == list(facts)
        return by_occurrence(measure_id, cursor.fetchall())


def judged_in_duckdb(
    measure_id: str, facts: tuple[str, ...], there: duckdb.DuckDBPyConnection
) -> dict[str, tuple[Any, ...]]:
    found = there.execute(run_sql(measure_id, **SPAN, with_facts=True))
    assert found.description is not None
    assert [column[0] for column in found.description][JUDGEMENT_COLUMNS:] == list(facts)
    return by_occurrence(measure_id, found.fetchall())


def by_occurrence(measure_id: str, rows: list[tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    occurrences: dict[str, tuple[Any, ...]] = {}
    for row in rows:
        assert row[2] not in occurrences, f"{measure_id} {row[2]} is judged twice"
        occurrences[row[2]] = row
    return occurrences
