"""The words and days that a dated rule gives to what was recorded under it."""

from datetime import date
from fractions import Fraction
from types import ModuleType
from typing import Any

import pytest

from rules.definitions import evidence, improvement, quality
from rules.definitions.disclosure import load_disclosure
from rules.definitions.profile import AGE, NOT_RECORDED, CaseloadProfile, age_on, load_profile
from rules.definitions.second_marks import load_second_marks

FRIDAY = date(2024, 3, 8)


def edition_of(load: Any, **changed: Any) -> Any:
    return load()[0].model_copy(update=changed)


def test_an_action_is_due_so_many_business_days_after_it_is_opened() -> None:
    rules = edition_of(
        improvement.load_improvement, act_within_business_days=2, answer_within_business_days=1
    )
    assert rules.act_by(FRIDAY) == date(2024, 3, 12)
    assert rules.answer_by(FRIDAY) == date(2024, 3, 11)


def test_an_item_of_data_quality_is_due_so_many_business_days_after_it_is_raised() -> None:
    assert edition_of(quality.load_items, answer_within_business_days=3).due_on(FRIDAY) == date(2024, 3, 13)


# Who says the words of which list, and by which function.
WORDS = [
    (evidence, "load_evidence_rules", "sources", "source_words"),
    (improvement, "load_improvement", "kinds", "kind_words"),
    (improvement, "load_improvement", "outcomes", "outcome_words"),
    (quality, "load_items", "faults", "fault_words"),
    (quality, "load_items", "outcomes", "outcome_words"),
]


@pytest.mark.parametrize(("module", "load", "listed", "say"), WORDS)
def test_the_newest_words_of_any_edition_are_said(
    module: ModuleType, load: str, listed: str, say: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (edition,) = getattr(module, load)()
    first, second = getattr(edition, listed)[:2]
    old = edition.model_copy(update={listed: (first, second)})
    new = edition.model_copy(update={listed: (first.model_copy(update={"words": "Other words"}),)})
    monkeypatch.setattr(module, load, lambda: (old, new))
    words = getattr(module, say)
    assert words(first.id) == "Other words"
    assert words(second.id) == second.words  # an edition that drops a code does not take its words away
    assert words("never_listed") == "never_listed"


def test_a_kind_of_file_is_found_by_its_suffix() -> None:
    rules = evidence.load_evidence_rules()[0]
    found = rules.kind_of("txt")
    assert found is not None
    assert (found.media_type, found.is_text, found.is_zip) == ("text/plain", True, False)
    assert rules.kind_of("exe") is None


@pytest.mark.parametrize(
    ("base", "count", "printed"),
    [
        (None, 7, 7),
        (5, 2, 0),
        (5, 3, 5),
        (5, 7, 5),
        (5, 8, 10),
        (10, 4, 0),
        (10, 5, 10),
        (10, 15, 20),
        (2, 1, 2),
    ],
)
def test_a_count_is_rounded_to_a_multiple_of_the_base_halves_up(
    base: int | None, count: int, printed: int
) -> None:
    rule = load_disclosure().editions[0].model_copy(update={"rounding_base": base})
    assert rule.rounded(count) == printed


def test_one_case_to_four_are_too_few_to_print_and_none_never_is() -> None:
    rule = load_disclosure().editions[0]
    assert [count for count in range(8) if rule.suppresses(count)] == [1, 2, 3, 4]


def test_a_tenth_of_the_cases_is_marked_twice() -> None:
    rule = load_second_marks().editions[0]
    assert (rule.share, rule.at_least, rule.prefer_other_regions) == (Fraction(1, 10), 6, True)


def with_ages(*starts: int) -> CaseloadProfile:
    return load_profile().model_copy(update={"age_groups_from": starts})


def test_age_groups_reach_to_the_year_before_the_next_and_the_last_has_no_end() -> None:
    by_age = with_ages(18, 21, 70).by_age
    assert (by_age.id, by_age.title) == (AGE, "Age") == ("age", "Age")
    assert by_age.values == {"0": "Under 18", "18": "18 to 20", "21": "21 to 69", "70": "70 and over"}
    assert with_ages(18).by_age.values == {"0": "Under 18", "18": "18 and over"}


@pytest.mark.parametrize(
    ("years", "group"), [(0, "0"), (17, "0"), (18, "18"), (20, "18"), (21, "21"), (99, "21")]
)
def test_somebody_belongs_to_the_group_that_their_age_has_reached(years: int, group: str) -> None:
    assert with_ages(18, 21).age_group(years) == group


@pytest.mark.parametrize("starts", [(18, 18), (21, 18)])
def test_ages_that_do_not_rise_are_refused(starts: tuple[int, ...]) -> None:
    raw = load_profile().model_dump() | {"age_groups_from": starts}
    with pytest.raises(ValueError, match="age_groups_from must rise"):
        CaseloadProfile.model_validate(raw)


def test_a_value_without_words_is_refused_and_an_unknown_one_is_not_recorded() -> None:
    profile = load_profile()
    risk = next(each for each in profile.characteristics if each.id == "risk")
    assert profile.group(risk, "high") == "high"
    assert [profile.group(risk, value) for value in (None, "unknown")] == [NOT_RECORDED] * 2
    assert NOT_RECORDED == "not_recorded"
    with pytest.raises(
        ValueError, match="risk: found 'extreme', expected one of low, medium, high, very_high"
    ):
        profile.group(risk, "extreme")


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2000, 5, 10), date(2024, 5, 9), 23),
        (date(2000, 5, 10), date(2024, 5, 10), 24),
        (date(2000, 5, 10), date(2024, 4, 30), 23),
        (date(2000, 5, 10), date(2024, 6, 1), 24),
        (date(2000, 2, 29), date(2023, 2, 28), 22),
        (date(2000, 2, 29), date(2023, 3, 1), 23),
    ],
)
def test_an_age_is_counted_in_full_years(born: date, day: date, years: int) -> None:
    assert age_on(born, day) == years
