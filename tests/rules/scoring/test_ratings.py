"""Key questions, standards, discretion and the overall rating: by hand and against a slow second rating."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.definitions.rating_rules import load_rating_rules, rating_editions, rating_rules_in_force
from rules.scoring.discretion import Why
from rules.scoring.key_questions import (
    Counts,
    Judged,
    Judgement,
    count_judgements,
    key_question_results,
    lowest,
    rating_band,
    whole_percent,
)
from rules.scoring.ratings import (
    CannotRate,
    RatedBy,
    Rating,
    band_tops,
    decided_by_panel,
    overall_band,
    rate_unit,
)
from tests.rules.scoring import rating_oracle as oracle

RULES = rating_rules_in_force()
BANDS = {band.id: band for band in RULES.bands.scale}
GOOD = BANDS["good"]
DOMAIN_ONE = dict.fromkeys(("1.1", "1.2", "1.3", "1.4"), GOOD)


def counts(yes: int, no: int) -> Counts:
    return Counts(yes=yes, no=no)


def unit(**changed: tuple[int, int]) -> Rating:
    """A unit with 70 of 100 on every key question but the changed ones: q_2_2_3=(13, 7)."""
    found = {question: counts(70, 30) for each in oracle.QUESTIONS.values() for question in each}
    found |= {name[2:].replace("_", "."): counts(*given) for name, given in changed.items()}
    return rate_unit(found, DOMAIN_ONE, RULES)


@pytest.mark.parametrize(
    ("yes", "cases", "whole", "band"),
    [
        (129, 200, 65, "good"),  # 64.5
        (6449, 10_000, 64, "requires_improvement"),  # 64.49
        (64_499, 100_000, 64, "requires_improvement"),  # prints as 64.50
        (159, 200, 80, "outstanding"),  # 79.5
        (7949, 10_000, 79, "good"),
        (99, 200, 50, "requires_improvement"),  # 49.5
        (4949, 10_000, 49, "inadequate"),
        (49, 100, 49, "inadequate"),
        (50, 100, 50, "requires_improvement"),
        (64, 100, 64, "requires_improvement"),
        (65, 100, 65, "good"),
        (79, 100, 79, "good"),
        (80, 100, 80, "outstanding"),
        (0, 7, 0, "inadequate"),
        (7, 7, 100, "outstanding"),
        (2, 3, 67, "good"),
    ],
)
def test_a_percentage_is_rounded_half_up_and_then_banded(yes: int, cases: int, whole: int, band: str) -> None:
    percent = Fraction(100 * yes, cases)
    assert whole_percent(percent) == whole
    assert rating_band(percent, RULES).id == band


TABLES = {  # standards: the highest total of Inadequate, Requires improvement, Good, and the maximum
    7: (3, 10, 17, 21),
    8: (4, 12, 20, 24),
    9: (4, 13, 22, 27),
    10: (5, 15, 25, 30),
    12: (6, 18, 30, 36),
}


@pytest.mark.parametrize("edition", rating_editions())
def test_the_overall_bands_are_those_of_the_published_tables(edition: str) -> None:
    rules = load_rating_rules(edition)
    expected = TABLES[len(rules.rated_standards)]
    assert tuple(top for _, top in band_tops(rules)) == expected
    words = [overall_band(total, rules).name for total in range(expected[-1] + 1)]
    starts = [0, *(top + 1 for top in expected[:-1])]
    assert [words[start] for start in starts] == oracle.WORDS
    assert [words[top] for top in expected] == oracle.WORDS


@pytest.mark.parametrize("total", [-1, 28])
def test_a_total_that_no_unit_can_have_is_refused(total: int) -> None:
    with pytest.raises(ValueError, match=f"found {total}, expected 0 to 27"):
        overall_band(total, RULES)


def test_a_standard_takes_the_band_of_its_lowest_key_question() -> None:
    rating = unit(q_2_2_1=(90, 10), q_2_2_2=(40, 60))
    assert rating.standard("2.2").band == BANDS["inadequate"]
    assert rating.standard("2.2").lowest == ("2.2.2",)
    assert rating.standard("2.3").band == GOOD
    assert rating.total == 16
    assert rating.maximum == 27
    assert rating.overall == GOOD


def test_a_key_question_without_a_case_is_unbanded_and_ignored() -> None:
    rating = unit(q_2_2_1=(0, 0))
    unasked = next(each for each in rating.key_questions if each.number == "2.2.1")
    assert (unasked.counts.percent, unasked.whole, unasked.band, unasked.interval) == (None,) * 4
    assert rating.standard("2.2").band == GOOD


def test_a_standard_without_a_judged_case_leaves_the_unit_without_an_overall_rating() -> None:
    rating = unit(q_2_1_1=(0, 0))
    assert rating.standard("2.1").band is None
    assert rating.missing == ("2.1",)
    assert (rating.total, rating.overall) == (None, None)


def test_every_needed_standard_that_is_missing_is_named() -> None:
    rating = rate_unit({}, {"1.1": GOOD}, RULES)
    assert rating.missing == ("1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "2.5")


def test_low_risk_cases_leave_the_safety_questions_and_no_other() -> None:
    judged = [
        Judgement(case_id=case, key_question=question, judged=Judged.NO, low_risk=case == "low")
        for case in ("low", "high")
        for question in ("2.2.1", "2.2.3", "2.3.3", "2.4.3", "2.5.3", "2.7.3")
    ]
    found = count_judgements(judged, RULES)
    assert found["2.2.1"] == Counts(no=2)
    assert found["2.7.3"] == Counts(no=2)
    for safety in ("2.2.3", "2.3.3", "2.4.3", "2.5.3"):
        assert found[safety] == Counts(no=1, left_out=1)


def test_not_applicable_is_counted_apart() -> None:
    na = Judgement(case_id="a", key_question="2.2.3", judged=Judged.NA, low_risk=True)
    assert count_judgements([na], RULES)["2.2.3"] == Counts(not_applicable=1)


def test_outcomes_have_a_percentage_and_neither_band_nor_rating() -> None:
    rating = unit(q_2_6_1=(3, 7))
    outcomes = next(each for each in rating.key_questions if each.number == "2.6.1")
    assert (outcomes.whole, outcomes.band) == (30, None)
    assert rating.standard("2.6").band is None
    assert rating.overall == GOOD


def test_victim_work_is_rated_and_adds_nothing() -> None:
    rating = unit(q_2_7_1=(1, 9))
    assert rating.standard("2.7").band == BANDS["inadequate"]
    assert rating.standard("2.7").score is None
    assert (rating.total, rating.missing) == (18, ())


def test_a_direct_rating_stands_without_figures_and_without_discretion() -> None:
    rating = unit()
    assert rating.standard("1.1").by is RatedBy.DIRECTLY
    assert rating.standard("1.1").reasons == ()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("2.2", "2.2 has a rating of its own and judgements of 2.2.1, 2.2.2, 2.2.3; expected one"),
        ("2.6", "2.6 is collected and not rated under probation_2021"),
        ("9.1", "found a rating of 9.1, expected a standard of probation_2021"),
    ],
)
def test_a_direct_rating_that_the_rules_do_not_allow_is_refused(number: str, said: str) -> None:
    given = {each: counts(1, 1) for each in oracle.QUESTIONS["2.2"]}
    with pytest.raises(CannotRate, match=said):
        rate_unit(given, {number: GOOD}, RULES)


def whys(rating: Rating, number: str) -> list[tuple[str, str]]:
    return [(each.why.value, each.key_question) for each in rating.standard(number).reasons]


@pytest.mark.parametrize(
    ("yes", "no", "near"),
    [
        (4499, 5501, False),  # 44.99
        (45, 55, True),
        (55, 45, True),
        (5501, 4499, False),
        (5999, 4001, False),
        (60, 40, True),
        (70, 30, True),
        (7001, 2999, False),
        (7499, 2501, False),
        (75, 25, True),
        (85, 15, True),
        (8501, 1499, False),
    ],
)
def test_five_points_either_side_of_a_boundary_on_the_unrounded_percentage(
    yes: int, no: int, near: bool
) -> None:
    found = {why for why, _ in whys(unit(q_2_1_1=(yes, no)), "2.1")}
    assert (Why.NEAR_A_BOUNDARY.value in found) is near


def test_the_reasons_are_sentences() -> None:
    rating = unit(q_2_1_1=(3, 2))
    assert [each.sentence for each in rating.standard("2.1").reasons] == [
        "2.1.1 is 60.00%, within 5 points of the boundary at 65%",
        "one case judged otherwise on 2.1.1 would make the standard Outstanding",
        "one case judged otherwise on 2.1.1 would make the standard Inadequate",
        "2.1.1 was judged in 5 cases; 5 or fewer is a small subsample",
    ]


def test_six_cases_are_no_small_subsample() -> None:
    assert ("small_subsample", "2.1.1") not in whys(unit(q_2_1_1=(3, 3)), "2.1")
    assert ("small_subsample", "2.1.1") in whys(unit(q_2_1_1=(0, 1)), "2.1")


def test_one_case_otherwise_counts_only_when_the_standards_band_changes() -> None:
    # 2.2.2 ties with 2.2.1 at 9 of 15 (60%); one more yes would lift neither the other nor the standard,
    # one fewer leaves 53%: the same band.
    tied = unit(q_2_2_1=(9, 6), q_2_2_2=(9, 6), q_2_2_3=(15, 0))
    assert [why for why, _ in whys(tied, "2.2")] == ["near_a_boundary", "near_a_boundary"]
    alone = unit(q_2_2_1=(9, 6), q_2_2_2=(15, 0), q_2_2_3=(15, 0))
    assert ("one_case_otherwise", "2.2.1") in whys(alone, "2.2")  # 10 of 15 is 67%: Good


def test_each_question_of_a_tie_is_tested() -> None:
    # Both are 50%; only the smaller one falls below 49.5% with one case.
    tied = unit(q_2_2_1=(500, 500), q_2_2_2=(10, 10), q_2_2_3=(15, 0))
    assert tied.standard("2.2").lowest == ("2.2.1", "2.2.2")
    others = [question for why, question in whys(tied, "2.2") if why == "one_case_otherwise"]
    assert others == ["2.2.2"]


def test_a_question_above_the_lowest_opens_no_discretion() -> None:
    rating = unit(q_2_2_1=(20, 80), q_2_2_2=(3, 2), q_2_2_3=(3, 2))
    assert rating.standard("2.2").reasons == ()


def test_the_panel_decides_where_discretion_is_open() -> None:
    rating = unit(q_2_2_1=(64, 36))
    decided = decided_by_panel(rating, {"2.2": GOOD})
    assert decided.standard("2.2").by is RatedBy.PANEL
    assert (rating.total, decided.total) == (17, 18)
    assert decided.standard("2.2").reasons == rating.standard("2.2").reasons


def test_a_panel_that_keeps_the_band_changes_nothing() -> None:
    rating = unit()
    assert decided_by_panel(rating, {"2.2": GOOD, "1.1": GOOD}) == rating


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1.1", "1.1: no rule opens discretion"),
        ("2.2", "2.2: no rule opens"),
        ("9.9", "found a decision on 9.9"),
    ],
)
def test_a_panel_cannot_decide_where_no_rule_opens_discretion(number: str, said: str) -> None:
    with pytest.raises(CannotRate, match=said):
        decided_by_panel(unit(q_2_2_1=(20, 80)), {number: BANDS["outstanding"]})


rows = st.lists(
    st.tuples(
        st.sampled_from("abcdefghij"),
        st.sampled_from([question for each in oracle.QUESTIONS.values() for question in each]),
        st.sampled_from(["yes", "yes", "no", "na"]),
        st.booleans(),
    ),
    max_size=200,
)


def rated(given_rows: list[oracle.Row]) -> Rating:
    judgements = [
        Judgement(case_id=case, key_question=question, judged=Judged(word), low_risk=low)
        for case, question, word, low in given_rows
    ]
    return rate_unit(count_judgements(judgements, RULES), DOMAIN_ONE, RULES)


@settings(max_examples=300, deadline=None)
@given(given_rows=rows)
def test_every_unit_is_rated_as_a_slow_second_rating_does(given_rows: list[oracle.Row]) -> None:
    rating = rated(given_rows)
    words: list[str | None] = ["Good"] * 4
    for number, questions in oracle.QUESTIONS.items():
        lists = [oracle.counted(given_rows, question) for question in questions]
        standard = rating.standard(number)
        assert (standard.band.name if standard.band else None) == oracle.rate_of(lists)
        assert {each.why.value for each in standard.reasons} == oracle.why(lists)
        words.append(oracle.rate_of(lists))
    known = [word for word in words if word is not None]
    expected = oracle.overall(known) if len(known) == len(words) else None
    assert (rating.overall.name if rating.overall else None) == expected


@settings(max_examples=150, deadline=None)
@given(given_rows=rows, at=st.integers(min_value=0))
def test_a_better_judgement_never_makes_a_rating_worse(given_rows: list[oracle.Row], at: int) -> None:
    refused = [place for place, row in enumerate(given_rows) if row[2] == "no"]
    if not refused:
        return
    place = refused[at % len(refused)]
    better = [*given_rows]
    better[place] = (*given_rows[place][:2], "yes", given_rows[place][3])
    for before, after in zip(rated(given_rows).standards, rated(better).standards, strict=True):
        assert (before.band is None) == (after.band is None)
        if before.band and after.band:
            assert after.band.score >= before.band.score


@given(yes=st.integers(0, 400), no=st.integers(0, 400))
def test_the_band_follows_from_the_exact_share_alone(yes: int, no: int) -> None:
    result = key_question_results({"2.1.1": counts(yes, no)}, RULES)[0]
    if yes + no == 0:
        assert result.band is None
        return
    assert result.band is not None
    assert result.band.name == oracle.word_for(Fraction(100 * yes, yes + no))
    assert result.interval is not None
    assert result.interval.low <= Fraction(100 * yes, yes + no) <= result.interval.high
    assert lowest([result]) == (result,)
