"""The 2014 agreement's floors, fixed figures and composite, as its annex 1.6 prints them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from rules.definitions.composites import load_composites, mean_of_rates
from rules.definitions.files import DefinitionError
from rules.definitions.fixed_figures import CountingSpan, FixedFigure, figures_for, load_fixed_figures
from rules.definitions.frameworks import load_frameworks
from rules.definitions.measures import MeasureNotDefined, load_measures, measure
from rules.definitions.targets import load_targets
from rules.periods import Month, PerformanceYear

FLOORS = {
    "OM020": "73",
    "OM040": "93",
    "OM005": "90",
    "OM004": "92",
    "OM0041": "86.25",
    "OM029": "69",
    "OM039": "90",
    "OM026": "90",
    "OM027": "84",
    "INT009": "40",
    "OM017": "78",
    "OM032": "90",
}
COUNTS = {
    "INT008": (708, 845),
    "INT003": (515, 587),
    "INT001": (54, 70),
    "INT002": (136, 140),
    "INT005": (2474, 3009),
}
MARCH_2015, MARCH_2025 = Month(2015, 3), Month(2025, 3)


@pytest.mark.parametrize(("measure_id", "percent"), FLOORS.items())
def test_a_floor_holds_from_the_first_day_of_the_agreement(measure_id: str, percent: str) -> None:
    found = load_targets().on(measure_id, "H", Month(2014, 6))
    assert found is not None
    assert found.percent == Decimal(percent)
    assert load_targets().on(measure_id, "H", Month(2014, 5)) is None


@pytest.mark.parametrize(("measure_id", "figures"), COUNTS.items())
def test_a_count_has_two_fixed_figures_in_a_whole_year(measure_id: str, figures: tuple[int, int]) -> None:
    assert tuple(each.figure for each in figures_for(measure_id, "H", MARCH_2025)) == figures


def test_the_first_year_counts_from_june_alone_as_nothing_is_judged_before() -> None:
    spans = {each.span for name in COUNTS for each in figures_for(name, "H", MARCH_2015)}
    assert spans == {CountingSpan.JUNE_TO_MARCH}


def test_no_other_region_has_a_figure_of_wales() -> None:
    assert figures_for("INT008", "A", MARCH_2025) == []


def test_the_profile_is_the_figure_by_months_elapsed_over_ten_or_twelve() -> None:
    part, full = figures_for("INT005", "H", Month(2024, 9))
    assert part.profile(Month(2024, 9)) == Fraction(2474 * 4, 10)
    assert full.profile(Month(2024, 9)) == Fraction(3009 * 6, 12)
    assert part.profile(Month(2025, 3)) == 2474
    assert full.profile(Month(2025, 3)) == 3009


def test_the_part_of_a_year_has_begun_nothing_in_april_and_may() -> None:
    part, full = figures_for("INT001", "H", Month(2024, 5))
    assert (part.profile(Month(2024, 5)), part.months_to(Month(2024, 5))) == (0, ())
    assert full.months_to(Month(2024, 5)) == (Month(2024, 4), Month(2024, 5))


def test_the_composite_is_the_mean_of_unrounded_rates_whatever_their_size() -> None:
    assert mean_of_rates([(1, 3), (1, 1), (50, 100)]) == Fraction(11, 18)
    assert mean_of_rates([(345, 400)] * 3) == Fraction(345, 400) == Fraction("86.25") / 100


@pytest.mark.parametrize("parts", [[], [(1, 2), (0, 0), (1, 2)]])
def test_without_a_rate_in_a_part_there_is_no_composite(parts: list[tuple[int, int]]) -> None:
    assert mean_of_rates(parts) is None


def test_the_composite_is_made_of_three_judged_measures_and_is_not_judged_itself() -> None:
    assert load_composites()["OM0041"].parts == ("OM041A", "OM041B", "OM046")
    with pytest.raises(MeasureNotDefined, match="mean of the rates of OM041A, OM041B and OM046"):
        measure("OM0041")


def test_every_requirement_starts_with_the_agreement_and_its_counts_cumulate() -> None:
    found = [each for each in load_measures().values() if each.framework == "service_delivery_2014"]
    assert {each.id for each in found} == (FLOORS.keys() - {"OM0041"}) | COUNTS.keys() | set(
        load_composites()["OM0041"].parts
    )
    assert {each.valid_from for each in found} == {date(2014, 6, 1)}
    assert {each.id for each in found if each.aggregation == "cumulative"} == COUNTS.keys()


def test_the_framework_says_that_it_is_historic() -> None:
    framework = load_frameworks()["service_delivery_2014"]
    assert framework.is_historic
    assert framework.ended_on == date(2015, 3, 31)
    assert "historic" in (framework.reading or "")


HEADER = "measure,region,span,valid_from,valid_to,figure,source\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("measure,figure\n", "found ['measure', 'figure'], expected"),
        (HEADER + "INT001,H,june,2014-06-01,,54,S\n", "'june' is not a valid CountingSpan"),
        (HEADER + "INT001,H,full_year,2014-06-31,,54,S\n", "day is out of range"),
        (HEADER + "INT001,H,full_year,2014-06-01,,0,S\n", "found 0, expected 1 or more"),
        (HEADER + "INT001,H,full_year,2014-06-01,,5.4,S\n", "invalid literal for int"),
        (HEADER + "INT001,H,full_year,2014-06-01,2014-05-31,54,S\n", "expected a day not before 2014-06-01"),
        (HEADER + "INT001,,full_year,2014-06-01,,54,S\n", "each must be given"),
        (
            HEADER + "INT001,H,full_year,2014-06-01,,54,S\nINT001,H,full_year,2015-06-01,,55,S\n",
            "two figures in force on 2015-06-01",
        ),
    ],
)
def test_a_faulty_file_of_figures_is_refused_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_fixed_figures(tmp_path)
    assert said in str(refused.value)


def figures(folder: Path, *rows: str) -> list[str]:
    """What is wrong with a file of these rows; empty when it is sound."""
    (folder / "figures.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    load_fixed_figures.cache_clear()
    try:
        load_fixed_figures(folder)
    except DefinitionError as refusal:
        return [str(fault) for fault in refusal.faults]
    return []


GOOD = "INT001,H,full_year,2014-06-01,2014-06-01,1,S"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("INT001,H,full_year,2015-06-01,,0,S", "figure: found 0, expected 1 or more"),
        (
            "INT001,H,full_year,2015-06-02,2015-06-01,5,S",
            "valid_to: found 2015-06-01, expected a day not before 2015-06-02",
        ),
        (",H,full_year,2015-06-01,,5,S", "measure, region and source: each must be given"),
        ("INT001,,full_year,2015-06-01,,5,S", "measure, region and source: each must be given"),
        ("INT001,H,full_year,2015-06-01,,5,", "measure, region and source: each must be given"),
    ],
)
def test_a_faulty_figure_is_told_with_its_line(row: str, said: str, tmp_path: Path) -> None:
    assert figures(tmp_path, GOOD, row) == [f"figures.csv: line 3: {said}"]


def test_no_two_figures_of_a_span_are_in_force_at_once(tmp_path: Path) -> None:
    said = "fixed figures: INT001 H full_year: two figures in force on 2014-06-01"
    assert figures(tmp_path, GOOD, GOOD) == [said]
    assert figures(tmp_path, "INT001,H,full_year,2015-06-01,,5,S", GOOD) == []
    assert figures(tmp_path, "INT001,A,full_year,2014-06-01,,5,S", GOOD) == []
    assert figures(tmp_path, "INT001,H,june_to_march,2014-06-01,,5,S", GOOD) == []


def test_figures_stand_by_measure_region_and_the_part_of_a_year_first(tmp_path: Path) -> None:
    rows = ["B,H,full_year", "B,H,june_to_march", "B,A,full_year", "A,H,full_year"]
    assert figures(tmp_path, *(f"{row},2014-06-01,,5,S" for row in rows)) == []
    load_fixed_figures.cache_clear()
    found = [(one.measure, one.region, one.span.value) for one in load_fixed_figures(tmp_path)]
    assert found == [
        ("A", "H", "full_year"),
        ("B", "A", "full_year"),
        ("B", "H", "june_to_march"),
        ("B", "H", "full_year"),
    ]


def test_the_faults_of_every_file_of_figures_are_told_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in "gbecafhd":
        row = f"{name},H,full_year,2014-06-01,,0,S\n"
        (tmp_path / f"{name}.csv").write_text(HEADER + row, encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_fixed_figures(tmp_path)
    assert [fault.file for fault in refused.value.faults] == [f"{name}.csv" for name in "abcdefgh"]


def test_a_span_has_its_months_and_its_words() -> None:
    year = PerformanceYear(2024)
    assert [str(month) for month in CountingSpan.JUNE_TO_MARCH.months(year)] == [
        str(month) for month in year.months[2:]
    ]
    assert CountingSpan.FULL_YEAR.months(year) == year.months
    assert [span.label for span in CountingSpan] == ["June to March", "April to March"]


def test_a_figure_covers_its_first_and_its_last_day() -> None:
    one = FixedFigure("A", "H", CountingSpan.FULL_YEAR, date(2024, 4, 1), date(2025, 3, 31), 5, "S")
    days = (date(2024, 3, 31), date(2024, 4, 1), date(2025, 3, 31), date(2025, 4, 1))
    assert [one.covers(day) for day in days] == [False, True, True, False]
    assert replace(one, valid_to=None).covers(date(2099, 1, 1))
