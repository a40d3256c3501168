"""What starts a clock, and the case that it makes: due date, place, early exits, what was done."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from rules.facts import UNALLOCATED, Place
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, earliest, timeline
from rules.periods import add_months

Moment = tuple[date | None, str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """One start of a clock.

    due_on: where the due date is not counted from the trigger. home: the region when no unit is known;
    empty, it is the person's own. own: a place that goes before the unit responsible on the trigger day.
    sentence_id: the sentence whose quashing ends the clock; empty, the person's sentences are looked at.
    facts, moments: what this clock alone looks at.
    """

    occurrence_id: str
    person_id: str
    trigger_on: date
    trigger: str
    done_on: date | None
    done: str
    due_on: date | None = None
    home: str = ""
    own: Place | None = None
    rank: int = 1
    sentence_id: str = ""
    ended_on: date | None = None
    facts: Mapping[str, int] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()


def clock_cases(starts: Callable[[Asked], Iterator[Start]], asked: Asked) -> Iterator[Case]:
    """A case for every start whose due date the calendar holds."""
    for start in starts(asked):
        due_on = _due_on(asked, start)
        if due_on is not None or asked.parameters.clock_business_days is None:
            yield _case(asked, start, due_on)


def _due_on(asked: Asked, start: Start) -> date | None:
    parameters = asked.parameters
    if parameters.clock_business_days is not None:
        return r.due_after(asked, start.trigger_on, parameters.clock_business_days)
    if parameters.clock_days is not None:
        return start.trigger_on + timedelta(days=parameters.clock_days)
    if parameters.clock_months is not None:
        return add_months(start.trigger_on, parameters.clock_months)
    return start.due_on


def _case(asked: Asked, start: Start, due_on: date | None) -> Case:
    exits = _exits(asked, start, due_on)
    known = {
        "same_day_rank": start.rank,
        "due_known": int(due_on is not None),
        "due_days_after_trigger": days_after(due_on, start.trigger_on),
        **{fact: days_after(day, due_on) for fact, (day, _) in exits.items()},
        "due_days_after_as_at": ((due_on or start.trigger_on) - asked.as_at).days,
        "done_days_after_due": days_after(start.done_on, due_on),
        "done_found": int(start.done_on is not None),
        **start.facts,
    }
    facts = {name: known[name] for name in asked.definition.facts}
    return Case(
        occurrence_id=start.occurrence_id,
        person_id=start.person_id,
        place=_place(asked, start),
        trigger_on=start.trigger_on,
        due_on=due_on,
        clock_started_on=start.trigger_on if asked.parameters.clock_business_days else None,
        facts=facts,
        dates=timeline(
            (start.trigger_on, start.trigger, "trigger"),
            (due_on, "Due date", "due"),
            *((day, label, "event") for fact, (day, label) in exits.items() if fact in facts),
            *start.moments,
            (start.done_on, start.done, "met"),
        ),
    )


def _exits(asked: Asked, start: Start, due_on: date | None) -> dict[str, tuple[date | None, str]]:
    on, detentions = start.trigger_on, asked.events.detention_periods
    immigration = [each for each in detentions if each.kind == "immigration"]
    hospital = [each for each in detentions if each.kind == "hospital"]
    return {
        "death_days_after_due": (r.death_on(asked), "Death"),
        "transfer_days_after_due": (r.transfer_on(asked, on), "Transfer out of England and Wales"),
        "quash_days_after_due": (_quashed_on(asked, start, due_on), "Sentence quashed"),
        "ended_days_after_due": (start.ended_on, "Ended"),
        "custody_days_after_due": (r.first_held_on(asked.events.custody_periods, on), "Into custody"),
        "immigration_days_after_due": (r.first_held_on(immigration, on), "Immigration detention"),
        "hospital_days_after_due": (r.first_held_on(hospital, on), "Detention in hospital"),
    }


def _quashed_on(asked: Asked, start: Start, due_on: date | None) -> date | None:
    if start.sentence_id:
        return r.sentence_quashed_on(asked, start.sentence_id)
    return r.person_quashed_on(asked, start.trigger_on, due_on) if due_on is not None else None


def _place(asked: Asked, start: Start) -> Place:
    """A place of its own, else common rule 8; a trigger before the calendar has only its region."""
    if start.own is not None:
        return start.own
    home = start.home or _home(asked, start.trigger_on)
    if r.due_after(asked, start.trigger_on, asked.number("place_business_days")) is None:
        return Place(home, UNALLOCATED)
    return r.place_of(asked, start.trigger_on, home)


def _home(asked: Asked, on: date) -> str:
    """The region of the last court up to a day, else of the first one after it, else of who supervised."""
    sentences = [(s.sentenced_on, s.sentence_id, s.court_region_code) for s in asked.events.sentences]
    periods = [(p.start_on, p.period_id, p.region_code) for p in asked.events.supervision_periods]
    known = sentences or periods
    nearest = min(known, key=lambda each: (each[0] > on, abs((each[0] - on).days), each[1]), default=None)
    return nearest[2] if nearest else ""


def first_done(days: Iterable[date | None], asked: Asked, since: date) -> date | None:
    """The first of the days on which it was done, from the trigger on and within the extract."""
    return earliest(day for day in days if day is not None and since <= day <= asked.as_at)


def nth_done(days: Iterable[date], number: int, asked: Asked, since: date) -> date | None:
    """The n-th of the different days on which something was held; None when there are fewer."""
    held = sorted({day for day in days if since <= day <= asked.as_at})
    return held[number - 1] if len(held) >= number else None
