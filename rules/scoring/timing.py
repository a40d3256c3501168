"""Answers that two dates decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.definitions.banks import TimeLimit
from rules.periods import BusinessCalendar

ON_TIME, LATE, NOT_DONE = "on_time", "late", "not_done"


class OutOfOrder(ValueError):
    """What followed is dated before what it followed."""


@dataclass(frozen=True)
class Moments:
    """When it started and when it was done; `never_done` says that it was not done at all."""

    started: datetime | None = None
    done: datetime | None = None
    never_done: bool = False


@dataclass(frozen=True)
class Judged:
    """One pair of moments: the answer it gives, and the last moment or day in time."""

    answer: str
    due: datetime | date | None
    skipped: tuple[tuple[date, str], ...] = ()


def judge_pair(limit: TimeLimit, moments: Moments, calendar: BusinessCalendar) -> Judged | None:
    """What one pair says, or None while something is missing.

    A limit in hours compares instants; in days or business days it compares dates. Judged by the due
    date, never by counting business days: a Saturday after a Friday due date is late.
    Raises OutOfOrder when the second moment lies before the first.
    """
    if moments.started is None:
        return Judged(NOT_DONE, None) if moments.never_done else None
    due = due_of(limit, moments.started, calendar)
    skipped = (
        calendar.skipped_days(moments.started.date(), due)
        if limit.unit == "business_days" and type(due) is date and due > moments.started.date()
        else ()
    )
    if moments.never_done:
        return Judged(NOT_DONE, due, skipped)
    if moments.done is None:
        return None
    _check_order(limit, moments.started, moments.done)
    in_time = moments.done <= due if isinstance(due, datetime) else moments.done.date() <= due
    return Judged(ON_TIME if in_time else LATE, due, skipped)


def due_of(limit: TimeLimit, started: datetime, calendar: BusinessCalendar) -> datetime | date:
    """The last moment (limits in hours) or day that is in time."""
    if limit.unit == "hours":
        return started + timedelta(hours=limit.amount)
    if limit.unit == "days" or limit.amount == 0:
        return started.date() + timedelta(days=limit.amount)
    return calendar.add_business_days(started.date(), limit.amount)


def judge_pairs(
    limits: Sequence[TimeLimit],
    pairs: Sequence[Moments],
    calendar: BusinessCalendar,
    *,
    alternatives: bool = False,
) -> str | None:
    """The answer of a timed question: all in time = on time, any never done = not done, else late.

    None while a pair is incomplete and none of the others is already never done. Of alternatives, pairs
    without an entry do not count.
    """
    entered = [
        (limit, pair)
        for limit, pair in zip(limits, pairs, strict=True)
        if not alternatives or pair != Moments()
    ]
    judged = [judge_pair(limit, pair, calendar) for limit, pair in entered]
    answers = [each and each.answer for each in judged]
    if NOT_DONE in answers:
        return NOT_DONE
    if None in answers or not answers:
        return None
    return ON_TIME if set(answers) == {ON_TIME} else LATE


def _check_order(limit: TimeLimit, started: datetime, done: datetime) -> None:
    earlier = done < started if limit.unit == "hours" else done.date() < started.date()
    if earlier:
        raise OutOfOrder(f"“{limit.ends}” lies before “{limit.starts}”")
