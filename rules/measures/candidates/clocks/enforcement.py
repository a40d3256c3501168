"""Clocks of enforcement, whose starting row holds both days; and of electronic monitoring."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.clocks.builder import QUASHED, Shape, Start, own_day
from rules.measures.candidates.request import Request


def _breach(trigger: str, done: str) -> Start:
    return Start(
        rows="caseload_breaches b JOIN caseload_sentences s ON s.sentence_id = b.sentence_id",
        where=f"b.{trigger} IS NOT NULL",
        occurrence_id="b.breach_id",
        person_id="b.person_id",
        trigger_on=f"b.{trigger}",
        home_region="s.court_region_code",
        quashed_on=QUASHED,
        keys={"told_on": f"b.{done}"},
    )


def _information_request(_: Request) -> Start:
    return Start(
        rows="caseload_information_requests i",
        occurrence_id="i.request_id",
        person_id="i.person_id",
        trigger_on="i.found_missing_on",
        keys={"told_on": "i.requested_on"},
    )


def _monitoring_event(request: Request) -> Start:
    return Start(
        rows="""caseload_electronic_monitoring_events e
  JOIN caseload_electronic_monitoring m ON m.monitoring_id = e.monitoring_id""",
        where=f"e.kind IN ({f.texts(request.parameters.event_kinds)})",
        occurrence_id="e.event_id",
        person_id="m.person_id",
        trigger_on="CAST(e.reported_at AT TIME ZONE 'Europe/London' AS date)",
        keys={"told_on": "e.outcome_on"},
    )


def _told(request: Request) -> str:
    return own_day("told_on", request.as_at)


BREACH_HEARING = Shape(start=lambda _: _breach("hearing_fixed_on", "hearing_told_on"), done=_told)
BREACH_RESULT = Shape(start=lambda _: _breach("result_on", "result_told_on"), done=_told)
INFORMATION_REQUEST = Shape(start=_information_request, done=_told)
EM_OUTCOME = Shape(start=_monitoring_event, done=_told)
