"""What a survey says so far, as a page, a download or a report may show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from apps.inspections.models import Survey
from apps.inspections.survey_actions import replies_of
from rules.definitions.survey import AboutYou, SurveyEdition, survey_edition
from rules.statistics.intervals import Interval
from rules.statistics.rounding import half_up
from rules.tables.views_of_people import GroupSaid, Reply, Said, said, said_by_groups

COLUMNS = ("question", "in_words", "prompts", "replies", "agree", "partly", "disagree", "unsure")
COLUMNS_SHARE = ("agree_percent", "low_percent", "high_percent")


@dataclass(frozen=True, kw_only=True)
class SurveyResults:
    """`words`: free answers in random order, empty while few replied; `by_group`: of each characteristic."""

    survey: Survey
    replies: int
    shown: bool
    questions: tuple[Said, ...]
    by_group: tuple[tuple[str, tuple[tuple[Said, tuple[GroupSaid, ...]], ...]], ...]
    words: tuple[str, ...]

    @property
    def response_percent(self) -> str:
        """How many in a hundred of those with a link replied; empty before links were made."""
        return share_text(Fraction(self.replies, self.survey.issued)) if self.survey.issued else ""


def results_of(survey: Survey) -> SurveyResults:
    """The counted answers of a closed survey; of an open one only how many there are.

    Counts of an open survey would show, from one look to the next, what the newest reply said.
    """
    number = survey.replies.count()
    edition = survey_edition(survey.edition)
    shown = survey.is_closed and number >= edition.fewest_shown
    if not shown:
        return SurveyResults(survey=survey, replies=number, shown=False, questions=(), by_group=(), words=())
    replies = list(replies_of(survey))
    counted = said(edition, replies)
    return SurveyResults(
        survey=survey,
        replies=number,
        shown=True,
        questions=tuple(counted),
        by_group=tuple(
            (
                one.en,
                tuple(
                    (each, tuple(said_by_groups(edition, each.question, one, replies))) for each in counted
                ),
            )
            for one in edition.about
        ),
        words=tuple(survey.replies.exclude(words="").order_by("id").values_list("words", flat=True)),
    )


def _by_group(
    edition: SurveyEdition, about: AboutYou, counted: Sequence[Said], replies: Sequence[Reply]
) -> Iterator[tuple[Said, tuple[GroupSaid, ...]]]:
    for each in counted:
        yield each, tuple(said_by_groups(edition, each.question, about, replies))


def result_rows(results: SurveyResults) -> list[dict[str, Any]]:
    """A row for each question; empty cells where too few answered."""
    return [_row(each) for each in results.questions]


def _row(each: Said) -> dict[str, Any]:
    row: dict[str, Any] = {
        "question": each.question.id,
        "in_words": each.question.en,
        "prompts": " ".join(each.question.prompts),
        "replies": each.replies,
        **{name: each.counts.get(name) for name in ("agree", "partly", "disagree", "unsure")},
    }
    shares = (each.share, *(interval_ends(each.interval)))
    return row | {name: percent(value) for name, value in zip(COLUMNS_SHARE, shares, strict=True)}


def interval_ends(interval: Interval | None) -> tuple[Any, Any]:
    return (interval.low, interval.high) if interval else (None, None)


def percent(value: Any) -> Any:
    """A share as percent to one decimal; an interval's end is in percent already."""
    if value is None:
        return None
    return half_up(100 * value, 1) if isinstance(value, Fraction) else half_up(value, 1)


def share_text(value: Fraction | None) -> str:
    return "" if value is None else f"{percent(value)}%"
