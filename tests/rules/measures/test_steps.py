"""A query is cut at its tables, and at nothing that only looks like one."""

from datetime import date

import pytest

from rules.definitions.measures import load_clocks, load_measures
from rules.measures import run_sql, run_steps
from rules.measures.steps import Step, cut
from rules.periods import Month

SPAN = {"as_at": date(2026, 3, 31), "first": Month(2021, 1), "last": Month(2026, 3)}


def test_tables_come_in_their_order_with_their_columns() -> None:
    steps = cut("WITH a(x, y) AS (VALUES (1, 2)),\nb AS (\n  SELECT x FROM a)\nSELECT * FROM b")
    assert steps.tables == (
        Step(name="a", definition="a(x, y) AS (VALUES (1, 2))"),
        Step(name="b", definition="b AS (\n  SELECT x FROM a)"),
    )
    assert steps.select == "SELECT * FROM b"
    assert steps.tables[1].reads(["a", "c"]) == ["a"]


def test_brackets_within_quotation_marks_and_within_brackets_are_text() -> None:
    steps = cut("WITH a AS (SELECT ')' AS b, (SELECT (1)) AS c),\nd AS (SELECT 'it''s (' AS e) SELECT 1")
    assert [step.name for step in steps.tables] == ["a", "d"]


def test_the_select_may_follow_its_last_table_at_once() -> None:
    assert cut("WITH a AS (SELECT 1)SELECT 2").select == "SELECT 2"


def test_a_query_without_tables_is_its_select() -> None:
    assert cut(" SELECT 1 ").tables == ()
    assert cut(" SELECT 1 ").select == "SELECT 1"


@pytest.mark.parametrize("query", ["WITH a AS (SELECT 1)", "WITH a AS (SELECT 1", "WITH (SELECT 1) SELECT 2"])
def test_what_is_no_query_is_refused(query: str) -> None:
    with pytest.raises(ValueError, match="found"):
        cut(query)


@pytest.mark.parametrize("measure", [*load_measures(), *load_clocks()])
def test_every_measure_says_the_same_whole_and_cut(measure: str) -> None:
    whole = run_sql(measure, **SPAN, with_facts=True)
    for edition in run_steps(measure, **SPAN, with_facts=True):
        assert all(step.definition in whole for step in edition.tables)
        assert edition.select.splitlines()[0] in whole
        names = [step.name for step in edition.tables]
        assert len(names) == len(set(names))


def test_before_a_measure_is_valid_there_is_a_query_without_rows() -> None:
    (only,) = run_steps("SL004", as_at=date(2026, 3, 31), first=Month(2015, 1), last=Month(2015, 2))
    assert only.tables == ()
    assert only.select.endswith("WHERE FALSE")
