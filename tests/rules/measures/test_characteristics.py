"""How often each characteristic is recorded, counted by PostgreSQL and DuckDB alike."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from rules.measures.characteristics import characteristics_sql
from rules.periods import Month
from tests.differential.duckdb_rows import in_duckdb
from tests.differential.persons import AS_AT, people, together
from tests.factories.caseload_rows import replace_caseload

JUNE = {"as_at": AS_AT, "first": Month(2024, 6), "last": Month(2024, 6)}
RECORDED = {
    "gender_identity": "same_as_birth",
    "ethnicity": "white",
    "religion": "none",
    "sexual_orientation": "heterosexual",
    "disability": "no",
    "marital_status": "single",
}


def counted(*rows: dict[str, Any], **asked: Any) -> list[tuple[Any, ...]]:
    """What is counted among people under supervision in H103 since 1 June 2024, born in 1990."""
    persons = [
        {"person_id": f"P{n}", "date_of_birth": date(1990, 1, 1), **RECORDED, **row}
        for n, row in enumerate(rows)
    ]
    periods = [
        {
            "period_id": f"V{n}",
            "person_id": f"P{n}",
            "kind": "community",
            "region_code": "H",
            "unit_code": "H103",
            "start_on": date(2024, 6, 1),
        }
        for n in range(len(rows))
    ]
    with in_duckdb({"people": persons, "supervision_periods": periods}) as there:
        return sorted(there.execute(characteristics_sql(**asked)).fetchall())


def test_each_characteristic_is_counted_among_those_who_are_asked_about_it() -> None:
    asked = ({"sex": "male"}, {"sex": "female", "pregnancy": "unknown"}, {"sex": "unknown", "religion": None})
    found = {row[4]: row[5:] for row in counted(*asked, **JUNE)}
    assert found["sex"] == (3, 2)
    assert found["pregnancy"] == (1, 0)
    assert found["religion"] == (3, 2)
    assert found["ethnicity"] == (3, 3)


def test_a_characteristic_asked_of_nobody_is_told_with_zeros() -> None:
    found = counted({"sex": "male"}, **JUNE)
    assert ("2021-07-01", "2024-06", "H", "H103", "pregnancy", 0, 0) in found


def test_people_who_are_not_counted_are_not_asked() -> None:
    assert counted({"sex": "male"}, **JUNE | {"as_at": date(2024, 6, 29)}) == []


def test_only_the_months_asked_for_are_counted() -> None:
    assert counted({"sex": "male"}, **JUNE | {"first": Month(2024, 5), "last": Month(2024, 5)}) == []
    assert {row[1] for row in counted({"sex": "male"}, **JUNE | {"first": Month(2024, 1)})} == {"2024-06"}


@pytest.mark.django_db
def test_postgresql_and_duckdb_count_alike() -> None:
    rows = together(people(7, 150))
    replace_caseload(rows)
    query = characteristics_sql(as_at=AS_AT, first=Month(2021, 6), last=Month(2024, 7))
    with in_duckdb(rows) as there, connection.cursor() as cursor:
        cursor.execute(query)
        assert sorted(there.execute(query).fetchall()) == sorted(cursor.fetchall())
