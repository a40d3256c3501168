"""The arithmetic of cases and rounds: the design's vectors, worked examples, and what must always hold."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.definitions.bands import load_bands
from rules.definitions.banks import load_bank
from rules.scoring.applicability import applicable
from rules.scoring.bands import band_of, bands_touched
from rules.scoring.score import (
    AnswersMissing,
    Stratum,
    Thin,
    merge_thin,
    missing_answers,
    score_case,
    score_round,
    weighted_mean,
)
from rules.statistics.intervals import Interval
from rules.statistics.rounding import half_up

BANK = load_bank("QM102", "1.0")
SCALE = load_bands("audit_score")
NO_FACTS = {fact.id: False for fact in BANK.facts if fact.kind == "yes_no"} | {
    "order": frozenset({"CO"}),
    "reqs": frozenset(),
}
BEST = {"met": "met", "yes_no": "yes", "timed": "on_time"}


def _answers(facts, **changed):
    return {question.id: BEST[question.scale] for question in applicable(BANK, facts)} | changed


@pytest.mark.parametrize(
    ("percent", "whole", "name"),
    [
        ("86.5", 87, "GREEN"),
        ("86.49", 86, "AMBER/GREEN"),
        ("86.496", 86, "AMBER/GREEN"),
        ("72.5", 73, "AMBER/GREEN"),
        ("72.49", 72, "AMBER/RED"),
        ("59.5", 60, "AMBER/RED"),
        ("59.4999", 59, "RED"),
        ("0", 0, "RED"),
        ("100", 100, "GREEN"),
    ],
)
def test_a_score_is_rounded_half_up_and_then_banded(percent, whole, name):
    found = band_of(Fraction(percent), SCALE)
    assert (found.whole, found.band.name) == (whole, name)


def test_a_score_that_prints_as_86_50_is_still_86():
    score = Fraction("86.496")
    assert half_up(score, 2) == Decimal("86.50")
    assert band_of(score, SCALE).whole == 86


def _decimal_mean(pairs):
    decimals = [[Decimal(each.numerator) / each.denominator for each in pair] for pair in pairs]
    return sum(weight * score for weight, score in decimals) / sum(weight for weight, _ in decimals)


def test_exact_fractions_give_72_5_where_decimals_would_fall_short():
    pairs = [
        (Fraction(31, 6), Fraction(2800, 42)),
        (Fraction(7, 6), Fraction(3500, 42)),
        (Fraction(7, 3), Fraction(4000, 50)),
    ]
    mean = weighted_mean(pairs)
    assert mean == Fraction(145, 2)
    assert band_of(mean, SCALE).band.name == "AMBER/GREEN"
    # With decimals the band hangs on the order in which the same three cases are added up.
    found = {band_of(Fraction(_decimal_mean(order)), SCALE).band.name for order in permutations(pairs)}
    assert found == {"AMBER/GREEN", "AMBER/RED"}


def test_the_distance_to_the_next_band_is_to_the_lowest_score_that_rounds_into_it():
    assert band_of(Fraction("86.4"), SCALE).points_to_next == Fraction(1, 10)
    assert band_of(Fraction(90), SCALE).points_to_next is None


@pytest.mark.parametrize("percent", [Fraction(-1), Fraction(101)])
def test_a_score_outside_percent_is_refused(percent):
    with pytest.raises(ValueError, match="expected 0 to 100"):
        band_of(percent, SCALE)


@pytest.mark.parametrize(
    ("percent", "next_band", "points"),
    [("0", "AMBER/RED", "59.5"), ("72.5", "GREEN", "14"), ("86.5", None, None), ("100", None, None)],
)
def test_the_next_band_is_the_better_one(percent, next_band, points):
    found = band_of(Fraction(percent), SCALE)
    assert (found.next_band and found.next_band.name) == next_band
    assert found.points_to_next == (points and Fraction(points))


def test_an_interval_within_one_band_touches_it_alone():
    touched = bands_touched(Interval(Decimal("73"), Decimal("86.4")), SCALE)
    assert [band.name for band in touched] == ["AMBER/GREEN"]


def test_the_bands_that_an_interval_touches_are_named_best_first():
    touched = bands_touched(Interval(Decimal("59.4"), Decimal("73.2")), SCALE)
    assert [band.name for band in touched] == ["AMBER/GREEN", "AMBER/RED", "RED"]


def test_a_case_scores_what_its_answers_are_worth():
    facts = NO_FACTS | {"failure": True}
    # asked: E01 2, E02 2, E03 2, E04 2, E05 2, E06 3, E09 2 = 15; E06 half (1.5), E04 none
    score = score_case(BANK, facts, _answers(facts, E06="partly_met", E04="no"))
    assert (score.points, score.weight, score.percent) == (Fraction(23, 2), 15, Fraction(2300, 30))


def test_not_applicable_leaves_both_sides():
    facts = NO_FACTS | {"failure": True}
    score = score_case(BANK, facts, _answers(facts, E01="not_applicable", E04="no"))
    assert (score.points, score.weight, score.asked_weight) == (11, 13, 15)


def test_no_evidence_scores_nothing_and_is_counted_apart():
    facts = NO_FACTS | {"failure": True}
    score = score_case(BANK, facts, _answers(facts, E06="no_evidence"))
    assert (score.points, score.weight, score.no_evidence) == (12, 15, 1)
    assert score.critical_failures == ("E06",)


def test_a_case_mostly_not_applicable_is_listed_and_not_scored():
    facts = NO_FACTS | {"failure": True}
    answers = dict.fromkeys(("E01", "E02", "E03", "E04"), "not_applicable")  # 8 of 15
    score = score_case(BANK, facts, _answers(facts, **answers))
    assert score.thin is Thin.MOSTLY_NOT_APPLICABLE
    assert score.percent is None


def test_half_not_applicable_is_not_yet_too_thin():
    facts = NO_FACTS | {"failure": True, "recall_considered": True, "em": True}
    asked = sum(question.weight for question in applicable(BANK, facts))
    assert asked == 20
    answers = dict.fromkeys(("E01", "E02", "E03", "E04", "E05"), "not_applicable")  # 10 of 20
    assert score_case(BANK, facts, _answers(facts, **answers)).thin is None


def test_less_than_eight_weight_is_too_thin():
    score = score_case(BANK, NO_FACTS, _answers(NO_FACTS))  # E01, E02, E04: 6
    assert score.thin is Thin.LITTLE_WEIGHT


def test_a_question_without_an_answer_stops_the_score_and_is_named():
    facts = NO_FACTS | {"failure": True}
    answers = _answers(facts)
    del answers["E05"]
    assert [question.id for question in missing_answers(BANK, facts, answers)] == ["E05"]
    with pytest.raises(AnswersMissing, match="E05"):
        score_case(BANK, facts, answers)


def test_an_answer_of_another_scale_is_refused():
    facts = NO_FACTS | {"failure": True}
    with pytest.raises(ValueError, match="E04: found 'met'"):
        score_case(BANK, facts, _answers(facts, E04="met"))


def test_an_answer_to_a_hidden_question_never_counts():
    facts = NO_FACTS | {"failure": True}
    assert score_case(BANK, facts, _answers(facts, E18="not_done")) == score_case(
        BANK, facts, _answers(facts)
    )


def _f(*numbers):
    return tuple(Fraction(number) for number in numbers)


def test_a_round_weighs_its_strata_by_the_frame():
    score = score_round([Stratum("a", 30, _f(80, 90)), Stratum("b", 10, _f(50, 70))])
    # 3/4 x 85 + 1/4 x 60 = 78.75; s2 = 50 and 200; variance = 9/16 x 28/30 x 25 + 1/16 x 8/10 x 100
    assert score.percent == Fraction(315, 4)
    assert score.variance == Fraction(9, 16) * Fraction(28, 30) * 25 + Fraction(1, 16) * Fraction(8, 10) * 100
    reach = 4.302653 * float(score.variance) ** 0.5  # t(0.975, 4 - 2)
    assert abs(float(score.interval.low) - (78.75 - reach)) < 1e-4


def test_a_stratum_with_one_scored_case_merges_with_the_next():
    merged = merge_thin([Stratum("a", 5, _f(80)), Stratum("b", 7, _f(60, 70)), Stratum("c", 3, _f(50))])
    assert [(s.name, s.frame_size, len(s.scores)) for s in merged] == [("a + b + c", 15, 4)]


def test_a_thin_stratum_in_the_middle_takes_the_one_after_it():
    merged = merge_thin([Stratum("a", 5, _f(1, 2)), Stratum("b", 7, ()), Stratum("c", 3, _f(5, 6))])
    assert [(s.name, s.frame_size) for s in merged] == [("a", 5), ("b + c", 10)]


def test_one_scored_case_gives_a_score_without_an_interval():
    score = score_round([Stratum("a", 5, _f(80))])
    assert (score.percent, score.interval) == (80, None)


def test_no_scored_case_gives_no_score():
    assert score_round([Stratum("a", 5, ())]) is None
    assert score_round([]) is None


def test_a_last_thin_stratum_joins_the_one_before_it_whatever_order_they_come_in():
    merged = merge_thin([Stratum("c", 3, _f(5)), Stratum("a", 5, _f(1, 2)), Stratum("b", None, _f(3, 4))])
    assert [(s.name, s.frame_size, s.scores) for s in merged] == [
        ("a", 5, _f(1, 2)),
        ("b + c", None, _f(3, 4, 5)),
    ]


def test_every_case_of_the_frame_may_be_scored():
    assert score_round([Stratum("a", 2, _f(60, 80))]).variance == 0


def test_one_stratum_without_a_frame_makes_one_pool_of_all():
    score = score_round([Stratum("a", 10, _f(60, 80)), Stratum("b", None, _f(90))])
    assert [(s.name, s.frame_size, s.scores) for s in score.strata] == [("all", None, _f(60, 80, 90))]
    assert score.scored == 3


def test_why_a_case_is_thin_and_what_is_missing_are_told_in_these_words():
    assert [str(each) for each in Thin] == ["mostly_not_applicable", "little_weight"]
    with pytest.raises(AnswersMissing) as caught:
        score_case(BANK, NO_FACTS, {"E01": "met", "E02": ""})
    assert caught.value.questions == ("E02", "E04")
    assert str(caught.value) == "no answer to E02, E04"


def test_a_critical_question_fails_at_nothing_and_only_there():
    facts = NO_FACTS | {"failure": True}
    assert score_case(BANK, facts, _answers(facts, E06="partly_met", E01="not_met")).critical_failures == ()


def test_eight_of_weight_are_enough():
    facts = NO_FACTS | {"failure": True}
    away = dict.fromkeys(("E01", "E02", "E03"), "not_applicable")
    assert score_case(BANK, facts, _answers(facts, **away)).weight == 9
    assert score_case(BANK, facts, _answers(facts, **away)).thin is None


def test_without_a_frame_every_case_weighs_the_same():
    score = score_round([Stratum("a", None, _f(80, 90, 100)), Stratum("b", 10, _f(50))])
    assert score.percent == 80
    assert score.variance == Fraction(1400, 3) / 4


def test_more_scored_cases_than_the_frame_holds_are_refused():
    with pytest.raises(ValueError, match="2 scored of 1"):
        score_round([Stratum("a", 1, _f(1, 2))])


strata = st.lists(
    st.tuples(
        st.lists(st.integers(0, 40).map(lambda n: Fraction(100 * n, 40)), max_size=6), st.integers(0, 30)
    ),
    min_size=1,
    max_size=5,
).map(lambda rows: [Stratum(f"s{at}", len(s) + extra, tuple(s)) for at, (s, extra) in enumerate(rows)])


@given(strata)
def test_a_round_s_score_lies_between_its_cases_and_inside_its_interval(rows):
    score = score_round(rows)
    scores = [each for stratum in rows for each in stratum.scores]
    if not scores:
        assert score is None
        return
    assert min(scores) <= score.percent <= max(scores)
    if score.interval:
        assert score.interval.low - Decimal("1e-9") <= score.percent.numerator / Decimal(
            score.percent.denominator
        )
        assert 0 <= score.interval.low <= score.interval.high <= 100


@given(strata)
def test_a_census_of_every_stratum_has_no_variance(rows):
    whole = [Stratum(s.name, len(s.scores), s.scores) for s in rows if len(s.scores) > 1]
    score = score_round(whole)
    assert score is None or score.variance == 0


@given(strata)
def test_the_formula_equals_the_mean_of_design_weighted_cases(rows):
    score = score_round(rows)
    if score is None:
        return
    pairs = [
        (Fraction(stratum.frame_size, len(stratum.scores)), each)
        for stratum in score.strata
        for each in stratum.scores
    ]
    assert weighted_mean(pairs) == score.percent


@given(st.fractions(0, 100), st.fractions(0, 100))
def test_a_better_score_never_has_a_worse_band(one, other):
    low, high = sorted((one, other))
    assert band_of(low, SCALE).band.starts_at <= band_of(high, SCALE).band.starts_at


@given(st.fractions(0, 100))
def test_the_distance_leads_exactly_into_the_next_band(percent):
    found = band_of(percent, SCALE)
    if found.next_band:
        assert band_of(percent + found.points_to_next, SCALE).band == found.next_band
