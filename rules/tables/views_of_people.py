"""What people said in a survey, counted so that nobody can be told apart."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rules.definitions.survey import AboutYou, SurveyEdition, SurveyQuestion
from rules.statistics.intervals import Interval, wilson
from rules.statistics.rounding import rate
from rules.tables.small_groups import told_apart

# question or characteristic id -> answer id, of one reply
Reply = Mapping[str, str]
AGREE = "agree"
UNSURE = "unsure"


@dataclass(frozen=True, kw_only=True)
class Said:
    """The answers to one question. `replies`: everybody who answered it, the unsure too.

    `share`: of those who are not unsure, who agreed; None with its interval where too few answered to show
    anything, and then `counts` is empty.
    """

    question: SurveyQuestion
    replies: int
    counts: Mapping[str, int]
    share: Fraction | None
    interval: Interval | None

    @property
    def is_shown(self) -> bool:
        return bool(self.counts)


@dataclass(frozen=True, kw_only=True)
class GroupSaid:
    """One group's share on one question; `share` is None where the group or what is left is too small."""

    group: str
    replies: int | None
    share: Fraction | None
    interval: Interval | None


def said(survey: SurveyEdition, replies: Sequence[Reply]) -> list[Said]:
    """Each question's counts, share and Wilson interval, in the order of the survey.

    A question that fewer than `fewest_shown` people answered shows nothing but how many there were.
    """
    return [_said(survey, question, replies) for question in survey.questions]


def _said(survey: SurveyEdition, question: SurveyQuestion, replies: Sequence[Reply]) -> Said:
    given = Counter(reply[question.id] for reply in replies if reply.get(question.id))
    total = given.total()
    if total < survey.fewest_shown:
        return Said(question=question, replies=total, counts={}, share=None, interval=None)
    decided = total - given[UNSURE]
    return Said(
        question=question,
        replies=total,
        counts={answer.id: given[answer.id] for answer in survey.answers},
        share=rate(given[AGREE], decided),
        interval=wilson(given[AGREE], decided),
    )


def said_by_groups(
    survey: SurveyEdition, question: SurveyQuestion, about: AboutYou, replies: Sequence[Reply]
) -> list[GroupSaid]:
    """One question by one characteristic. A group below `fewest_in_a_group` is withheld, and others with it
    where it could be worked out; those who did not say who they are count as a group.
    """
    answered = [reply for reply in replies if reply.get(question.id, UNSURE) != UNSURE]
    sizes = Counter(reply.get(about.id, "") for reply in answered)
    groups = [choice.id for choice in about.choices]
    shown = told_apart(sizes, groups, fewest=survey.fewest_in_a_group)
    return [
        _group(choice.en, question, about, answered) if choice.id in shown else _withheld(choice.en)
        for choice in about.choices
    ]


def _group(name: str, question: SurveyQuestion, about: AboutYou, answered: Sequence[Reply]) -> GroupSaid:
    chosen = next(choice.id for choice in about.choices if choice.en == name)
    theirs = [reply[question.id] for reply in answered if reply.get(about.id) == chosen]
    agreed = theirs.count(AGREE)
    return GroupSaid(
        group=name,
        replies=len(theirs),
        share=rate(agreed, len(theirs)),
        interval=wilson(agreed, len(theirs)),
    )


def _withheld(name: str) -> GroupSaid:
    return GroupSaid(group=name, replies=None, share=None, interval=None)
