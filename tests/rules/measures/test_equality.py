"""Cases told apart by who the people are: the figures of the query, by hand."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import duckdb
import pytest

from rules.facts import Verdict
from rules.measures.equality import COLUMNS, columns_read, equality_sql
from rules.periods import Month, PerformanceYear

YEAR = PerformanceYear(2025)
MAY = date(2025, 5, 12)
MET, MISSED, UNRECORDED = Verdict.NUMERATOR, Verdict.DENOMINATOR_ONLY, Verdict.NOT_RECORDED
CHARACTERISTICS = columns_read(YEAR.last_on)[2:]
CASE = {
    "measure": "SL004", "edition": "SL004/2022", "region": "H", "unit": "H103", "person_id": "ann",
    "counts_in": "2025-05", "trigger_on": MAY, "verdict": MET,
}  # fmt: skip
ANN = {"person_id": "ann", "date_of_birth": date(1990, 1, 1), "sex": "female", "ethnicity": "black"}
BEN = {"person_id": "ben", "date_of_birth": date(1990, 1, 1), "sex": "male", "ethnicity": "white"}

Rows = Iterable[dict[str, Any]]


def case(**changed: Any) -> dict[str, Any]:
    return CASE | changed


def told_apart(
    cases: Rows,
    people: Rows = (ANN, BEN),
    *,
    measures: tuple[str, ...] = ("SL004",),
    first: Month = YEAR.months[0],
    last: Month = YEAR.months[-1],
) -> list[dict[str, Any]]:
    """Each row that the query gives, by name of column."""
    texts = ", ".join(f"{name} VARCHAR" for name in (*CASE, "occurrence_id") if name != "trigger_on")
    told = ", ".join(f"{name} VARCHAR" for name in CHARACTERISTICS)
    sql = equality_sql(year=YEAR, first=first, last=last, measures=list(measures))
    with duckdb.connect(config={"threads": 1}) as there:
        there.execute(f"CREATE TABLE vintage ({texts}, trigger_on DATE)")
        there.execute(f"CREATE TABLE caseload_people (person_id VARCHAR, date_of_birth DATE, {told})")
        for table, rows in (("vintage", cases), ("caseload_people", people)):
            for row in rows:
                places = ", ".join("?" * len(row))
                there.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", [*row.values()])
        found = there.execute(sql).fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def groups(found: Rows, characteristic: str, unit: str = "H103") -> dict[str, tuple[int, int]]:
    """Group -> (met, counted) of the unit; "" is the region."""
    return {
        row["member_of"]: (row["numerator"], row["denominator"])
        for row in found
        if (row["characteristic"], row["unit"]) == (characteristic, unit)
    }


def test_cases_people_and_their_squares_are_counted_by_unit_and_over_the_region() -> None:
    """Ann has three cases in one unit, two of them met, and one in another; Ben one, and one unrecorded."""
    cases = [
        *[case(), case(), case(verdict=MISSED), case(unit="H104")],
        *[case(person_id="ben", verdict=verdict) for verdict in (MISSED, UNRECORDED)],
    ]
    told = [row for row in told_apart(cases) if row["characteristic"] == "sex"]
    figures = {(row["unit"], row["member_of"]): tuple(row[name] for name in COLUMNS[7:]) for row in told}
    assert COLUMNS[7:] == (
        "numerator", "denominator", "not_recorded", "people", "squared", "numerator_squared", "crossed",
    )  # fmt: skip
    assert figures == {
        ("H103", "female"): (2, 3, 0, 1, 9, 4, 6),
        ("H104", "female"): (1, 1, 0, 1, 1, 1, 1),
        ("H103", "male"): (0, 1, 1, 1, 1, 0, 0),
        ("", "female"): (3, 4, 0, 1, 16, 9, 12),
        ("", "male"): (0, 1, 1, 1, 1, 0, 0),
    }


def test_somebody_with_nothing_but_unrecorded_cases_is_no_person_counted() -> None:
    row = next(row for row in told_apart([case(verdict=UNRECORDED)]) if row["characteristic"] == "sex")
    assert (row["denominator"], row["not_recorded"], row["people"]) == (0, 1, 0)


def test_measures_editions_and_regions_stand_apart_and_each_row_says_its_year() -> None:
    cases = [case(), case(measure="SL005"), case(edition="SL004/2024"), case(region="A", unit="A25")]
    told = told_apart(cases, measures=("SL004", "SL005"))
    assert {(row["measure"], row["edition"], row["region"]) for row in told} == {
        (row["measure"], row["edition"], row["region"]) for row in cases
    }
    assert {row["denominator"] for row in told} == {1}
    assert {row["year"] for row in told} == {"2025-26"}


def test_a_measure_that_is_not_asked_for_is_not_counted() -> None:
    assert told_apart([case(measure="SL005")], measures=("SL004", "SL040", "INT001")) == []
    assert told_apart([case()], measures=()) == []
    assert told_apart([case()], first=Month(2026, 4), last=Month(2026, 5)) == []


def test_the_first_and_the_last_month_asked_for_are_counted_and_those_beside_them_are_not() -> None:
    months = ("2025-05", "2025-06", "2026-02", "2026-03")
    found = told_apart([case(counts_in=month) for month in months], first=Month(2025, 6), last=Month(2026, 2))
    assert groups(found, "sex") == {"female": (2, 2)}


def test_a_rolling_measure_counts_in_its_last_month_only() -> None:
    cases = [case(measure="SL001", counts_in=month) for month in ("2026-01", "2026-02", "2026-03")]
    assert groups(told_apart(cases, measures=("SL001",)), "sex") == {"female": (1, 1)}


# Everybody below has one case, met on the day said, in a region and a unit of their own.
AGES = [
    (date(2000, 5, 13), MAY, "21", "yes"),
    (date(2000, 5, 12), MAY, "25", "yes"),
    (date(1999, 5, 13), MAY, "25", "yes"),
    (date(1999, 5, 12), MAY, "25", "no"),
    (date(2000, 6, 1), date(2025, 5, 31), "21", "yes"),
    (date(2004, 2, 29), date(2025, 2, 28), "18", "yes"),
    (date(2004, 2, 29), date(2025, 3, 1), "21", "yes"),
    (date(2007, 5, 12), MAY, "18", "yes"),
    (date(2007, 5, 13), MAY, "0", "no"),
    (date(1960, 5, 12), MAY, "65", "no"),
    (None, MAY, "not_recorded", "not_recorded"),
]
ASKED = [
    ("female", date(2009, 5, 13), False),
    ("female", date(2009, 5, 12), True),
    ("female", date(1969, 5, 13), True),
    ("female", date(1969, 5, 12), False),
    ("female", None, False),
    ("male", date(1990, 1, 1), False),
    (None, date(1990, 1, 1), False),
]
ETHNIC_GROUPS = {None: "not_recorded", "unknown": "not_recorded", "prefers_not_to_say": "prefers_not_to_say"}
MIXES: list[tuple[dict[str, Any], str]] = [
    ({}, "female|26|black"),
    ({"date_of_birth": date(2001, 1, 1)}, "female|18|black"),
    ({"ethnicity": None}, "not_recorded"),
    ({"ethnicity": "prefers_not_to_say"}, "not_recorded"),
    ({"sex": "unknown"}, "not_recorded"),
    ({"date_of_birth": None}, "not_recorded"),
]
EVERYBODY: list[dict[str, Any]] = [
    *[{"date_of_birth": born, "on": on} for born, on, *_ in AGES],
    *[{"sex": sex, "date_of_birth": born, "pregnancy": "no"} for sex, born, _ in ASKED],
    *[{"ethnicity": value} for value in ETHNIC_GROUPS],
    *[changed for changed, _ in MIXES],
]
Told = list[list[dict[str, Any]]]


@pytest.fixture(scope="module")
def told() -> Told:
    """The rows of each of everybody, in order, from one query."""
    people = [ANN | {"person_id": f"P{n}"} | one for n, one in enumerate(EVERYBODY)]
    cases = [
        case(person_id=f"P{n}", region=f"R{n}", unit=f"U{n}", trigger_on=one.pop("on", MAY))
        for n, one in enumerate(people)
    ]
    found = told_apart(cases, people)
    return [[row for row in found if row["region"] == f"R{n}"] for n in range(len(people))]


def of(rows: Rows, characteristic: str) -> list[str]:
    """The groups of somebody's unit and then of their region."""
    return [
        row["member_of"]
        for row in sorted(rows, key=lambda row: row["unit"] == "")
        if row["characteristic"] == characteristic
    ]


