"""Scored cases by who the people are: what is hidden, what is compared, what an old sample says."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from apps.audits.group_results import NOT_FROZEN, NOT_RECORDED, Verdict, by_characteristic
from apps.audits.queries import ScoredCase
from rules.definitions.audit_characteristics import load_audit_characteristics
from rules.definitions.small_numbers import load_small_numbers

TOLD_BY, RULES = load_audit_characteristics()[0], load_small_numbers()[0]


def case(score, *, age=30, sex="male", frozen=True, **recorded):
    snapshot = {"person": {"age": age, "sex": sex}}
    if frozen:
        snapshot["characteristics"] = (
            {one.id: None for one in TOLD_BY.characteristics} | {"sex": sex} | recorded
        )
    sampled = SimpleNamespace(snapshot=snapshot)
    return ScoredCase(SimpleNamespace(sampled_case=sampled), {"percent": str(Fraction(score))})


def groups(cases, title):
    found = by_characteristic(cases, told_by=TOLD_BY, rules=RULES)
    return next(one for one in found if one.title == title)


def counts(cases, title):
    return {group.name: group.count for group in groups(cases, title).groups}


def test_groups_stand_in_the_order_of_the_file_with_the_unrecorded_last():
    cases = [
        *(case(80, ethnicity="white") for _ in range(6)),
        *(case(80, ethnicity=None) for _ in range(5)),
        *(case(80, ethnicity="asian") for _ in range(7)),
        *(case(80, ethnicity="unknown") for _ in range(2)),
    ]
    assert list(counts(cases, "Ethnic group").items()) == [
        ("Asian or Asian British", 7),
        ("White", 6),
        (NOT_RECORDED, 7),
    ]


def test_a_group_of_fewer_than_five_is_hidden_with_the_one_that_would_tell_it():
    cases = [case(80, disability="yes") for _ in range(4)] + [case(90, disability="no") for _ in range(20)]
    hidden, other = groups(cases, "Disability").groups
    assert (hidden.count, hidden.mean, hidden.interval, hidden.verdict) == (None, None, None, None)
    assert other.count is None


def test_an_old_sample_tells_age_and_sex_and_says_that_the_rest_is_not_in_it():
    cases = [case(80, sex=sex, frozen=False) for sex in ("male", "female") for _ in range(6)]
    assert counts(cases, "Sex") == {"Female": 6, "Male": 6}
    assert counts(cases, "Age") == {"25 to 34": 12}
    religion = groups(cases, "Religion or belief")
    assert ([group.name for group in religion.groups], religion.is_frozen) == ([NOT_FROZEN], False)


def test_a_sample_of_both_kinds_keeps_the_unrecorded_and_the_unfrozen_apart():
    cases = [case(80, religion="none") for _ in range(6)] + [case(80) for _ in range(5)]
    cases += [case(80, frozen=False) for _ in range(5)]
    assert counts(cases, "Religion or belief") == {"No religion": 6, NOT_RECORDED: 5, NOT_FROZEN: 5}
    assert groups(cases, "Religion or belief").is_frozen


def spread(middle, count, **recorded):
    return [case(middle + (place % 5) - 2, **recorded) for place in range(count)]


@pytest.mark.parametrize(
    ("women", "number", "verdict"),
    [
        (60, 12, Verdict.LOWER),
        (95, 12, Verdict.HIGHER),
        (80, 12, Verdict.NONE),
        (60, 9, Verdict.TOO_FEW),
    ],
)
def test_words_need_ten_cases_and_more_than_chance(women, number, verdict):
    cases = spread(women, number, sex="female") + spread(80, 30)
    found = next(group for group in groups(cases, "Sex").groups if group.name == "Female")
    assert (found.count, found.verdict) == (number, verdict)


def test_a_difference_that_is_clear_alone_is_not_told_among_many_comparisons():
    """Eight comparisons of 2% each would find such a one by chance in one page of six."""
    shifted = [case(79 + (place % 5) - 2, disability="yes") for place in range(20)]
    rest = [case(80 + (place % 5) - 2, disability="no") for place in range(20)]
    many = [
        spread(80, 10, disability="prefers_not_to_say", ethnicity=one)
        for one in ("asian", "black", "mixed", "other")
    ]
    cases = [*shifted, *rest, *(each for some in many for each in some)]
    found = next(group for group in groups(cases, "Disability").groups if group.name == "Disabled")
    assert found.against_rest.is_clear
    assert found.verdict == Verdict.NONE


def test_nobody_is_compared_with_those_of_whom_nothing_is_recorded():
    cases = spread(80, 12, ethnicity="white") + spread(60, 12)
    unrecorded = next(one for one in groups(cases, "Ethnic group").groups if one.name == NOT_RECORDED)
    assert (unrecorded.count, unrecorded.verdict, unrecorded.against_rest) == (12, None, None)
