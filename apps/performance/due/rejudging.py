"""Judges one person's due items again, and puts what comes out in the place of exactly theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from apps.caseload.models import Extract
from apps.caseload.queries import LivePerson
from apps.organisation.lock_numbers import LockNumber
from apps.performance.models import DueChange, DueItem
from rules.definitions.due_list import due_list_on, due_list_subjects
from rules.events import PersonEvents
from rules.measures.due import Due, due_items
from rules.periods import Month

# Many judge people at a time; whoever builds the whole list does it alone.
THE_LIST = LockNumber.DUE_LIST.value
# What makes an item another one for its readers; the rest says when it was looked at.
TOLD = (
    "edition",
    "region",
    "unit",
    "practitioner_code",
    "trigger_on",
    "due_on",
    "verdict",
    "reason",
    "done_on",
)


@dataclass(frozen=True, kw_only=True)
class Rejudged:
    """One item of a person and what the judgement changed of it; `change`: a DueChange.Kind, or empty.

    Of an item that is gone, `item` is how it stood.
    """

    item: DueItem
    change: str


def months_of_the_list(as_at: date) -> tuple[Month, Month]:
    """The first and the last month whose due dates the list holds, for an extract of that day."""
    edition, month = due_list_on(as_at), Month.of(as_at)
    return month.plus(-edition.months_back), month.plus(edition.months_ahead)


def hold_the_list(*, alone: bool) -> None:
    """Until the transaction ends: judge people beside others who do, or build the list alone."""
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [THE_LIST])


def rejudge(
    person: LivePerson, person_id: str, *, extract: Extract, event_ids: Sequence[str], now: datetime
) -> list[Rejudged]:
    """Judge the person's items by durable_rules and store what came out; every item, changed or not.

    Call it inside a transaction that holds the person and the list.
    """
    before = {(one.measure, one.occurrence_id): one for one in DueItem.objects.filter(person_id=person_id)}
    after = {(one.measure, one.occurrence_id): one for one in judged_items(person, extract=extract, now=now)}
    found = [_compared(before.get(key), item) for key, item in sorted(after.items())]
    found += [
        Rejudged(item=item, change=DueChange.Kind.GONE)
        for key, item in sorted(before.items())
        if key not in after
    ]
    _store(found)
    _keep_changes(found, before, event_ids=event_ids, extract=extract, now=now)
    return found


def judged_items(person: LivePerson, *, extract: Extract, now: datetime) -> list[DueItem]:
    """The person's items as they stand now, not yet stored."""
    events = PersonEvents.from_rows(person.rows)
    first, last = months_of_the_list(extract.as_at)
    return [
        _item(due, person, now)
        for measure in due_list_subjects(extract.as_at)
        for due in due_items(
            measure,
            events,
            as_at=person.as_at,
            day_is_over=person.as_at == extract.as_at,
            first=first,
            last=last,
        )
    ]


def holder(
    periods: Sequence[Mapping[str, Any]], *, unit: str, trigger_on: date, due_on: date, as_at: date
) -> str:
    """Who holds the case on the as-at day, the judged unit's before any other, then the latest start; when
    nobody does, who held it first between the trigger and the due date. Empty when nobody is recorded."""
    near = [
        period
        for period in periods
        if period["start_on"] <= max(due_on, as_at)
        and (period["end_on"] is None or period["end_on"] >= trigger_on)
    ]
    if not near:
        return ""

    def rank(period: Mapping[str, Any]) -> tuple[object, ...]:
        is_open = period["start_on"] <= as_at and (period["end_on"] is None or period["end_on"] >= as_at)
        day = period["start_on"].toordinal()
        return (
            not is_open,
            period["unit_code"] != unit,
            -day if is_open else day,
            period["period_id"].encode(),
        )

    return str(min(near, key=rank)["practitioner_code"] or "")


def _item(due: Due, person: LivePerson, now: datetime) -> DueItem:
    judged = due.judgement
    assert judged.due_on is not None, "only what falls due is listed"  # noqa: S101
    return DueItem(
        measure=judged.measure,
        edition=judged.edition,
        occurrence_id=judged.occurrence_id,
        person_id=judged.person_id,
        region=judged.region,
        unit=judged.unit,
        practitioner_code=holder(
            person.rows["supervision_periods"],
            unit=judged.unit,
            trigger_on=judged.trigger_on,
            due_on=judged.due_on,
            as_at=person.as_at,
        ),
        trigger_on=judged.trigger_on,
        due_on=judged.due_on,
        verdict=str(judged.verdict),
        reason=judged.reason,
        done_on=due.done_on,
        as_at=person.as_at,
        judged_at=now,
    )


def _compared(before: DueItem | None, item: DueItem) -> Rejudged:
    if before is None:
        return Rejudged(item=item, change=DueChange.Kind.APPEARED)
    is_same = all(getattr(before, name) == getattr(item, name) for name in TOLD)
    item.pk, item.revision = before.pk, before.revision + (not is_same)
    return Rejudged(item=item, change="" if is_same else DueChange.Kind.CHANGED)


def _store(found: Sequence[Rejudged]) -> None:
    gone = [one.item.pk for one in found if one.change == DueChange.Kind.GONE]
    new = [one.item for one in found if one.change == DueChange.Kind.APPEARED]
    kept = [one.item for one in found if one.item.pk and not one.change]
    DueItem.objects.filter(pk__in=gone).delete()
    for item in kept[:1]:  # one judgement gives all of them the same day and time
        same = DueItem.objects.filter(pk__in=[one.pk for one in kept])
        same.update(as_at=item.as_at, judged_at=item.judged_at)
    for one in found:
        if one.change == DueChange.Kind.CHANGED:
            one.item.save(update_fields=[*TOLD, "as_at", "judged_at", "revision"])
    DueItem.objects.bulk_create(new)


def _keep_changes(
    found: Sequence[Rejudged],
    before: Mapping[tuple[str, str], DueItem],
    *,
    event_ids: Sequence[str],
    extract: Extract,
    now: datetime,
) -> None:
    DueChange.objects.bulk_create(
        _change(one, before.get((one.item.measure, one.item.occurrence_id)), event_ids, extract, now)
        for one in found
        if one.change
    )


def _change(
    one: Rejudged, before: DueItem | None, event_ids: Sequence[str], extract: Extract, now: datetime
) -> DueChange:
    item, after = one.item, None if one.change == DueChange.Kind.GONE else one.item
    return DueChange(
        kind=one.change,
        measure=item.measure,
        occurrence_id=item.occurrence_id,
        person_id=item.person_id,
        region=item.region,
        unit=item.unit,
        practitioner_code=item.practitioner_code,
        before_verdict=before.verdict if before else "",
        before_due_on=before.due_on if before else None,
        before_done_on=before.done_on if before else None,
        after_verdict=after.verdict if after else "",
        after_due_on=after.due_on if after else None,
        after_done_on=after.done_on if after else None,
        at=now,
        event_ids=list(event_ids),
        extract=extract,
    )
