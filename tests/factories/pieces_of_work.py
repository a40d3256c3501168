"""Single pieces of work as raw rows of the extract: requirements, programmes, releases, court reports."""

from datetime import date
from typing import Any

from tests.factories.caseload_rows import replace_caseload

Tables = dict[str, list[dict[str, Any]]]
IN_WINDOW = date(2026, 2, 2)
TABLES = (
    "people",
    "sentences",
    "releases",
    "requirements",
    "supervision_periods",
    "contacts",
    "transfers_out",
    "case_flags",
    "allocations",
    "handovers",
    "handover_meetings",
    "prerelease_contacts",
    "release_dates",
    "programmes",
    "programme_decisions",
    "programme_episodes",
    "progress_reviews",
    "unpaid_work_sessions",
    "unpaid_work_assessments",
    "unpaid_work_absences",
    "employment",
    "court_reports",
    "post_sentence_interviews",
)


def put_work(*people: Tables) -> None:
    """These people, programmes and pieces of work and no others are in the caseload."""
    replace_caseload({name: [row for each in people for row in each.get(name, ())] for name in TABLES})


def requirement(
    number: int, imposed_on: date, kind: str = "unpaid_work", *, suffix: str = "", **more: Any
) -> dict[str, Any]:
    return {
        "requirement_id": f"Q{number:03d}{suffix}",
        "sentence_id": f"S{number:03d}",
        "requirement_type": kind,
        "imposed_on": imposed_on,
        "imposed_by": "original_sentence",
        "hours": 80 if kind == "unpaid_work" else None,
    } | more


def programme(code: str = "TSP", **more: Any) -> Tables:
    row = {
        "programme_code": code,
        "title": f"Programme {code}",
        "kind": "accredited_programme",
        "area": "general_offending",
        "length_weeks": 19,
        "valid_from": date(2009, 4, 1),
    }
    return {"programmes": [row | more]}


def on_programme(number: int, **more: Any) -> Tables:
    """The episode E001 of the person X001; with `ended_on`, it was not completed."""
    row = {
        "episode_id": f"E{number:03d}",
        "person_id": f"X{number:03d}",
        "programme_code": "TSP",
        "sentence_id": f"S{number:03d}",
        "basis": "rehabilitation_activity",
        "delivered_in": "community",
        "started_on": IN_WINDOW,
    } | more
    return {"programme_episodes": [row | ({"outcome": "not_completed"} if row.get("ended_on") else {})]}


def court_report(number: int, **more: Any) -> Tables:
    """A standard report that the court in Wales had in the window, on the day that it set."""
    row = {
        "report_id": f"C{number:03d}",
        "person_id": f"X{number:03d}",
        "report_type": "standard",
        "court_region_code": "H",
        "requested_on": date(2025, 12, 1),
        "due_on": IN_WINDOW,
        "completed_on": IN_WINDOW,
    }
    return {"court_reports": [row | more]}
