"""OM040 in plain Python: reports asked for by a court, and the day on which the court had them."""

from collections.abc import Iterator

from rules.measures.cases.case import Asked, Case, days_after
from rules.measures.cases.delivery_2014.shape import Occurrence, case_of, quashed_of, rank


def cases(asked: Asked) -> Iterator[Case]:
    """Every report that a court asked for about the person."""
    reports = asked.events.court_reports
    for report in reports:
        on, completed_on = report.requested_on, report.completed_on
        found = Occurrence(
            id=report.report_id,
            person_id=report.person_id,
            since_on=on,
            trigger_on=on,
            due_on=report.due_on,
            what="Report asked for",
            rank=rank(report.report_id, [each.report_id for each in reports if each.requested_on == on]),
            home_region=report.court_region_code,
            quashed_on=quashed_of(asked, None, on, report.due_on),
        )
        facts = {
            "due_recorded": int(report.due_on is not None),
            "completed_days_after_due": days_after(completed_on, report.due_on),
            "completed_found": int(completed_on is not None),
        }
        yield from case_of(asked, found, facts, [(completed_on, "The court had the report", "met")])
