"""Progress of unpaid work at six and nine months, on a case and counted."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from rules.events import PersonEvents
from rules.measures import explain
from rules.measures.unpaid_work_progress import progress_sql
from rules.periods import Month
from tests.differential.duckdb_rows import in_duckdb
from tests.factories.caseload_rows import replace_caseload

AS_AT = date(2024, 6, 30)
SENTENCED_ON = date(2023, 8, 31)  # six months end on 29 February 2024, nine on 31 May, twelve on 31 August
SPAN: dict[str, Any] = {"as_at": AS_AT, "first": Month(2024, 1), "last": Month(2024, 12)}


def rows(*ended: date | None) -> dict[str, list[dict[str, Any]]]:
    """One order with a requirement for each day of completion; None: not completed."""
    sentence = {
        "sentence_id": "S1",
        "person_id": "P1",
        "sentence_type": "community_order",
        "sentenced_on": SENTENCED_ON,
        "court_region_code": "H",
        "offence_group": "theft",
    }
    requirements = [
        {
            "requirement_id": f"Q{number}",
            "sentence_id": "S1",
            "requirement_type": "unpaid_work",
            "imposed_on": SENTENCED_ON,
            "imposed_by": "original_sentence",
            "ended_on": day,
            "end_reason": "completed" if day else None,
        }
        for number, day in enumerate(ended, start=1)
    ]
    nothing: dict[str, list[dict[str, Any]]] = {"deaths": [], "transfers_out": [], "supervision_periods": []}
    return {**nothing, "sentences": [sentence], "requirements": requirements}


EXPECTED = [
    ("2021-10-01", 6, "2024-02", "H", "unallocated", 3, 1),
    ("2021-10-01", 9, "2024-05", "H", "unallocated", 3, 2),
]


def counted(tables: dict[str, list[dict[str, Any]]], **asked: Any) -> list[tuple[Any, ...]]:
    with in_duckdb(tables) as there:
        return sorted(there.execute(progress_sql(**SPAN | asked)).fetchall())


def test_a_requirement_counts_at_each_point_by_what_was_completed_by_then() -> None:
    assert counted(rows(date(2024, 2, 29), date(2024, 3, 1), None)) == EXPECTED


@pytest.mark.django_db
def test_postgresql_counts_the_same() -> None:
    replace_caseload(rows(date(2024, 2, 29), date(2024, 3, 1), None))
    with connection.cursor() as cursor:
        cursor.execute(progress_sql(**SPAN))
        assert sorted(cursor.fetchall()) == EXPECTED


def test_a_point_that_lies_ahead_is_not_counted() -> None:
    found = counted(rows(date(2024, 2, 29)), as_at=date(2024, 5, 30))
    assert [row[1] for row in found] == [6]


def test_only_points_of_the_months_asked_for_are_counted() -> None:
    completed = rows(date(2024, 2, 29))
    assert [row[1] for row in counted(completed, first=Month(2024, 3))] == [9]
    assert [row[1] for row in counted(completed, last=Month(2024, 4))] == [6]


@pytest.mark.parametrize(
    ("as_at", "completed_on", "said"),
    [
        (AS_AT, date(2024, 2, 29), ["6 months: completed", "9 months: completed"]),
        (AS_AT, date(2024, 3, 1), ["6 months: not yet completed", "9 months: completed"]),
        (AS_AT, None, ["6 months: not yet completed", "9 months: not yet completed"]),
        (date(2024, 5, 30), None, ["6 months: not yet completed"]),
        (date(2024, 2, 28), None, []),
    ],
)
def test_a_case_says_where_it_stood(as_at: date, completed_on: date | None, said: list[str]) -> None:
    events = PersonEvents.from_rows(rows(completed_on))
    labels = [moment.label for moment in explain("SL029", "Q1", events, as_at).dates]
    assert [label for label in labels if "months:" in label] == said
