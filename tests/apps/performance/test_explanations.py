"""Every occurrence of every measure and clock is found again in the live extract, whoever it belongs to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from apps.organisation.access import Scope
from apps.performance.queries import explained
from rules.definitions.examples import Example, full_rows, load_examples
from rules.definitions.measures import load_clocks, load_measures, measure
from tests.factories.caseload_rows import TABLES, replace_caseload
from tests.factories.judged import live_extract

pytestmark = pytest.mark.django_db


def an_example_of_each() -> list[object]:
    """The first example of each measure and clock that expects something."""
    return [
        pytest.param(name, next(each for each in load_examples(name) if each.expect), id=name)
        for name in (*load_measures(), *load_clocks())
    ]


def put(example: Example) -> None:
    replace_caseload(dict.fromkeys(TABLES, ()) | full_rows(example))
    live_extract(as_at=example.as_at)


@pytest.mark.parametrize(("measure_id", "example"), an_example_of_each())
def test_an_occurrence_is_found_by_its_id_in_the_tables_that_its_measure_counts(
    measure_id: str, example: Example
) -> None:
    put(example)
    for expected in example.expect:
        found = explained(measure_id, expected.occurrence)
        assert found is not None, expected.occurrence
        told = found.explanation
        assert (told.occurrence_id, told.reason) == (expected.occurrence, expected.reason)


def test_an_answer_that_belongs_to_no_person_is_seen_by_its_region_and_held_by_nobody() -> None:
    put(next(each for each in load_examples("SL001") if each.expect))
    found = explained("SL001", "JS1|2023-06")
    assert found is not None
    assert (found.explanation.person_id, found.holders) == ("", frozenset())
    assert found.is_within(Scope(region_codes=frozenset({"H"})))
    assert not found.is_within(Scope(region_codes=frozenset({"A"})))
    assert not found.is_within(Scope(staff_code="H103-P01"))


@pytest.mark.parametrize("occurrence", ["JS1", "JS1|2022-05", "JS1|x", "|2023-06", "JS2|2023-06", ""])
def test_what_is_no_answer_of_a_judge_is_not_explained(occurrence: str) -> None:
    put(next(each for each in load_examples("SL001") if each.expect))
    assert explained("SL001", occurrence) is None


def test_a_case_is_not_found_under_a_measure_that_counts_other_things() -> None:
    put(next(each for each in load_examples("SL014") if each.expect))
    assert measure("SL015B").occurrence == ("sentences",)
    assert explained("SL015B", "R1") is None


@contextmanager
def read_whole() -> Iterator[set[str]]:
    """The tables that a statement reads from end to end because no index serves it."""
    found: set[str] = set()

    def plan(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        if statement.startswith("SELECT"):
            with context["cursor"].db.connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {statement}", params)
                steps = [step.split() for (step,) in cursor.fetchall()]
            found.update(words[words.index("on") + 1] for words in steps if {"Seq", "on"} <= set(words))
        return execute(statement, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with connection.execute_wrapper(plan):
        yield found


@pytest.mark.parametrize(("measure_id", "example"), an_example_of_each())
def test_an_occurrence_is_found_without_reading_the_due_list_or_a_table_of_events_from_end_to_end(
    measure_id: str, example: Example
) -> None:
    put(example)
    with read_whole() as tables:
        for expected in example.expect:
            assert explained(measure_id, expected.occurrence)
    assert tables <= {"caseload_extract"}, "of which a handful of rows is kept"
