"""Three engines judge random people alike: SQL in PostgreSQL, plain Python from raw events, durable_rules.

A few batches of people in every test run, two hundred in `make proof`; Hypothesis prints a failing seed.
"""

from collections import Counter
from dataclasses import astuple
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.definitions.measures import load_measures
from rules.engine.durable_adapter import judge_candidate
from rules.events import PersonEvents
from rules.measures import run_sql
from rules.measures.judging import cases_of, judge
from rules.periods import Month
from tests.differential.persons import AS_AT, Rows, people, together
from tests.factories.caseload_rows import replace_caseload

BATCH = 150
SPAN = {"as_at": AS_AT, "first": Month(2021, 9), "last": Month(2024, 8)}
JUDGEMENT_COLUMNS = 11
SEEDS = st.integers(min_value=0, max_value=2**32)
# The transaction of a test is shared by its batches; each batch replaces the one before.
ONE_TRANSACTION = [HealthCheck.function_scoped_fixture]


@pytest.mark.django_db
@settings(max_examples=3, deadline=None, suppress_health_check=ONE_TRANSACTION)
@given(seed=SEEDS)
def test_sql_plain_python_and_durable_rules_give_the_same_verdict(seed: int) -> None:
    judge_alike(seed)


@pytest.mark.proof
@pytest.mark.django_db
@settings(max_examples=200, deadline=None, suppress_health_check=ONE_TRANSACTION)
@given(seed=SEEDS)
def test_they_agree_on_thirty_thousand_people(seed: int) -> None:
    judge_alike(seed)


def judge_alike(seed: int) -> None:
    everybody = people(seed, BATCH)
    replace_caseload(together(everybody))
    for measure_id in load_measures():
        compare(measure_id, everybody)


def compare(measure_id: str, everybody: dict[str, Rows]) -> Counter[str]:
    """Raises AssertionError with the person's events on the first disagreement; counts the reasons seen."""
    facts = tuple(load_measures()[measure_id].facts)
    by_person = judged_in_sql(measure_id, facts)
    reasons: Counter[str] = Counter()
    for person_id, rows in everybody.items():
        events = PersonEvents.from_rows(rows)
        in_sql = by_person.pop(person_id, {})
        plain = {j.occurrence_id: astuple(j) for j in judge(measure_id, events, **SPAN)}
        assert {key: row[:JUDGEMENT_COLUMNS] for key, row in in_sql.items()} == plain, (measure_id, rows)
        for asked, case in cases_of(measure_id, events, **SPAN):
            found = dict(zip(facts, in_sql[case.occurrence_id][JUDGEMENT_COLUMNS:], strict=True))
            assert found == dict(case.facts), (measure_id, case, rows)
            rule = judge_candidate(measure_id, asked.edition.name, found)
            assert rule.reason == plain[case.occurrence_id][-1], (measure_id, case, rows)
            reasons[rule.reason] += 1
    assert not by_person, f"{measure_id}: SQL judged somebody who is not there: {by_person}"
    return reasons


def judged_in_sql(measure_id: str, facts: tuple[str, ...]) -> dict[str, dict[str, tuple[Any, ...]]]:
    """person -> occurrence -> the row of run_sql with its facts."""
    by_person: dict[str, dict[str, tuple[Any, ...]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(run_sql(measure_id, **SPAN, with_facts=True))
        assert cursor.description is not None
        names = [column.name for column in cursor.description]
        assert names[JUDGEMENT_COLUMNS:] == list(facts)
        for row in cursor.fetchall():
            occurrences = by_person.setdefault(row[3], {})
            assert row[2] not in occurrences, f"{measure_id} {row[2]} is judged twice"
            occurrences[row[2]] = row
    return by_person
