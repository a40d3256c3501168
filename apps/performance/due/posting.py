"""What one message of events leads to: stored, its people judged again, and what came of it told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from apps.caseload.events.message import Event
from apps.caseload.events.receiving import Taken, read_messages, take_in
from apps.caseload.models import Extract
from apps.caseload.queries import live_extract, live_person
from apps.organisation.models import User
from apps.performance.due.rejudging import Rejudged, hold_the_list, rejudge
from apps.performance.models import DueItem


@dataclass(frozen=True, kw_only=True)
class PersonJudged:
    """One person after a message. `as_at`: the day they were judged on. `bearing`: ids of the events that the
    live extract does not hold; an event of the message that is not among them is covered by the extract."""

    person_id: str
    as_at: date
    bearing: frozenset[str]
    items: Sequence[Rejudged]


@dataclass(frozen=True, kw_only=True)
class Posted:
    """The answer to a message, in order of its events and of its people."""

    taken: Taken
    people: Sequence[PersonJudged]


@transaction.atomic
def post_events(messages: Sequence[Any], *, by: User | None, now: datetime) -> Posted:
    """Store the events and judge exactly the people they are about again, all in one transaction.

    A message that says nothing new changes nothing. Raises EventsRefused, EventIdTaken or NoLiveExtract, and
    then nothing was stored.
    """
    events = read_messages(messages, now=now)
    taken = take_in(events, by=by, now=now)
    hold_the_list(alone=False)
    extract = live_extract()
    assert extract is not None, "events are taken in only over a live extract"  # noqa: S101
    people = [_judged(person, taken.new, extract=extract, now=now) for person in taken.people]
    return Posted(taken=taken, people=people)


def _judged(person: str, new: Sequence[Event], *, extract: Extract, now: datetime) -> PersonJudged:
    ids = [event.event_id for event in new if event.person_id == person]
    live = live_person(person, extract)
    if ids:
        items = rejudge(live, person, extract=extract, event_ids=ids, now=now)
    else:
        items = [Rejudged(item=item, change="") for item in DueItem.objects.filter(person_id=person)]
    return PersonJudged(
        person_id=person,
        as_at=live.as_at,
        bearing=frozenset(event.event_id for event in live.events),
        items=items,
    )
