"""The due list as a calendar (RFC 5545): a day for each thing that is due, under a secret address."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from icalendar import Calendar, Event

from apps.organisation.access import can, scope_for
from apps.organisation.actions import record
from apps.organisation.models import User
from apps.organisation.tokens import hash_of, new_secret
from apps.performance.models import CalendarLink, DueItem
from apps.performance.queries.due import DueDay, DueFilter, DueState, due_items
from rules.definitions.measures import measure

PRODUCT = "-//Probity//Due list//EN"
# What a calendar of a few people's cases holds many times over; a region's is cut at the latest days.
MOST_ENTRIES = 2000
# Later than this it is no entry of a calendar any more; the page goes on listing it.
LATE_DAYS = 28
_SHOWN = (DueState.LATE, DueState.THIS_WEEK, DueState.LATER, DueState.JUST_DONE)
_REFRESH = timedelta(hours=1)


@transaction.atomic
def make_link(user: User, *, now: datetime) -> str:
    """The secret of a new link, told this once; the user's earlier link ends."""
    User.objects.select_for_update().get(pk=user.pk)
    revoke_link(user, now=now)
    secret = new_secret()
    link = CalendarLink.objects.create(user=user, token_hash=hash_of(secret), made_at=now)
    record("make_calendar_link", by=user, subject=link)
    return secret


@transaction.atomic
def revoke_link(user: User, *, now: datetime) -> bool:
    """End the user's link; whether there was one."""
    link = CalendarLink.objects.select_for_update().filter(user=user, revoked_at=None).first()
    if link is None:
        return False
    link.revoked_at = now
    link.save(update_fields=["revoked_at"])
    record("revoke_calendar_link", by=user, subject=link)
    return True


def owner_of(secret: str, *, now: datetime) -> User | None:
    """Whose link it is, if they may still see a due list; None for anything else, without saying why."""
    found = (
        CalendarLink.objects.select_related("user")
        .filter(token_hash=hash_of(secret), revoked_at=None)
        .first()
    )
    if found is None or not can(found.user, "view_due_list"):
        return None
    # Once an hour is enough to tell a link that is used from a forgotten one.
    if found.last_read_at is None or now - found.last_read_at > timedelta(hours=1):
        CalendarLink.objects.filter(pk=found.pk).update(last_read_at=now)
    return found.user


def calendar_of(user: User, day: DueDay | None) -> bytes:
    """What the user may see and has to do, with what was just done; an empty calendar without a list."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Due list")
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for item in _items(user, day) if day else ():
        calendar.add_component(_entry(item))
    return calendar.to_ical()


def _items(user: User, day: DueDay) -> Iterable[DueItem]:
    found = due_items(scope_for(user, "view_due_list"), DueFilter(state=DueFilter.ANY), day)
    since = day.day - timedelta(days=LATE_DAYS)
    return found.filter(state__in=_SHOWN, due_on__gte=since)[:MOST_ENTRIES]


def _entry(item: DueItem) -> Event:
    """Case reference and clock, nothing else: a calendar is kept on servers and telephones of others."""
    entry = Event()
    entry.add("uid", _uid(item))
    entry.add("dtstamp", item.judged_at)
    entry.add("sequence", item.revision)
    entry.add("dtstart", item.due_on)
    entry.add("dtend", item.due_on + timedelta(days=1))
    entry.add("summary", _summary(item))
    entry.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
    entry.add("class", "PRIVATE")
    return entry


def _summary(item: DueItem) -> str:
    words = f"{measure(item.measure).title}: {item.person_id}"
    return {DueState.JUST_DONE: f"Done: {words}", DueState.LATE: f"Late: {words}"}.get(item.state, words)


def _uid(item: DueItem) -> str:
    """The same for one item in every calendar and for ever; it tells nothing of the case."""
    key = "\n".join((item.measure, item.occurrence_id, item.person_id))
    return f"{hashlib.sha256(key.encode()).hexdigest()[:40]}@due.probity"
