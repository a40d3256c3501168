"""Would outcome data carry boundaries: against simulated units whose true shares are known, and by hand."""

import random
from datetime import date
from fractions import Fraction

import pytest

from rules.definitions.outcome_boundaries import boundary_rule_on, load_boundary_rules
from rules.scoring.boundaries import BoundaryAnalysis, UnitCounts, analyse_boundaries

RULE = boundary_rule_on(date(2022, 11, 1))
STARTS = (50, 65, 80)


def simulated(
    seed: int, *, units: int, cases: int, alpha: float, beta: float
) -> tuple[list[float], list[UnitCounts]]:
    """True shares drawn from a beta distribution, and the cases counted in each unit."""
    chance = random.Random(seed)
    truth = [chance.betavariate(alpha, beta) for _ in range(units)]
    counts = [
        UnitCounts(unit=f"U{place}", met=sum(chance.random() < share for _ in range(cases)), cases=cases)
        for place, share in enumerate(truth)
    ]
    return truth, counts


def band(percent: float) -> int:
    return sum(percent >= start - 0.5 for start in STARTS)


def analysed(counts: list[UnitCounts], months: int = 24) -> BoundaryAnalysis:
    return analyse_boundaries(counts, STARTS, RULE, months=months)


@pytest.mark.parametrize(("cases", "seed"), [(12, 1), (50, 2), (200, 3)])
def test_the_expected_share_in_a_wrong_band_is_the_true_one(cases: int, seed: int) -> None:
    truth, counts = simulated(seed, units=1500, cases=cases, alpha=9, beta=6)
    found = analysed(counts)
    wrong = sum(
        band(100 * share) != band(float(unit.percent)) for share, unit in zip(truth, counts, strict=True)
    )
    assert found.misplaced_among == pytest.approx(wrong / len(truth), abs=0.03)


def test_the_expected_share_beyond_each_boundary_is_the_true_one() -> None:
    truth, counts = simulated(4, units=1500, cases=40, alpha=9, beta=6)
    for boundary in analysed(counts).boundaries:
        edge = boundary.starts_at - 0.5
        sides = [
            (100 * share >= edge, unit.percent >= edge) for share, unit in zip(truth, counts, strict=True)
        ]
        assert boundary.wrong_side == pytest.approx(sum(a != b for a, b in sides) / len(sides), abs=0.03)
        assert boundary.reached == sum(observed for _, observed in sides)


def test_the_variance_is_split_into_what_is_true_and_what_is_chance() -> None:
    _, counts = simulated(5, units=1500, cases=50, alpha=9, beta=6)
    spread = analysed(counts).spread
    mean, weight = 9 / 15, 15
    true = mean * (1 - mean) / (weight + 1)
    chance = (mean * (1 - mean) - true) / 50
    assert spread.between == pytest.approx(true, rel=0.1)
    assert spread.sampling == pytest.approx(chance, rel=0.05)
    assert spread.reliability == pytest.approx(true / (true + chance), abs=0.03)
    # reliability of 7/10 takes (7/3) x within / between cases
    assert spread.cases_needed == pytest.approx(7 / 3 * 50 * chance / true, rel=0.15)


def test_units_that_differ_by_chance_alone_carry_no_boundary() -> None:
    chance = random.Random(6)
    counts = [
        UnitCounts(unit=f"U{place}", met=sum(chance.random() < 0.64 for _ in range(30)), cases=30)
        for place in range(200)
    ]
    found = analysed(counts)
    assert found.spread.reliability < 0.2
    assert any("of the differences between units are true" in each for each in found.against)


def test_equal_units_have_no_difference_at_all() -> None:
    found = analysed([UnitCounts(unit=name, met=13, cases=20) for name in "ABC"])
    assert (found.spread.between, found.spread.reliability, found.spread.cases_needed) == (0, 0, None)
    assert found.misplaced_among is None
    assert all(place.misplaced_among is None for place in found.places)
    assert "0% of the differences between units are true; 70% are needed" in found.against


def test_many_units_far_apart_with_many_cases_carry_boundaries() -> None:
    _, counts = simulated(7, units=60, cases=2000, alpha=2, beta=1.5)
    found = analysed(counts)
    assert found.against == ()
    assert found.misplaced < 0.06


def test_what_speaks_against_boundaries_is_said_in_sentences() -> None:
    _, counts = simulated(8, units=12, cases=15, alpha=9, beta=6)
    sentences = analysed(counts, months=7).against
    assert sentences[0] == "12 units have data; 20 or more are needed"
    assert sentences[1] == "the baseline has run 7 months; 12 or more are needed"
    assert sentences[2].endswith("of units would be expected in a wrong band; at most 20% may be")


def test_a_unit_on_a_boundary_is_misplaced_about_every_second_time() -> None:
    counts = [UnitCounts(unit="A", met=129, cases=200), UnitCounts(unit="B", met=1800, cases=2000)]
    first, last = analysed(counts).places
    assert (first.band, last.band) == (2, 3)
    assert first.misplaced_alone == pytest.approx(0.5, abs=0.02)
    assert last.misplaced_alone == pytest.approx(0, abs=1e-9)
    assert first.interval.low < 65 < first.interval.high


def test_the_distribution_is_told_by_quartiles_and_bands() -> None:
    shares = [20, 50, 60, 70, 90]
    found = analysed([UnitCounts(unit=str(share), met=share, cases=100) for share in shares])
    assert found.quantiles == (20, 50, 60, 70, 90)
    assert found.in_bands == (1, 2, 1, 1)
    assert [place.counts.unit for place in found.places] == ["20", "50", "60", "70", "90"]
    halves = analysed([UnitCounts(unit=str(share), met=share, cases=100) for share in (20, 41)])
    assert halves.quantiles[2] == Fraction(61, 2)


def test_a_unit_of_one_case_has_the_widest_chance() -> None:
    found = analysed([UnitCounts(unit="A", met=1, cases=1), UnitCounts(unit="B", met=10, cases=20)])
    assert found.spread.sampling == pytest.approx((0.25 + 0.25 / 19) / 2)


@pytest.mark.parametrize(
    ("counts", "starts", "said"),
    [
        ([UnitCounts(unit="A", met=1, cases=2)], STARTS, "units: found 1, expected two or more"),
        ([UnitCounts(unit="A", met=0, cases=0)] * 2, STARTS, "A: found 0 of 0"),
        ([UnitCounts(unit="A", met=3, cases=2)] * 2, STARTS, "A: found 3 of 2"),
        ([UnitCounts(unit="A", met=1, cases=2)] * 2, (), "boundaries: found"),
        ([UnitCounts(unit="A", met=1, cases=2)] * 2, (65, 50), r"boundaries: found \[65, 50\]"),
        ([UnitCounts(unit="A", met=1, cases=2)] * 2, (0, 50), "boundaries: found"),
        ([UnitCounts(unit="A", met=1, cases=2)] * 2, (50, 101), "boundaries: found"),
    ],
)
def test_what_cannot_be_analysed_is_refused(
    counts: list[UnitCounts], starts: tuple[int, ...], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        analyse_boundaries(counts, starts, RULE, months=12)


def test_the_rule_is_the_products_and_says_so() -> None:
    assert all(each.source.startswith("product") for each in load_boundary_rules())
