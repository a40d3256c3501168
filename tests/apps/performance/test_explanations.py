"""Every occurrence of every measure and clock is found again in the live extract, whoever it belongs to."""

import json
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from apps.organisation.access import Scope
from apps.performance.models import DueItem
from apps.performance.queries import explained
from apps.performance.queries.due import person_of
from apps.performance.queries.occurrences import people_with
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


def test_whose_an_item_of_the_due_list_is_follows_an_index_by_its_occurrence() -> None:
    """Without one each explanation read the whole list: 29 ms of a national caseload instead of 10."""
    asked: list[Any] = []

    def note(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((statement, params))
        return execute(statement, params, many, context)

    with connection.execute_wrapper(note):
        assert person_of("SL004", "S1") == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {asked[0][0]}", asked[0][1])
        plan = json.dumps(cursor.fetchone())
        indexes = connection.introspection.get_constraints(cursor, DueItem._meta.db_table)
    used = [index["columns"] for name, index in indexes.items() if f'"Index Name": "{name}"' in plan]
    assert [set(columns[:2]) for columns in used] == [{"occurrence_id", "measure"}]


def test_an_occurrence_that_a_row_is_named_after_asks_for_no_other_versions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """No index helps with what a version is of: looking for that reads a million sessions."""
    example = next(each for each in load_examples("SL028") if each.expect)
    put(example)
    with django_assert_num_queries(1):
        assert next(people_with("SL028", example.expect[0].occurrence))
