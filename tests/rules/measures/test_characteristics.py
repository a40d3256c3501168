"""How often each characteristic is recorded, counted by PostgreSQL and DuckDB alike."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from rules.measures.characteristics import characteristics_sql
from rules.periods import Month
from tests.differential.duckdb_rows import in_duckdb
from tests.differential.persons import AS_AT, people, together
from tests.factories.caseload_rows import TABLES, replace_caseload

pytestmark = pytest.mark.django_db
JUNE = {"as_at": AS_AT, "first": Month(2024, 6), "last": Month(2024, 6)}
RECORDED = {
    "gender_identity": "same_as_birth",
    "ethnicity": "white",
    "religion": "none",
    "sexual_orientation": "heterosexual",
    "disability": "no",
    "marital_status": "single",
}


def counted(**asked: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(characteristics_sql(**asked))
        return sorted(cursor.fetchall())


def put(*rows: dict[str, Any]) -> None:
    """People under supervision in H103 since 1 June 2024, born in 1990."""
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
    replace_caseload(dict.fromkeys(TABLES, ()) | {"people": persons, "supervision_periods": periods})


def test_each_characteristic_is_counted_among_those_who_are_asked_about_it() -> None:
    put({"sex": "male"}, {"sex": "female", "pregnancy": "unknown"}, {"sex": "unknown", "religion": None})
    found = {row[4]: row[5:] for row in counted(**JUNE)}
    assert found["sex"] == (3, 2)
    assert found["pregnancy"] == (1, 0)
    assert found["religion"] == (3, 2)
    assert found["ethnicity"] == (3, 3)


def test_a_characteristic_asked_of_nobody_is_told_with_zeros() -> None:
    put({"sex": "male"})
    assert ("2021-07-01", "2024-06", "H", "H103", "pregnancy", 0, 0) in counted(**JUNE)


def test_people_who_are_not_counted_are_not_asked() -> None:
    put({"sex": "male"})
    assert counted(as_at=date(2024, 6, 29), first=Month(2024, 6), last=Month(2024, 6)) == []


def test_postgresql_and_duckdb_count_alike() -> None:
    rows = together(people(7, 150))
    replace_caseload(rows)
    span = {"as_at": AS_AT, "first": Month(2021, 6), "last": Month(2024, 7)}
    with in_duckdb(rows) as there:
        assert sorted(there.execute(characteristics_sql(**span)).fetchall()) == counted(**span)
