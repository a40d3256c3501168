"""The dates of timed answers: from stored text to what they say."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rules.definitions.banks import Question, TimeLimit
from rules.periods import BusinessCalendar
from rules.scoring.timing import Judged, Moments, judge_pair, judge_pairs

WALL = ZoneInfo("Europe/London")


def moments(limit: TimeLimit, stored: Mapping[str, Any] | None) -> Moments:
    """The two moments of a stored pair of ISO texts; wall-clock times become instants.

    Raises ValueError for a text that is no date or time.
    """
    pair = stored or {}
    return Moments(
        started=_moment(limit, pair.get("starts")),
        done=_moment(limit, pair.get("ends")),
        never_done=bool(pair.get("never_done")),
    )


def judge_dates(question: Question, dates: Mapping[str, Any], calendar: BusinessCalendar) -> str | None:
    """The answer that the dates give, or None while they are incomplete or the question has none."""
    if not question.timing:
        return None
    pairs = [moments(limit, dates.get(limit.id)) for limit in question.timing]
    return judge_pairs(question.timing, pairs, calendar, alternatives=question.timing_any)


def judge_each(
    question: Question, dates: Mapping[str, Any], calendar: BusinessCalendar
) -> list[tuple[TimeLimit, Judged]]:
    """What each complete pair says, for showing the arithmetic."""
    found = [
        (limit, judge_pair(limit, moments(limit, dates.get(limit.id)), calendar)) for limit in question.timing
    ]
    return [(limit, judged) for limit, judged in found if judged is not None]


def _moment(limit: TimeLimit, text: str | None) -> datetime | None:
    if not text:
        return None
    if limit.unit != "hours":
        return datetime.combine(date.fromisoformat(text), datetime.min.time())
    # Instants: 24 hours across a change of clocks are 24 hours.
    return datetime.fromisoformat(text).replace(tzinfo=WALL).astimezone(ZoneInfo("UTC"))
