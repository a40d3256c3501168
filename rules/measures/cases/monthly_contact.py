"""SL007 in plain Python: month by month, who was supervised throughout and was offered an appointment."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Protocol

from rules.events import Contact, SupervisionPeriod
from rules.facts import Place
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline
from rules.measures.cases.final_third import contact_is_suspended, in_final_third_since
from rules.periods import Month, months_between

_CONTACT_KINDS = ("community", "licence")


class _Period(Protocol):
    @property
    def start_on(self) -> date: ...
    @property
    def end_on(self) -> date | None: ...


def cases(asked: Asked) -> Iterator[Case]:
    """Every month of interest in which the person was under supervision on any day."""
    for month in months_between(asked.first, asked.last):
        periods = [p for p in asked.events.supervision_periods if _overlaps(p, month)]
        if periods:
            yield _case(asked, month, periods)


def _case(asked: Asked, month: Month, periods: list[SupervisionPeriod]) -> Case:
    first_on, last_on = month.first_on, month.last_on
    kinds = {period.kind for period in periods}
    any_contact = bool(kinds & set(_CONTACT_KINDS))
    any_post_sentence = "post_sentence_supervision" in kinds
    died_on, transferred_on = r.death_on(asked), r.transfer_on(asked, first_on)
    quashed_on = r.person_quashed_on(asked, first_on, last_on)
    contacts = _in_person(asked, month)
    offered = [c for c in contacts if _recorded_ahead(c) and not _withdrawn(c)]
    suspensions = [s for s in asked.events.contact_suspensions if s.authority == "line_manager"]
    reset = asked.parameters.final_third_excluded and contact_is_suspended(asked, first_on)
    return Case(
        occurrence_id=f"{periods[0].person_id}|{month}",
        person_id=periods[0].person_id,
        place=_place(periods, last_on),
        trigger_on=first_on,
        due_on=last_on,
        facts={
            "whole_month": int(_cover(periods, month)),
            "night_in_custody": int(_night_in_custody(asked, month)),
            "post_sentence_only": int(not any_contact and any_post_sentence),
            "unpaid_work_only": int(not any_contact and not any_post_sentence),
            "death_days_after_due": days_after(died_on, last_on),
            "transfer_days_after_due": days_after(transferred_on, last_on),
            "quash_days_after_due": days_after(quashed_on, last_on),
            "due_days_after_as_at": (last_on - asked.as_at).days,
            "final_third": int(reset),
            "offered": int(bool(offered)),
            "suspended_whole_month": int(_cover(suspensions, month)),
            "withdrawn": int(any(_recorded_ahead(c) and _withdrawn(c) for c in contacts)),
            "recorded_late": int(any(not _recorded_ahead(c) for c in contacts)),
        },
        dates=timeline(
            (first_on, "First day of the month", "trigger"),
            (last_on, "Last day of the month", "due"),
            (died_on, "Death", "event"),
            (transferred_on, "Transfer out of England and Wales", "event"),
            (quashed_on, "Sentence quashed", "event"),
            *((c.scheduled_on, _label(c), "met" if c in offered else "event") for c in contacts),
            *((on, label, "event") for on, label in _spells(asked, month, periods, suspensions)),
            *((on, label, "event") for on, label in _final_third(asked, first_on, reset=reset)),
        ),
    )


def _spells(
    asked: Asked,
    month: Month,
    periods: list[SupervisionPeriod],
    suspensions: Iterable[_Period],
) -> Iterator[tuple[date, str]]:
    """What took days of the month away; what began earlier stands on its first day."""
    gaps = () if _cover(periods, month) else periods
    for spells, begun, over in (
        (gaps, "Supervision began", "Last day of a period of supervision"),
        (asked.events.custody_periods, "In custody", "Last day in custody"),
        (suspensions, "Contact suspended by a line manager", "Last day of the suspension"),
    ):
        for spell in spells:
            if spell.start_on <= month.last_on and (spell.end_on is None or spell.end_on >= month.first_on):
                yield max(spell.start_on, month.first_on), begun
                if spell.end_on is not None and spell.end_on < month.last_on:
                    yield spell.end_on, over


def _final_third(asked: Asked, day: date, *, reset: bool) -> Iterator[tuple[date, str]]:
    since_on = in_final_third_since(asked, day) if reset else None
    if since_on is not None:
        yield day, f"In the final third since {since_on.day} {since_on:%B %Y}"


def _overlaps(period: SupervisionPeriod, month: Month) -> bool:
    return period.start_on <= month.last_on and (period.end_on is None or period.end_on >= month.first_on)


def _days(month: Month) -> Iterator[date]:
    return (date(month.year, month.number, day) for day in range(1, month.last_on.day + 1))


def _cover(periods: Iterable[_Period], month: Month) -> bool:
    """Whether every day of the month lies in one of the periods."""
    held = list(periods)
    return all(
        any(p.start_on <= day and (p.end_on is None or day <= p.end_on) for p in held) for day in _days(month)
    )


def _night_in_custody(asked: Asked, month: Month) -> bool:
    """A night begins on a day of the month and ends on the next one; both days are in custody."""
    one_day = timedelta(days=1)
    return any(
        period.start_on <= day and (period.end_on is None or day + one_day <= period.end_on)
        for period in asked.events.custody_periods
        for day in _days(month)
    )


def _in_person(asked: Asked, month: Month) -> list[Contact]:
    p = asked.parameters
    return [
        contact
        for contact in asked.events.contacts
        if contact.mode in p.appointment_modes
        and contact.provider in p.appointment_providers
        and Month.of(contact.scheduled_on) == month
    ]


def _day_begins_at(contact: Contact) -> datetime:
    return datetime.combine(contact.scheduled_on, time.min)


def _recorded_ahead(contact: Contact) -> bool:
    return contact.recorded_at < _day_begins_at(contact)


def _withdrawn(contact: Contact) -> bool:
    """Superseded, or cancelled by probation, before its day."""
    begins_at = _day_begins_at(contact)
    if contact.superseded_at is not None and contact.superseded_at < begins_at:
        return True
    by_probation = contact.cancelled_by == "probation"
    return by_probation and contact.cancelled_at is not None and contact.cancelled_at < begins_at


def _label(contact: Contact) -> str:
    if not _recorded_ahead(contact):
        return "Contact in person, recorded on its day or later"
    if _withdrawn(contact):
        return "Appointment moved or cancelled by probation before its day"
    return "Appointment offered"


def _place(periods: list[SupervisionPeriod], last_on: date) -> Place:
    """Responsible on the last day; for someone who left before, whoever came last in the month."""
    on_the_day = [p for p in periods if p.end_on is None or p.end_on >= last_on] or periods
    latest = max(p.start_on for p in on_the_day)
    unit, region = min((p.unit_code, p.region_code) for p in on_the_day if p.start_on == latest)
    return Place(region, unit)
