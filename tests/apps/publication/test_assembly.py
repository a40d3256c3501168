from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from apps.audits.queries import LockedScore
from apps.performance.queries.figures import Counts as VerdictCounts
from apps.performance.queries.figures import Figure as Counted
from apps.publication.assembly.audits import audits_grid, scores_of_year
from apps.publication.assembly.details import details_of
from apps.publication.assembly.measures import _year_earlier, quarters_grid
from apps.publication.assembly.periods import YearOfMeasure
from apps.publication.grids import Column, Grid, Kind, Row, Value
from rules.definitions.disclosure import load_disclosure
from rules.definitions.measures import load_measures
from rules.definitions.profile import NOT_RECORDED, age_on, load_profile
from rules.periods import PerformanceYear
from rules.tables.regional import Counts, publish

YEAR = PerformanceYear(2025)
RULES = load_disclosure().on(date(2025, 3, 31))
SCORE = LockedScore(
    measure="QM102",
    title="Enforcement quality",
    edition="1.0",
    region_code="H",
    score=Fraction(145, 2),
    shown=Decimal("72.50"),
    rounded=73,
    band="amber_green",
    band_name="AMBER/GREEN",
    low=Decimal("65.25"),
    high=Decimal("79.75"),
    scored=30,
    too_thin=2,
    sampled=32,
    frame_size=210,
    window_first_on=date(2025, 4, 1),
    window_last_on=date(2025, 9, 30),
    drawn_on=date(2025, 10, 6),
    locked_at=datetime(2026, 1, 5, tzinfo=UTC),
    demo=True,
)


def year_of(first, **editions):
    """SL007 in a year: for each quarter the editions (by number) that judged it, the year by all of them."""
    measure, year = load_measures()["SL007"], PerformanceYear(first)
    judged = {f"{first + (name == 'q1')}-{name.upper()}": numbers for name, numbers in editions.items()}
    every = tuple(sorted({number for numbers in judged.values() for number in numbers}))
    counted = {
        key: figure_of(measure, year.months, numbers) for key, numbers in [*judged.items(), ("year", every)]
    }
    shown = publish({key: Counts(counted=100, met=80, not_recorded=0) for key in counted}, [], edition=RULES)
    return YearOfMeasure(measure=measure, year=year, counted=counted, shown=shown, units=())


def figure_of(measure, months, numbers):
    return Counted(
        measure=measure,
        months=months,
        judged=months,
        counted=months,
        counts=VerdictCounts(numerator=80, denominator=100),
        editions=[measure.editions[number] for number in numbers],
        targets=[None for _ in months],
        as_at=date(2026, 3, 31),
    )


def test_periods_on_the_two_sides_of_a_break_are_not_compared():
    # The edition of SL007 from 1 May 2024 must not be compared with what came before it.
    before, now = year_of(2023, q2=(0,), q3=(0,)), year_of(2024, q2=(0, 1), q3=(1,))
    grid = quarters_grid(now, before)
    assert [grid.cells[row, "change"].symbol for row in ("2024-Q2", "2024-Q3", "2024-25")] == ["z"] * 3
    assert any("1 May 2024" in note for note in grid.notes)


def test_a_region_that_began_later_is_compared_by_what_judged_it_there():
    # Its first quarter was judged by the earlier edition throughout, whatever the national day.
    before, now = year_of(2023, q2=(0,), q3=(0,)), year_of(2024, q2=(0,), q3=(1,))
    grid = quarters_grid(now, before)
    assert grid.cells["2024-Q2", "change"].number == 0
    assert grid.cells["2024-Q3", "change"].symbol == "z"


def test_the_chart_stops_where_the_regions_own_series_broke():
    before, now = year_of(2023, q2=(0,)), year_of(2024, q2=(0,), q3=(1,), q4=(1,))
    details = details_of([(now, before)], [], edition=RULES, profile=load_profile())
    assert details["measures"][0]["break_before"] == ["2024-Q3"]


def test_the_period_a_year_earlier_keeps_its_quarter():
    assert _year_earlier("2025-Q2") == "2024-Q2"
    assert _year_earlier("year") == "year"


def audit(**changes):
    grid = audits_grid([replace(SCORE, **changes)], YEAR)
    return {column: value for (_, column), value in grid.cells.items()}


def test_an_audit_shows_its_score_interval_band_and_distance():
    cells = audit()
    assert (cells["score"].number, cells["band"].words) == (Decimal("72.5"), "AMBER/GREEN")
    assert (cells["low"].number, cells["high"].number) == (Decimal("65.3"), Decimal("79.8"))
    # GREEN begins at 86.5, which rounds to 87.
    assert cells["distance"].number == Decimal("14.0")


def test_below_five_scored_cases_there_is_no_percentage_and_no_band():
    cells = audit(scored=4)
    assert [cells[name].symbol for name in ("score", "low", "high", "band", "distance")] == ["c"] * 5
    assert cells["scored"].number == 4


def test_an_interval_that_cannot_be_given_is_not_available():
    assert audit(low=None, high=None)["low"] == Value(symbol="x")


def test_the_best_band_has_no_next():
    assert audit(score=Fraction(99))["distance"] == Value(symbol="z")


def test_an_audit_belongs_to_the_year_in_which_its_events_end():
    before = replace(SCORE, window_last_on=date(2025, 3, 31))
    after = replace(SCORE, window_last_on=date(2026, 4, 1))
    assert scores_of_year([before, SCORE, after], YEAR) == [SCORE]


def test_of_two_rounds_of_a_year_the_score_locked_last_counts():
    newer = replace(SCORE, locked_at=datetime(2026, 4, 5, tzinfo=UTC), window_last_on=date(2026, 3, 31))
    assert scores_of_year([SCORE, newer], YEAR) == [newer]
    assert scores_of_year([newer, SCORE], YEAR) == [newer]


def test_a_table_with_a_crossing_left_out_is_refused():
    with pytest.raises(ValueError, match="cells and crossings differ"):
        Grid(
            key="t",
            kind="x",
            title="T",
            rows=[Row("a", "A")],
            columns=[Column("n", "N", Kind.COUNT)],
            cells={},
        )


def test_a_cell_holds_exactly_one_thing():
    for wrong in ({}, {"number": Decimal(1), "symbol": "c"}, {"words": "x", "symbol": "c"}):
        with pytest.raises(ValueError, match="exactly one|holds one"):
            Value(**wrong)


def test_ages_are_full_years_and_fall_into_the_listed_groups():
    assert age_on(date(2000, 2, 29), date(2021, 2, 28)) == 20
    assert age_on(date(2000, 2, 29), date(2021, 3, 1)) == 21
    profile = load_profile()
    assert [profile.by_age.values[profile.age_group(age)] for age in (17, 18, 24, 70, 95)] == [
        "Under 18", "18 to 20", "21 to 24", "70 and over", "70 and over"
    ]  # fmt: skip


def test_unknown_and_empty_are_not_recorded_and_a_new_value_is_refused():
    profile = load_profile()
    sex = next(one for one in profile.characteristics if one.id == "sex")
    assert profile.group(sex, None) == profile.group(sex, "unknown") == NOT_RECORDED
    with pytest.raises(ValueError, match="found 'x', expected one of female, male"):
        profile.group(sex, "x")
