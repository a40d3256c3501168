"""What run_sql promises besides its verdicts."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from rules.definitions import measures
from rules.definitions.measures import MeasureNotDefined, load_measures, measure
from rules.measures import run_sql, run_steps
from rules.measures.run import definition_sql
from rules.periods import Month, OutsideCalendar
from tests.differential.duckdb_rows import in_duckdb

AS_AT = date(2024, 6, 30)
COLUMNS = [
    "measure", "edition", "occurrence_id", "person_id", "region", "unit", "counts_in", "trigger_on", "due_on",
    "verdict", "reason",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("measure_id", sorted(load_measures()))
@pytest.mark.parametrize(
    "span",
    [(Month(2020, 1), Month(2020, 3)), (Month(2024, 3), Month(2024, 6))],
    ids=["before", "across editions"],
)
def test_the_columns_are_those_of_the_contract_whatever_the_months(
    measure_id: str, span: tuple[Month, Month]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(run_sql(measure_id, as_at=AS_AT, first=span[0], last=span[1]))
        assert cursor.description is not None
        assert [column.name for column in cursor.description] == COLUMNS


def test_months_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="2024-06 to 2024-05"):
        run_sql("SL004", as_at=AS_AT, first=Month(2024, 6), last=Month(2024, 5))


def test_months_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(OutsideCalendar):
        run_sql("SL004", as_at=AS_AT, first=Month(2024, 1), last=Month(2031, 1))


def test_a_measure_to_be_determined_does_not_run() -> None:
    with pytest.raises(MeasureNotDefined, match="SL008"):
        run_sql("SL008", as_at=AS_AT, first=Month(2024, 1), last=Month(2024, 2))


def test_months_before_the_calendar_are_refused_and_one_month_is_enough() -> None:
    with pytest.raises(OutsideCalendar):
        run_sql("SL004", as_at=AS_AT, first=Month(2013, 12), last=Month(2024, 1))
    assert "SELECT" in run_sql("SL004", as_at=AS_AT, first=Month(2024, 1), last=Month(2024, 1))


def test_a_query_without_rows_has_the_columns_of_the_contract_and_their_kinds() -> None:
    span: dict[str, Any] = {"as_at": AS_AT, "first": Month(2020, 1), "last": Month(2020, 3)}
    for with_facts in (False, True):
        facts = list(measure("SL004").facts) if with_facts else []
        (only,) = run_steps("SL004", **span, with_facts=with_facts)
        assert only.select == run_sql("SL004", **span, with_facts=with_facts)
        with in_duckdb({}) as there:
            found = there.execute(only.select)
            assert found.description is not None
            kinds = {column[0]: str(column[1]) for column in found.description}
            assert found.fetchall() == []
        texts = dict.fromkeys(COLUMNS, "VARCHAR") | {"trigger_on": "DATE", "due_on": "DATE"}
        assert kinds == texts | dict.fromkeys(facts, "INTEGER")
        assert list(kinds) == COLUMNS + facts


def test_facts_are_told_only_when_they_are_asked_for() -> None:
    span: dict[str, Any] = {"as_at": AS_AT, "first": Month(2024, 4), "last": Month(2024, 6)}
    whole, of_definition = run_sql("SL004", **span), definition_sql(measure("SL004"), **span)
    (steps,) = run_steps("SL004", **span)
    for query in (whole, of_definition, steps.select):
        assert query.split("FROM (")[0].endswith("END AS verdict, reason\n")


def supervised(person_id: str, region: str) -> dict[str, object]:
    return {
        "period_id": f"SP{person_id}",
        "person_id": person_id,
        "kind": "community",
        "region_code": region,
        "unit_code": f"{region}101",
        "start_on": date(2024, 1, 1),
    }


def test_each_case_is_judged_once_by_the_edition_that_its_region_is_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = {"A": date(2024, 6, 1), "B": date(2024, 6, 2)}  # B judges no whole month by it before July
    monkeypatch.setattr(measures, "load_regional_dates", lambda name: own)
    rows = {"supervision_periods": [supervised(f"P{region}", region) for region in "ABC"]}
    query = run_sql("SL007", as_at=AS_AT, first=Month(2024, 4), last=Month(2024, 6))
    with in_duckdb(rows) as there:
        found = there.execute(query).fetchall()
    assert sorted((row[4], row[6], row[1]) for row in found) == [
        ("A", "2024-04", "2022-04-01"),
        ("A", "2024-05", "2022-04-01"),
        ("A", "2024-06", "2024-05-01"),
        ("B", "2024-04", "2022-04-01"),
        ("B", "2024-05", "2022-04-01"),
        ("B", "2024-06", "2022-04-01"),
        ("C", "2024-04", "2022-04-01"),
        ("C", "2024-05", "2024-05-01"),
        ("C", "2024-06", "2024-05-01"),
    ]
