"""Says in words why an occurrence counted as it did: reasons tried, dates, what would have met it."""

from dataclasses import replace
from datetime import date

from rules.definitions.calendar import load_calendar
from rules.definitions.measures import measure
from rules.engine.reference import holds
from rules.events import PersonEvents
from rules.facts import Explanation, TimelineDate, TriedReason, Verdict
from rules.measures.cases.case import Asked, Case
from rules.measures.judging import cases_of
from rules.periods import Month


class UnknownOccurrence(LookupError):
    """An id that is no occurrence of the measure for this person, or one that is not published."""


def explain(measure_id: str, occurrence_id: str, events: PersonEvents, as_at: date) -> Explanation:
    """Why this occurrence counted as it did on the as-at day.

    events: those of the person whom the occurrence belongs to. Raises UnknownOccurrence, and what
    `measure` raises.
    """
    asked, case = _find(measure_id, occurrence_id, events, as_at)
    tried = _tried(asked, case)
    last = tried[-1]
    definition, edition = asked.definition, asked.edition
    return Explanation(
        measure=definition.id,
        title=definition.title,
        edition=edition.name,
        occurrence_id=case.occurrence_id,
        person_id=case.person_id,
        region=case.place.region,
        unit=case.place.unit,
        counts_in=str(case.counts_in),
        trigger_on=case.trigger_on,
        due_on=case.due_on,
        as_at=as_at,
        verdict=last.verdict,
        reason=last.reason,
        sentence=last.sentence,
        dates=_dates(case, as_at),
        skipped_days=_skipped(asked, case),
        tried=tried,
        what_would_have_met_it=_what_would_have_met_it(asked, case, last.verdict),
        source=str(edition.source),
        notes=definition.readings,
    )


def _find(measure_id: str, occurrence_id: str, events: PersonEvents, as_at: date) -> tuple[Asked, Case]:
    first, last = _months_of(occurrence_id)
    for asked, case in cases_of(measure_id, events, as_at=as_at, first=first, last=last):
        if case.occurrence_id == occurrence_id:
            return asked, case
    definition = measure(measure_id)
    raise UnknownOccurrence(
        f"{occurrence_id!r} is no occurrence of {definition.id} in this person's record, or its measurement "
        f"point lies before {definition.valid_from}, from when the measure is published"
    )


def _months_of(occurrence_id: str) -> tuple[Month, Month]:
    """A person-month names its month; anything else may count in any that the calendar holds."""
    _, bar, month = occurrence_id.rpartition("|")
    if not bar:
        calendar = load_calendar()
        return Month.of(calendar.first_on), Month.of(calendar.last_on)
    try:
        return Month.parse(month), Month.parse(month)
    except ValueError as fault:
        raise UnknownOccurrence(f"{occurrence_id!r}: {fault}") from fault


def _tried(asked: Asked, case: Case) -> tuple[TriedReason, ...]:
    tried: list[TriedReason] = []
    for rule in asked.edition.verdicts:
        held = holds(rule.when, case.facts)
        tried.append(TriedReason(rule.reason, rule.verdict, held, rule.sentence))
        if held:
            break
    return tuple(tried)


def _dates(case: Case, as_at: date) -> tuple[TimelineDate, ...]:
    """What can bear on the verdict, in order of time.

    An event after the due date changes nothing and would stretch the timeline over years; so would the
    as-at day of an old case. What would have met the measure stays, marked as late.
    """
    shown = [_late(moment) if _after_due(case, moment) else moment for moment in case.dates]
    kept = [moment for moment in shown if moment.kind != "event" or not _after_due(case, moment)]
    if case.point_on > as_at:
        kept.append(TimelineDate(as_at, "Last day that the extract covers", "as_at"))
    return tuple(sorted(kept, key=lambda moment: moment.on))


def _after_due(case: Case, moment: TimelineDate) -> bool:
    return case.due_on is not None and moment.on > case.due_on


def _late(moment: TimelineDate) -> TimelineDate:
    return replace(moment, kind="late") if moment.kind == "met" else moment


def _skipped(asked: Asked, case: Case) -> tuple[tuple[date, str], ...]:
    if case.due_on is None or case.clock_started_on is None:
        return ()
    return asked.calendar.skipped_days(case.clock_started_on, case.due_on)


def _what_would_have_met_it(asked: Asked, case: Case, verdict: Verdict) -> str:
    if verdict is asked.definition.met:
        return ""
    if case.due_on is None:
        missing = "A due date on record" if verdict is Verdict.NOT_RECORDED else "There is no due date yet"
        return f"{missing}: without one nothing is in time or late."
    return asked.definition.would_have_met.format(
        trigger_on=_spelled(case.trigger_on), due_on=_spelled(case.due_on)
    )


def _spelled(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"
