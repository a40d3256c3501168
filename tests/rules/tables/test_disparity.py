"""Verdicts on groups: large and sure, sure but small, unsure, and too few to say."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.definitions.disclosure import load_disclosure
from rules.definitions.equality import monitoring_on
from rules.statistics.two_shares import Chance, Tally, tally_of_cases
from rules.tables.disparity import Because, Comparable, Compared, Verdict, compare_groups, judged
from rules.tables.disparity_published import Cases, printed
from rules.tables.disparity_words import REASONS, VERDICTS, correction_in_words, helped
from rules.tables.small_tables import told_apart_in_places

DAY = date(2026, 3, 31)
RULES = monitoring_on(DAY)
EDITION = load_disclosure().on(DAY)


def compared(*, lower: bool = False, **groups: tuple[int, int]) -> dict[str, Compared]:
    """One family of one characteristic, each group as (met, counted)."""
    tallies = {name: tally_of_cases(*pair) for name, pair in groups.items()}
    one = Comparable(
        key=("M",), lower_is_better=lower, groups=compare_groups(tallies, list(tallies), rules=RULES)
    )
    return {each.group: each for each in judged([one], rules=RULES)[0].groups}


def verdict(found: Compared) -> tuple[Verdict, Because]:
    return found.verdict, found.because


@pytest.mark.parametrize(
    ("own", "rest", "expected"),
    [
        ((120, 200), (900, 1000), (Verdict.WORSE, Because.BEYOND_CHANCE)),
        ((190, 200), (700, 1000), (Verdict.BETTER, Because.BEYOND_CHANCE)),
        ((178, 200), (900, 1000), (Verdict.NONE, Because.CHANCE)),
        ((48_800, 50_000), (98_600, 100_000), (Verdict.NONE, Because.SMALL)),
        ((20, 40), (30, 50), (Verdict.TOO_FEW, Because.WIDE)),
        ((3, 9), (900, 1000), (Verdict.TOO_FEW, Because.FEW_PEOPLE)),
        ((900, 1000), (3, 9), (Verdict.TOO_FEW, Because.FEW_OTHERS)),
        # One missed case in ten where everybody else met: at least 1 is expected nowhere but here.
        ((9, 10), (100_000, 100_000), (Verdict.TOO_FEW, Because.FEW_EXPECTED)),
    ],
)
def test_a_verdict_weighs_chance_size_and_people(
    own: tuple[int, int], rest: tuple[int, int], expected: tuple[Verdict, Because]
) -> None:
    assert verdict(compared(own=own, rest=rest)["own"]) == expected


def test_where_lower_is_better_more_is_worse() -> None:
    found = compared(lower=True, own=(120, 200), rest=(900, 1000))
    assert found["own"].verdict is Verdict.BETTER
    assert found["rest"].verdict is Verdict.WORSE


def test_a_difference_of_just_the_least_points_counts() -> None:
    """87 of 100 against 90: three points, sure enough with a hundred thousand cases."""
    found = compared(own=(87_000, 100_000), rest=(90_000, 100_000))
    assert found["own"].difference is not None
    assert found["own"].difference.points == -3
    assert found["own"].verdict is Verdict.WORSE


def test_of_two_groups_one_is_the_other_turned_round_and_counts_once() -> None:
    found = compared(a=(130, 200), b=(160, 200))
    assert (found["a"].mirrors, found["b"].mirrors) == (False, True)
    assert found["a"].adjusted == found["b"].adjusted == pytest.approx(found["a"].chance.chance)  # type: ignore[union-attr]


def test_people_of_no_group_are_nobodys_rest() -> None:
    found = compared(a=(50, 100), b=(60, 100), prefers_not_to_say=(1, 50), not_recorded=(0, 70))
    assert set(found) == {"a", "b"}
    assert found["a"].rest == tally_of_cases(60, 100)


def test_the_only_group_is_compared_with_nobody() -> None:
    only = compared(a=(50, 100), b=(0, 0))["a"]
    assert verdict(only) == (Verdict.TOO_FEW, Because.FEW_OTHERS)
    assert (only.difference, only.relative, only.chance) == (None, None, None)


def test_more_comparisons_told_together_ask_more_of_each() -> None:
    tallies = {"a": tally_of_cases(160, 200), "b": tally_of_cases(1750, 2000)}
    groups = compare_groups(tallies, ["a", "b"], rules=RULES)
    one = Comparable(key=("M",), lower_is_better=False, groups=groups)
    chance = {"a": tally_of_cases(175, 200), "b": tally_of_cases(1750, 2000)}
    other = Comparable(
        key=("N",), lower_is_better=False, groups=compare_groups(chance, ["a", "b"], rules=RULES)
    )
    assert judged([one], rules=RULES)[0].groups[0].verdict is Verdict.WORSE
    assert judged([one, *[other] * 20], rules=RULES)[0].groups[0].verdict is Verdict.NONE


def test_months_of_few_people_are_no_proof_where_months_of_many_are() -> None:
    """240 months: of 20 people, half of whom never met and half always, against 240 people."""
    few = Tally(counted=240, met=120, people=20, squared=2880, met_squared=1440, crossed=1440)
    rest = tally_of_cases(14_000, 20_000)
    for own, expected in ((few, Verdict.TOO_FEW), (tally_of_cases(120, 240), Verdict.WORSE)):
        groups = compare_groups({"own": own, "rest": rest}, ["own", "rest"], rules=RULES)
        one = Comparable(key=("M",), lower_is_better=False, groups=groups)
        assert judged([one], rules=RULES)[0].groups[0].verdict is expected


def test_holm_is_the_other_correction_that_the_rules_know() -> None:
    rules = RULES.model_copy(update={"correction": "holm"})
    groups = compare_groups(
        {"a": tally_of_cases(1, 50), "b": tally_of_cases(49, 50)}, ["a", "b"], rules=rules
    )
    one = Comparable(key=("M",), lower_is_better=False, groups=groups)
    assert judged([one], rules=rules)[0].groups[0].verdict is Verdict.WORSE
    assert "any disparity at all is named with a chance of at most 5%" in correction_in_words(rules)


def test_every_verdict_and_reason_has_words() -> None:
    assert set(VERDICTS) == set(helped(RULES)) == set(Verdict)
    assert set(REASONS) == set(Because)
    assert "by 3 percentage points or more" in helped(RULES)[Verdict.WORSE]
    halved = RULES.model_copy(update={"least_points": Fraction(5, 2)})
    assert "by 2.5 percentage points or more" in helped(halved)[Verdict.WORSE]


sizes = st.dictionaries(
    st.sampled_from("ABCD"),
    st.dictionaries(st.sampled_from("wxyz"), st.integers(0, 12), min_size=1),
    min_size=1,
)


@given(sizes)
def test_no_line_of_places_or_groups_gives_a_small_group_away(found: dict[str, dict[str, int]]) -> None:
    shown = told_apart_in_places(found, fewest=5)
    lines = [[(place, group) for group in row] for place, row in found.items()]
    lines += [[(place, group) for place, row in found.items() if group in row] for group in "wxyz"]
    for line in lines:
        kept_back = [found[place][group] for place, group in line if (place, group) not in shown]
        left = [cell for cell in line if cell in shown and found[cell[0]][cell[1]]]
        assert 0 not in kept_back
        assert not left or not kept_back or (len(kept_back) > 1 and sum(kept_back) >= 5)
    assert all(found[place][group] >= 5 or not found[place][group] for place, group in shown)


def test_a_group_is_kept_back_in_a_second_place_when_the_total_would_tell_of_it() -> None:
    found = {
        "A": {"x": 3, "y": 20, "z": 30},
        "B": {"x": 9, "y": 25, "z": 40},
        "C": {"x": 50, "y": 60, "z": 70},
    }
    shown = told_apart_in_places(found, fewest=5)
    assert {("A", "x"), ("A", "y"), ("B", "x"), ("B", "y")}.isdisjoint(shown)
    assert {("C", "x"), ("C", "y"), ("C", "z"), ("A", "z"), ("B", "z")} <= shown


cases = st.dictionaries(
    st.sampled_from(["a", "b", "c", "not_recorded", "prefers_not_to_say"]),
    st.integers(0, 14).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),
    min_size=1,
)
OUTSIDE = ("not_recorded", "prefers_not_to_say")


@given(cases)
def test_no_small_count_of_print_follows_from_the_known_sums(found: dict[str, Cases]) -> None:
    """Whoever knows every sum finds two values or more for each small count that is hidden."""
    result = printed(found, OUTSIDE, edition=EDITION)
    small = {row for row, pair in found.items() if any(EDITION.suppresses(count) for count in pair)}
    assert small <= result.hidden
    if result.hidden == frozenset(found):
        return
    parts = [[row for row in found if (row in OUTSIDE) == outside] for outside in (True, False)]
    for part in parts if result.rest_is_known else [list(found)]:
        hidden = [found[row] for row in part if row in result.hidden and found[row][0]]
        assert not hidden or (len(hidden) > 1 and sum(counted for counted, _ in hidden) > max(4, len(hidden)))


def test_a_small_number_of_no_group_takes_the_comparisons_with_it() -> None:
    found = printed({"a": (90, 60), "b": (80, 50), "not_recorded": (3, 2)}, OUTSIDE, edition=EDITION)
    assert (found.hidden, found.rest_is_known) == ({"b", "not_recorded"}, False)


def test_groups_and_people_of_no_group_are_covered_apart_where_they_can_be() -> None:
    found = printed(
        {"a": (90, 60), "b": (80, 50), "c": (2, 1), "not_recorded": (30, 20)}, OUTSIDE, edition=EDITION
    )
    assert (found.hidden, found.rest_is_known) == ({"b", "c"}, True)


def test_more_goes_where_the_hidden_rows_would_say_that_everybody_in_them_missed() -> None:
    found = printed({"a": (90, 60), "b": (20, 0), "c": (2, 0), "d": (50, 40)}, (), edition=EDITION)
    assert found.hidden == {"b", "c", "d"}


def test_nothing_is_printed_where_subtracting_two_tables_tells_of_a_few() -> None:
    found = printed({"yes": (90, 60), "no": (80, 50)}, (), edition=EDITION, beside=[(3, 3)])
    assert (found.hidden, found.rest_is_known) == ({"yes", "no"}, False)
    assert not printed({"yes": (90, 60), "no": (80, 50)}, (), edition=EDITION, beside=[(9, 5)]).hidden


def test_missed_cases_count_as_small_where_the_edition_says_so() -> None:
    strict = EDITION.model_copy(update={"misses_are_counts": True})
    found: dict[str, Cases] = {"a": (90, 88), "b": (80, 50), "c": (70, 60)}
    assert printed(found, (), edition=EDITION).hidden == frozenset()
    assert "a" in printed(found, (), edition=strict).hidden


def test_a_line_that_withholds_just_as_many_people_as_are_told_apart_withholds_no_more() -> None:
    found = {"A": {"x": 2, "y": 3, "z": 30}, "B": {"x": 2, "y": 3, "z": 30}}
    assert told_apart_in_places(found, fewest=5) == {("A", "z"), ("B", "z")}


def test_hidden_rows_hold_more_cases_than_are_small_and_more_than_one_each() -> None:
    small: dict[str, Cases] = {"a": (2, 1), "b": (2, 1), "c": (90, 60), "d": (80, 50)}
    assert printed(small, (), edition=EDITION).hidden == {"a", "b", "d"}
    ones: dict[str, Cases] = dict.fromkeys("abcde", (1, 1)) | {"f": (90, 60), "g": (80, 50)}
    assert printed(ones, (), edition=EDITION).hidden == {*"abcdeg"}


def test_verdicts_and_reasons_are_kept_by_codes_that_stay() -> None:
    assert [str(one) for one in Verdict] == ["worse", "better", "none", "too_few"]
    assert [str(one) for one in Because] == [
        "beyond_chance", "small", "chance", "few_people", "few_others", "few_expected", "wide",
    ]  # fmt: skip
    assert [one.is_disparity for one in Verdict] == [True, True, False, False]


def test_a_chance_of_just_the_level_is_not_seldom() -> None:
    rules = RULES.model_copy(update={"level": Fraction(1, 4), "correction": "holm"})
    [one, *_] = compare_groups(
        {"a": tally_of_cases(60, 100), "b": tally_of_cases(68, 100)}, ["a", "b"], rules=rules
    )
    for chance, expected in ((0.25, Verdict.TOO_FEW), (0.2499, Verdict.WORSE)):
        told = replace(one, chance=Chance(chance=chance, fewest_expected=Fraction(50)))
        family = [Comparable(key=("M",), lower_is_better=False, groups=[told])]
        assert judged(family, rules=rules)[0].groups[0].verdict is expected


def test_less_than_a_point_has_its_direction_too() -> None:
    rules = RULES.model_copy(update={"least_points": Fraction(1, 2)})
    tallies = {"a": tally_of_cases(90_800, 100_000), "b": tally_of_cases(90_000, 100_000)}
    groups = compare_groups(tallies, ["a", "b"], rules=rules)
    found = judged([Comparable(key=("M",), lower_is_better=False, groups=groups)], rules=rules)[0].groups
    assert [one.verdict for one in found] == [Verdict.BETTER, Verdict.WORSE]


def test_the_correction_of_the_rules_is_told_in_a_sentence() -> None:
    told = correction_in_words(RULES)
    assert told.endswith("of the disparities named, at most 5% are expected to be chance.")


def test_as_many_people_as_are_asked_for_are_enough_on_either_side() -> None:
    found = compared(a=(5, 10), b=(5, 10))
    assert [(one.too_few, one.chance is None) for one in found.values()] == [(None, False)] * 2
    fewer = compared(a=(5, 9), b=(5, 10))
    assert [one.too_few for one in fewer.values()] == [Because.FEW_PEOPLE, Because.FEW_OTHERS]


def test_a_small_group_that_is_the_only_one_is_small_first() -> None:
    assert verdict(compared(a=(3, 5), b=(0, 0))["a"]) == (Verdict.TOO_FEW, Because.FEW_PEOPLE)


def test_the_smallest_group_that_can_go_goes() -> None:
    found = {"A": {"x": 3, "y": 40, "z": 20}, "B": {"x": 9, "y": 60, "z": 50}}
    shown = told_apart_in_places(found, fewest=5)
    assert shown == {("A", "y"), ("B", "y")}
