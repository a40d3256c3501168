"""What every measure's derivation starts from (Asked) and gives (Case)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rules.definitions.measures import Edition, MeasureDefinition
from rules.definitions.parameters import Parameters
from rules.events import PersonEvents
from rules.facts import Judgement, Place, TimelineDate
from rules.periods import BusinessCalendar, Month

# As a fact: it never happened. More days than any calendar holds.
NEVER = 99999


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One person's events seen on an as-at day under one edition. first, last: the months of interest."""

    events: PersonEvents
    as_at: date
    definition: MeasureDefinition
    edition: Edition
    calendar: BusinessCalendar
    first: Month
    last: Month

    @property
    def parameters(self) -> Parameters:
        return self.edition.parameters

    def number(self, name: str) -> int:
        """A whole number that the edition must set; ValueError naming the edition when it does not."""
        value = getattr(self.parameters, name)
        if not isinstance(value, int):
            raise ValueError(
                f"{self.definition.id} edition {self.edition.name}: parameters.{name} is not set"
            )
        return value


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """An occurrence with its place, dates and facts. clock_started_on: the day 0 of the due date, if any."""

    occurrence_id: str
    person_id: str
    place: Place
    trigger_on: date
    due_on: date | None
    facts: Mapping[str, int]
    dates: tuple[TimelineDate, ...]
    clock_started_on: date | None = None

    @property
    def point_on(self) -> date:
        """The measurement point: the due date; the trigger where there is none."""
        return self.due_on or self.trigger_on

    @property
    def counts_in(self) -> Month:
        return Month.of(self.point_on)

    def judged(self, asked: Asked, rule_reason: str) -> Judgement:
        """The case with its verdict, as every engine gives it."""
        return Judgement(
            measure=asked.definition.id,
            edition=asked.edition.name,
            occurrence_id=self.occurrence_id,
            person_id=self.person_id,
            region=self.place.region,
            unit=self.place.unit,
            counts_in=str(self.counts_in),
            trigger_on=self.trigger_on,
            due_on=self.due_on,
            verdict=asked.edition.rule(rule_reason).verdict,
            reason=rule_reason,
        )


def days_after(day: date | None, due_on: date | None) -> int:
    """A day as a fact: days from the due date to it; NEVER where either is missing."""
    return NEVER if day is None or due_on is None else (day - due_on).days


def timeline(*moments: tuple[date | None, str, str]) -> tuple[TimelineDate, ...]:
    """(day, label, kind) that have a day, in order of time."""
    dated = [TimelineDate(day, label, kind) for day, label, kind in moments if day is not None]
    return tuple(sorted(dated, key=lambda moment: moment.on))


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of the days that are known; None without any."""
    return min((day for day in days if day is not None), default=None)
