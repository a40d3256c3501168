"""What an action changed, in words and digits."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.audits.finding_queries import Change
from apps.audits.question_results import QuestionResult
from rules.statistics.differences import Difference
from rules.statistics.rounding import half_up


@dataclass(frozen=True)
class ChangeRow:
    """One line of the table; empty texts for what is not there yet."""

    question: str
    words: str
    before: str
    before_window: str
    after: str
    after_window: str
    verdict: str


def change_rows(changes: Iterable[Change]) -> list[ChangeRow]:
    return [_row(change) for change in changes]


def share_text(result: QuestionResult) -> str:
    """12 of 20 fully met (60.0%, 38.7% to 78.1%); no percentage of very few."""
    said = f"{result.full} of {result.counted} fully met"
    if not result.shows_percent or result.share is None or result.interval is None:
        return said
    low, high = half_up(result.interval.low, 1), half_up(result.interval.high, 1)
    return f"{said} ({half_up(result.share * 100, 1)}%, {low}% to {high}%)"


def _row(change: Change) -> ChangeRow:
    later = change.after_round
    return ChangeRow(
        question=change.question.id,
        words=change.question.text,
        before=share_text(change.before),
        before_window=change.before_round.window_text,
        after=share_text(change.after) if change.after else "",
        after_window=later.window_text if later else "",
        verdict=_verdict(change),
    )


def _verdict(change: Change) -> str:
    if change.after_round is None:
        return "No later round of this bank is published yet"
    if not change.comparable or change.after is None:
        return "The later edition asks this otherwise, so the two cannot be compared"
    found = change.difference
    if found is None or not (change.before.shows_percent and change.after.shows_percent):
        return "Too few cases to tell"
    return _words(found)


def _words(found: Difference) -> str:
    points = f"{half_up(found.points, 1):+} points, {half_up(found.low, 1):+} to {half_up(found.high, 1):+}"
    if not found.is_clear:
        return f"No clear change ({points})"
    return f"{'Better' if found.points > 0 else 'Worse'} ({points})"
