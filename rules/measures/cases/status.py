"""SL014 to SL017 in plain Python: how a person lives, or what they do, on a day after a start."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Protocol

from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline
from rules.measures.cases.final_third import contact_is_suspended
from rules.measures.cases.starts import Start, point_of, starts


class Record(Protocol):
    """What is known of a person from one day to another."""

    @property
    def status(self) -> str: ...
    @property
    def start_on(self) -> date: ...
    @property
    def end_on(self) -> date | None: ...
    @property
    def recorded_at(self) -> datetime: ...


def accommodation(asked: Asked) -> Iterator[Case]:
    """Every release or order of the person, by where the person lives on the day."""
    records = [(record.accommodation_id, record) for record in asked.events.accommodation]
    return _cases(asked, records)


def employment(asked: Asked) -> Iterator[Case]:
    """Every release or order of the person, by what the person does on the day."""
    records = [(record.employment_id, record) for record in asked.events.employment]
    return _cases(asked, records)


def _cases(asked: Asked, records: Iterable[tuple[str, Record]]) -> Iterator[Case]:
    known = list(records)
    for start in starts(asked):
        due_on = point_of(asked, start)
        if due_on is not None:
            yield _case(asked, start, due_on, record_on(asked, due_on, known))


def record_on(asked: Asked, day: date, records: Iterable[tuple[str, Record]]) -> Record | None:
    """The record in force on a day: the latest start, then the one entered last, then the highest id.

    None on a day that the extract does not cover: how things stand then is not known yet.
    """
    if day > asked.as_at:
        return None
    entered_before = datetime.combine(asked.as_at + timedelta(days=1), time.min)
    holding = [
        (record.start_on, record.recorded_at, name, record)
        for name, record in records
        if record.start_on <= day
        and (record.end_on is None or record.end_on >= day)
        and record.recorded_at < entered_before
    ]
    return max(holding, key=lambda each: each[:3])[3] if holding else None


def _case(asked: Asked, start: Start, due_on: date, record: Record | None) -> Case:
    died_on, transferred_on = r.death_on(asked), r.transfer_on(asked, start.on)
    facts = {
        "temporary": int(start.temporary),
        "same_day_rank": start.rank,
        "same_day_recall": int(start.recalled_at_once),
        "end_days_after_due": days_after(start.ended_on, due_on),
        "in_custody": int(_held(asked, due_on)),
        "unsupervised": int(asked.parameters.supervised_only and _unsupervised(asked, due_on)),
        "death_days_after_due": days_after(died_on, due_on),
        "transfer_days_after_due": days_after(transferred_on, due_on),
        "quash_days_after_due": days_after(start.quashed_on, due_on),
        "final_third": int(_suspended(asked, due_on)),
        "due_days_after_as_at": (due_on - asked.as_at).days,
        **_status_facts(asked, record),
    }
    return Case(
        occurrence_id=start.id,
        person_id=start.person_id,
        place=r.place_of(asked, start.on, start.home_region),
        trigger_on=start.on,
        due_on=due_on,
        facts={fact: facts[fact] for fact in asked.definition.facts},
        dates=timeline(
            (start.on, start.what, "trigger"),
            (due_on, "The day that counts", "due"),
            (start.ended_on, "End of the sentence or of supervision", "event"),
            (died_on, "Death", "event"),
            (transferred_on, "Transfer out of England and Wales", "event"),
            (start.quashed_on, "Sentence quashed", "event"),
            *_custody(asked, start.on, due_on),
            *_recorded(record, start.on),
        ),
    )


def _status_facts(asked: Asked, record: Record | None) -> dict[str, int]:
    status = record.status if record else None
    known = status is not None and status not in asked.parameters.unknown_statuses
    groups = asked.parameters.status_groups
    return {"recorded": int(known)} | {group: int(status in statuses) for group, statuses in groups.items()}


def _held(asked: Asked, day: date) -> bool:
    """Whether the night that begins on the day is spent in custody, as far as the extract covers it."""
    return day <= asked.as_at and any(
        period.start_on <= day and (period.end_on is None or period.end_on > day)
        for period in asked.events.custody_periods
    )


def _unsupervised(asked: Asked, day: date) -> bool:
    return day <= asked.as_at and not any(
        period.start_on <= day and (period.end_on is None or period.end_on >= day)
        for period in asked.events.supervision_periods
    )


def _suspended(asked: Asked, day: date) -> bool:
    excluded = asked.parameters.final_third_excluded
    return excluded and day <= asked.as_at and contact_is_suspended(asked, day)


def _custody(asked: Asked, since: date, day: date) -> list[tuple[date | None, str, str]]:
    held = [p for p in asked.events.custody_periods if since <= p.start_on <= day]
    return [(period.start_on, "Into custody", "event") for period in held]


def _recorded(record: Record | None, since: date) -> list[tuple[date | None, str, str]]:
    """The record in force; one that began before the start is shown on the day of the start."""
    if record is None:
        return []
    said = record.status.replace("_", " ")
    return [(max(record.start_on, since), f"Recorded as {said}", "event")]