def test_age_is_in_full_years_on_the_trigger_day(told: Told) -> None:
    rows = told[: len(AGES)]
    assert [of(one, "age") for one in rows] == [[age] * 2 for *_, age, _ in AGES]
    assert [of(one, "young_adult") for one in rows] == [[young] * 2 for *_, young in AGES]


def test_women_from_16_to_55_are_asked_about_pregnancy(told: Told) -> None:
    rows = told[len(AGES) :][: len(ASKED)]
    assert [of(one, "pregnancy") for one in rows] == [["no"] * 2 if asked else [] for *_, asked in ASKED]


def test_what_is_not_recorded_of_a_person_is_a_group_and_a_refusal_is_another(told: Told) -> None:
    rows = told[len(AGES) + len(ASKED) :][: len(ETHNIC_GROUPS)]
    assert [of(one, "ethnicity") for one in rows] == [[group] * 2 for group in ETHNIC_GROUPS.values()]


def test_combined_groups_are_those_of_the_region_with_every_part_known(told: Told) -> None:
    rows = told[-len(MIXES) :]
    assert [of(one, "combined") for one in rows] == [[group] for _, group in MIXES]
    assert {row["unit"] for one in rows for row in one if row["characteristic"] == "combined"} == {""}


def test_the_age_is_that_at_the_first_case_of_a_unit_and_of_a_region() -> None:
    born = ANN | {"date_of_birth": date(2000, 8, 1)}
    cases = [case(trigger_on=date(2025, 9, 1)), case(), case(unit="H104", trigger_on=date(2025, 9, 1))]
    found = told_apart(cases, [born])
    assert groups(found, "age") == {"21": (2, 2)}
    assert groups(found, "age", "H104") == {"25": (1, 1)}
    assert groups(found, "age", "") == {"21": (3, 3)}


def test_a_case_that_no_rate_counts_or_of_nobody_known_gives_no_row() -> None:
    others = [case(verdict=verdict) for verdict in set(Verdict) - {MET, MISSED, UNRECORDED}]
    assert len(others) == 4
    assert told_apart([*others, case(person_id="cid")]) == []
