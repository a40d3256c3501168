"""Readings of one person's events that several measures share, each a sentence of the common rules."""

from collections.abc import Container, Iterable
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeVar

from rules.events import Allocation, SupervisionPeriod
from rules.facts import UNALLOCATED, Place
from rules.measures.cases.case import Asked, earliest
from rules.periods import OutsideCalendar

ATTENDED = ("attended", "attended_late")
COMMUNITY_SENTENCES = ("community_order", "suspended_sentence_order")


class Version(Protocol):
    """A version of an appointment or session."""

    @property
    def scheduled_on(self) -> date: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def superseded_at(self) -> datetime | None: ...
    @property
    def cancelled_at(self) -> datetime | None: ...
    @property
    def outcome(self) -> str | None: ...


class Held(Protocol):
    """A period in custody or detention."""

    @property
    def start_on(self) -> date: ...
    @property
    def end_on(self) -> date | None: ...


AnyVersion = TypeVar("AnyVersion", bound=Version)


def stood_on_its_day(version: Version, *, came: Container[str] = ATTENDED) -> bool:
    """Common rule 6: recorded by the end of its day (later only if it came about), not withdrawn by then."""
    day_is_over_at = datetime.combine(version.scheduled_on + timedelta(days=1), time.min)
    if version.superseded_at is not None and version.superseded_at < day_is_over_at:
        return False
    if version.cancelled_at is not None and version.cancelled_at < day_is_over_at:
        return False
    return version.recorded_at < day_is_over_at or version.outcome in came


def first_standing(versions: Iterable[AnyVersion], asked: Asked, since: date) -> AnyVersion | None:
    """The earliest version scheduled from a day to the as-at day that stood on its day."""
    standing = [v for v in versions if since <= v.scheduled_on <= asked.as_at and stood_on_its_day(v)]
    return min(standing, key=lambda version: version.scheduled_on, default=None)


def death_on(asked: Asked) -> date | None:
    return earliest(death.died_on for death in asked.events.deaths)


def transfer_on(asked: Asked, since: date) -> date | None:
    """The first transfer out of England and Wales on or after a day."""
    return earliest(t.transferred_on for t in asked.events.transfers_out if t.transferred_on >= since)


def sentence_quashed_on(asked: Asked, sentence_id: str) -> date | None:
    """When that sentence was quashed."""
    sentences = [s for s in asked.events.sentences if s.sentence_id == sentence_id]
    return earliest(s.ended_on for s in sentences if s.end_reason == "quashed")


def person_quashed_on(asked: Asked, since: date, due_on: date) -> date | None:
    """When a sentence was quashed from a day to the due date, and no other sentence ran on the due date."""

    def runs_on_due_day(ended_on: date | None, end_reason: str | None) -> bool:
        if ended_on is None or ended_on > due_on:
            return True
        return ended_on == due_on and end_reason != "quashed"

    sentences = asked.events.sentences
    if any(s.sentenced_on <= due_on and runs_on_due_day(s.ended_on, s.end_reason) for s in sentences):
        return None
    quashed = [s.ended_on for s in sentences if s.end_reason == "quashed" and s.ended_on is not None]
    return earliest(day for day in quashed if since <= day <= due_on)


def early_exits(asked: Asked, *, since: date, sentence_id: str) -> dict[str, tuple[date | None, str]]:
    """Common rule 10 where a case belongs to one sentence: fact -> its day, if any, and how to say it."""
    return {
        "death_days_after_due": (death_on(asked), "Death"),
        "transfer_days_after_due": (transfer_on(asked, since), "Transfer out of England and Wales"),
        "quash_days_after_due": (sentence_quashed_on(asked, sentence_id), "Sentence quashed"),
    }


def first_held_on(periods: Iterable[Held], since: date) -> date | None:
    """The start of the first period that lasts beyond a day: the custody that a release ended is none."""
    return earliest(p.start_on for p in periods if p.end_on is None or p.end_on > since)


def place_of(asked: Asked, trigger_on: date, home_region: str) -> Place:
    """Common rule 8: who is responsible at the end of the trigger day, else the first one soon after."""
    periods = asked.events.supervision_periods
    on_the_day = [
        p for p in periods if p.start_on <= trigger_on and (p.end_on is None or p.end_on >= trigger_on)
    ]
    if on_the_day:
        latest = max(p.start_on for p in on_the_day)
        return _lowest_code(p for p in on_the_day if p.start_on == latest)
    until = asked.calendar.add_business_days(trigger_on, asked.number("place_business_days"))
    soon = [p for p in periods if trigger_on < p.start_on <= until]
    if soon:
        first = min(p.start_on for p in soon)
        return _lowest_code(p for p in soon if p.start_on == first)
    return Place(home_region, UNALLOCATED)


def place_of_prisoner(asked: Asked, trigger_on: date, home_region: str, received: Allocation | None) -> Place:
    """As place_of; where nobody supervises on the day itself, the unit that received the case, if any."""
    periods = asked.events.supervision_periods
    supervised = any(
        p.start_on <= trigger_on and (p.end_on is None or p.end_on >= trigger_on) for p in periods
    )
    if received is None or supervised:
        return place_of(asked, trigger_on, home_region)
    return Place(received.region_code, received.unit_code)


def _lowest_code(periods: Iterable[SupervisionPeriod]) -> Place:
    unit, region = min((p.unit_code, p.region_code) for p in periods)
    return Place(region, unit)


def due_after(asked: Asked, started_on: date, business_days: int) -> date | None:
    """The due date of a clock; None where the calendar does not reach, so that nothing is judged there."""
    try:
        return asked.calendar.add_business_days(started_on, business_days)
    except OutsideCalendar:
        return None


def covered(asked: Asked, trigger_on: date) -> bool:
    """Whether the calendar reaches far enough after a trigger to place its case."""
    return due_after(asked, trigger_on, asked.number("place_business_days")) is not None


def withdrawn_moments(
    versions: Iterable[Version], since: date, due_on: date
) -> list[tuple[date | None, str, str]]:
    """Appointments within the clock that did not stand on their day, for the timeline."""
    fallen = [v for v in versions if since <= v.scheduled_on <= due_on and not stood_on_its_day(v)]
    return [(v.scheduled_on, "Appointment that did not stand on its day", "event") for v in fallen]
