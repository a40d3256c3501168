"""Counting what people said, so that nobody can be told apart."""

from fractions import Fraction

from rules.definitions.survey import load_surveys
from rules.statistics.intervals import wilson
from rules.tables.views_of_people import GroupSaid, Reply, said, said_by_groups

SURVEY = load_surveys()[-1]
EASY = SURVEY.questions[0]
SEX = next(one for one in SURVEY.about if one.id == "sex")


def replies(*counts: tuple[str, str, int]) -> list[Reply]:
    """(answer, sex, number) -> so many replies."""
    return [
        {"easy": answer, **({"sex": sex} if sex else {})}
        for answer, sex, number in counts
        for _ in range(number)
    ]


def groups(*counts: tuple[str, str, int]) -> dict[str, GroupSaid]:
    names = {choice.en: choice.id for choice in SEX.choices}
    return {names[each.group]: each for each in said_by_groups(SURVEY, EASY, SEX, replies(*counts))}


def test_the_unsure_are_counted_and_leave_the_share() -> None:
    found = said(SURVEY, replies(("agree", "", 6), ("disagree", "", 2), ("unsure", "", 4)))[0]
    assert (found.replies, found.share) == (12, Fraction(3, 4))
    assert dict(found.counts) == {"agree": 6, "partly": 0, "disagree": 2, "unsure": 4}


def test_partly_is_not_agreement() -> None:
    assert said(SURVEY, replies(("agree", "", 5), ("partly", "", 5)))[0].share == Fraction(1, 2)


def test_one_reply_below_the_least_number_nothing_is_shown() -> None:
    fewest = SURVEY.fewest_shown
    assert said(SURVEY, replies(("agree", "", fewest)))[0].is_shown
    below = said(SURVEY, replies(("agree", "", fewest - 1)))[0]
    assert (below.replies, below.is_shown, below.share) == (fewest - 1, False, None)


def test_a_question_of_which_everybody_is_unsure_has_no_share() -> None:
    found = said(SURVEY, replies(("unsure", "", 20)))[0]
    assert (found.share, found.interval) == (None, None)


def test_groups_of_enough_people_are_told_apart() -> None:
    found = groups(("agree", "female", 9), ("disagree", "female", 3), ("agree", "male", 20))
    assert (found["female"].replies, found["female"].share) == (12, Fraction(3, 4))
    assert found["male"].share == 1


def test_a_small_group_is_withheld() -> None:
    found = groups(("agree", "female", 9), ("agree", "male", 30))
    assert found["female"] == GroupSaid(group="A woman", replies=None, share=None, interval=None)


def test_one_small_group_takes_the_smallest_large_one_along() -> None:
    """Else the small one could be worked out from the whole."""
    found = groups(("agree", "female", 3), ("agree", "male", 30), ("agree", "other", 12))
    assert [found[name].replies for name in ("female", "male", "other")] == [None, 30, None]


def test_those_who_did_not_say_who_they_are_are_protected_alike() -> None:
    found = groups(("agree", "", 2), ("agree", "male", 30), ("agree", "female", 12))
    assert [found[name].replies for name in ("female", "male")] == [None, 30]


def test_enough_people_left_over_need_no_further_protection() -> None:
    found = groups(("agree", "", 10), ("agree", "male", 30), ("agree", "female", 12))
    assert [found[name].replies for name in ("female", "male")] == [12, 30]


def test_a_share_has_its_interval_and_each_question_stands_in_its_place() -> None:
    found = said(SURVEY, replies(("agree", "", 6), ("disagree", "", 4)))
    assert [each.question.id for each in found] == [question.id for question in SURVEY.questions]
    assert found[0].interval == wilson(6, 10)
    assert (found[1].replies, dict(found[1].counts), found[1].interval) == (0, {}, None)
    group = groups(("agree", "female", 9), ("disagree", "female", 3), ("agree", "male", 20))["female"]
    assert (group.group, group.interval) == ("A woman", wilson(9, 12))


def test_the_unsure_belong_to_no_group() -> None:
    found = groups(("agree", "female", 10), ("unsure", "female", 9), ("agree", "male", 20))
    assert found["female"].replies == 10
