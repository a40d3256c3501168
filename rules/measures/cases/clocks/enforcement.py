"""Clocks of enforcement, whose starting row holds both days; and of electronic monitoring."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from rules.events import Breach
from rules.measures.cases.case import Asked
from rules.measures.cases.clocks.start import Start, first_done

_LONDON = ZoneInfo("Europe/London")


def breach_hearings(asked: Asked) -> Iterator[Start]:
    """Every breach with a hearing fixed."""
    for breach in asked.events.breaches:
        if breach.hearing_fixed_on is not None:
            days = (breach.hearing_fixed_on, breach.hearing_told_on)
            yield _start(asked, breach, "Hearing fixed", "Date of the hearing passed on", days)


def breach_results(asked: Asked) -> Iterator[Start]:
    """Every breach with a result."""
    for breach in asked.events.breaches:
        if breach.result_on is not None:
            days = (breach.result_on, breach.result_told_on)
            yield _start(asked, breach, "Result", "Result passed on", days)


def _start(asked: Asked, breach: Breach, trigger: str, done: str, days: tuple[date, date | None]) -> Start:
    trigger_on, done_on = days
    sentence = next(s for s in asked.events.sentences if s.sentence_id == breach.sentence_id)
    return Start(
        occurrence_id=breach.breach_id,
        person_id=breach.person_id,
        trigger_on=trigger_on,
        trigger=trigger,
        home=sentence.court_region_code,
        sentence_id=sentence.sentence_id,
        done_on=first_done([done_on], asked, trigger_on),
        done=done,
    )


def information_requests(asked: Asked) -> Iterator[Start]:
    """Every gap found in what another service sent."""
    for request in asked.events.information_requests:
        yield Start(
            occurrence_id=request.request_id,
            person_id=request.person_id,
            trigger_on=request.found_missing_on,
            trigger="Found to be missing",
            done_on=first_done([request.requested_on], asked, request.found_missing_on),
            done="Asked for",
        )


def monitoring_outcomes(asked: Asked) -> Iterator[Start]:
    """Every report of the monitoring company that calls for an outcome; an instant, dated in London."""
    people = {m.monitoring_id: m.person_id for m in asked.events.electronic_monitoring}
    for event in asked.events.electronic_monitoring_events:
        if event.kind in asked.parameters.event_kinds:
            reported_on = event.reported_at.astimezone(_LONDON).date()
            yield Start(
                occurrence_id=event.event_id,
                person_id=people[event.monitoring_id],
                trigger_on=reported_on,
                trigger="Non-compliance reported",
                done_on=first_done([event.outcome_on], asked, reported_on),
                done="Outcome passed on",
            )
