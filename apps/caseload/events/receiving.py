"""Takes events in: all of a message or nothing of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from apps.caseload.events.message import Event, EventFault, Reader
from apps.caseload.events.row_checks import Known, faults_of
from apps.caseload.models import Extract, Person, ReceivedEvent
from apps.caseload.queries import extract_rows, holds, live_extract, stored_event
from apps.organisation.actions import record
from apps.organisation.lock_numbers import LockNumber
from apps.organisation.models import ProbationDeliveryUnit, Region, User

PEOPLE = LockNumber.EVENTS_OF_A_PERSON.value
MOST_AT_ONCE = 500


class EventsRefused(Exception):
    """Nothing of the message was stored; `faults` lists everything wrong with it."""

    def __init__(self, faults: Sequence[EventFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = list(faults)


class EventIdTaken(EventsRefused):
    """An event id that was received before with other content."""


class NoLiveExtract(Exception):
    """No extract is live, so that nobody is known whom an event could be about."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What came of a message: the events that are new, and those that had been received before."""

    new: Sequence[Event]
    repeated: Sequence[Event]

    @property
    def people(self) -> list[str]:
        """Whom the message is about, each once, in order."""
        return sorted({event.person_id for event in (*self.new, *self.repeated)})


def read_messages(messages: Sequence[Any], *, now: datetime) -> list[Event]:
    """The events as written, checked one by one. Raises EventsRefused with the faults of all."""
    faults, events = [], []
    for number, message in enumerate(messages):
        reader = Reader(message, place=f"/{number}", now=now)
        event = reader.event()
        faults += reader.faults
        if event is not None:
            events.append(event)
    if faults:
        raise EventsRefused(faults)
    return events


@transaction.atomic
def take_in(events: Sequence[Event], *, by: User | None, now: datetime) -> Taken:
    """Store what is new. The people concerned stay locked to the end of the caller's transaction, so that two
    messages about one person are judged one after the other.

    Raises NoLiveExtract, EventIdTaken, or EventsRefused with every fault.
    """
    lock_people(event.person_id for event in events)
    extract = live_extract()
    if extract is None:
        raise NoLiveExtract
    new, repeated = _told_apart(events)
    _refuse_faults(new)
    _store(new, extract=extract, by=by, now=now)
    return Taken(new=new, repeated=repeated)


def lock_people(people: Iterable[str]) -> None:
    """Wait until nobody else works on the events of these people; always in one order, so that no two wait
    for each other."""
    with connection.cursor() as cursor:
        for person in sorted(set(people)):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [PEOPLE, person])


def _told_apart(events: Sequence[Event]) -> tuple[list[Event], list[Event]]:
    """New events and repeated ones; an id with two contents is a fault."""
    ids = [event.event_id for event in events]
    known = {one.event_id: stored_event(one) for one in ReceivedEvent.objects.filter(event_id__in=ids)}
    new, repeated, faults = [], [], []
    for event in events:
        before = known.get(event.event_id)
        if before is None:
            new.append(event)
            known[event.event_id] = event
        elif before == event:
            repeated.append(event)
        else:
            faults.append(_taken(event))
    if faults:
        raise EventIdTaken(faults)
    return new, repeated


def _taken(event: Event) -> EventFault:
    expected = "an id that was not used before, or the very content that was sent with it"
    return EventFault(
        place=f"{event.place}/event_id", found=event.event_id, expected=expected, code="event_id_taken"
    )


def _refuse_faults(new: Sequence[Event]) -> None:
    people = {event.person_id for event in new}
    here = set(Person.objects.filter(pk__in=people).values_list("pk", flat=True))
    known = {person: _known(person, new) for person in sorted(here)}
    faults = []
    for event in new:
        if event.person_id in here:
            faults += faults_of(event, known[event.person_id])
        else:
            expected = "the id of a person in the live extract"
            place = f"{event.place}/person_id"
            faults.append(
                EventFault(place=place, found=event.person_id, expected=expected, code="unknown_person")
            )
    if faults:
        raise EventsRefused(faults)


def _known(person: str, new: Sequence[Event]) -> Known:
    before = [stored_event(one) for one in ReceivedEvent.objects.filter(person_id=person)]
    return Known(
        rows=extract_rows(person),
        sent=[*before, *(event for event in new if event.person_id == person)],
        regions=frozenset(Region.objects.values_list("code", flat=True)),
        units=dict(ProbationDeliveryUnit.objects.values_list("code", "region_id")),
        holds=holds,
    )


def _store(new: Sequence[Event], *, extract: Extract, by: User | None, now: datetime) -> None:
    if not new:
        return
    try:
        with transaction.atomic():
            ReceivedEvent.objects.bulk_create(_row(event, by=by, now=now) for event in new)
    except IntegrityError as error:
        # Two messages about two people used one id at the same time: the locks do not meet.
        raise EventIdTaken([_taken(event) for event in new]) from error
    record("receive_events", by=by, subject=extract, after={"events": [event.event_id for event in new]})


def _row(event: Event, *, by: User | None, now: datetime) -> ReceivedEvent:
    return ReceivedEvent(
        event_id=event.event_id,
        kind=event.kind,
        table=event.table,
        key=event.key,
        person_id=event.person_id,
        row=dict(event.row),
        recorded_at=event.recorded_at,
        occurred_at=event.occurred_at,
        received_at=now,
        by=by,
    )
