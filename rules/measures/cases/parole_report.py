"""SL011 and OM027 in plain Python: parole assessment reports (PAROM1) requested, and the first sending."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from rules.events import Allocation, ParoleReport, ParoleReportDueDate
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, earliest, timeline


def cases(asked: Asked) -> Iterator[Case]:
    """Every PAROM1 requested about the person."""
    kinds = asked.parameters.sentence_types
    sentences = {
        each.sentence_id for each in asked.events.sentences if not kinds or each.sentence_type in kinds
    }
    reports = [
        report
        for report in asked.events.parole_reports
        if report.report_type == "parom1" and report.sentence_id in sentences
    ]
    for report in reports:
        if r.covered(asked, report.requested_on):
            yield _case(asked, report, reports)


def _case(asked: Asked, report: ParoleReport, reports: list[ParoleReport]) -> Case:
    on = report.requested_on
    due_on = _due_on(asked, report)
    sentence = next(s for s in asked.events.sentences if s.sentence_id == report.sentence_id)
    exits = r.early_exits(asked, since=on, sentence_id=report.sentence_id)
    exits["withdrawn_days_after_due"] = (report.withdrawn_on, "Request withdrawn")
    same_day = sorted(each.parole_report_id for each in reports if each.requested_on == on)
    return Case(
        occurrence_id=report.parole_report_id,
        person_id=report.person_id,
        place=r.place_of_prisoner(asked, on, sentence.court_region_code, _received_by(asked, on)),
        trigger_on=on,
        due_on=due_on,
        facts={
            "same_day_rank": same_day.index(report.parole_report_id) + 1,
            **{fact: days_after(day, due_on) for fact, (day, _) in exits.items()},
            "due_days_after_as_at": ((due_on or on) - asked.as_at).days,
            "due_found": int(due_on is not None),
            "sent_days_after_due": days_after(report.sent_on, due_on),
            "sent_found": int(report.sent_on is not None),
        },
        dates=timeline(
            (on, "Report requested", "trigger"),
            (due_on, "Due date in force at the end of its day", "due"),
            *((day, label, "event") for day, label in exits.values()),
            (report.sent_on, "Report first sent", "met"),
        ),
    )


def _received_by(asked: Asked, on: date) -> Allocation | None:
    """The latest allocation to a community offender manager by a day; of two on one day the lower id."""
    made = [
        each
        for each in asked.events.allocations
        if each.allocation_type == "community_offender_manager" and each.allocated_on <= on
    ]
    latest = max((each.allocated_on for each in made), default=None)
    return min((a for a in made if a.allocated_on == latest), key=lambda a: a.allocation_id, default=None)


def _due_on(asked: Asked, report: ParoleReport) -> date | None:
    """The first due date, not before the request, that was in force at the end of its own day."""
    return earliest(
        version.due_on
        for version in asked.events.parole_report_due_dates
        if version.parole_report_id == report.parole_report_id
        and version.due_on >= report.requested_on
        and _in_force_at_the_end_of_its_day(version)
    )


def _in_force_at_the_end_of_its_day(version: ParoleReportDueDate) -> bool:
    day_is_over_at = datetime.combine(version.due_on + timedelta(days=1), time.min)
    replaced = version.superseded_at is not None and version.superseded_at < day_is_over_at
    return version.recorded_at < day_is_over_at and not replaced
