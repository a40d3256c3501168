"""One row of the tables beside contact, as recipes write them."""

from datetime import date, datetime, timedelta

from demo.life import Life, at

DAY = timedelta(days=1)


def home(
    life: Life, status: str, start: date, end: date | None = None, *, recorded: date | None = None
) -> str:
    """A record of accommodation, entered on its first day unless said otherwise."""
    row = {"person_id": life.person_id, "status": status, "start_on": start, "end_on": end}
    return life.add(
        "accommodation", "accommodation_id", "AC", row | {"recorded_at": _entered(life, recorded or start)}
    )


def work(
    life: Life, status: str, start: date, end: date | None = None, *, recorded: date | None = None
) -> str:
    """A record of employment, likewise."""
    row = {"person_id": life.person_id, "status": status, "start_on": start, "end_on": end}
    return life.add(
        "employment", "employment_id", "EM", row | {"recorded_at": _entered(life, recorded or start)}
    )


def _entered(life: Life, on: date) -> datetime:
    return at(min(on, life.days.as_at), 16)


def requirement(
    life: Life,
    sentence: str,
    kind: str,
    on: date,
    *,
    ended: date | None = None,
    reason: str | None = None,
    imposed_by: str = "original_sentence",
) -> str:
    row = {"sentence_id": sentence, "requirement_type": kind, "imposed_on": on, "imposed_by": imposed_by}
    row |= {"ended_on": ended, "end_reason": reason}
    row |= {"hours": 100} if kind == "unpaid_work" else {}
    return life.add("requirements", "requirement_id", "RQ", row)


def episode(
    life: Life,
    sentence: str,
    *,
    programme: str = "TSP",
    basis: str = "order",
    imposed: date | None = None,
    eligible: str | None = "yes",
    started: date | None = None,
    ended: date | None = None,
    outcome: str | None = None,
    where: str = "community",
    requirement_id: str | None = None,
) -> str:
    row = {"person_id": life.person_id, "programme_code": programme, "sentence_id": sentence, "basis": basis}
    row |= {"imposed_on": imposed, "eligible_when_imposed": eligible, "delivered_in": where}
    row |= {"started_on": started, "ended_on": ended, "outcome": outcome, "requirement_id": requirement_id}
    return life.add("programme_episodes", "episode_id", "PE", row)


def allocation(life: Life, sentence: str, on: date, *, kind: str = "initial", early: bool = False) -> str:
    row = {"person_id": life.person_id, "sentence_id": sentence, "allocation_type": kind, "allocated_on": on}
    row |= {"early_allocation": early, "region_code": life.region_code, "unit_code": life.unit_code}
    return life.add("allocations", "allocation_id", "AL", row | {"practitioner_code": life.practitioner})


def release_date(
    life: Life, sentence: str, on: date, recorded: date, *, kind: str = "conditional", first: bool = True
) -> str:
    row = {"sentence_id": sentence, "kind": kind, "release_on": on, "set_at_sentence": first}
    return life.add("release_dates", "release_date_version_id", "RD", row | {"recorded_at": at(recorded, 15)})


def handover(life: Life, sentence: str, *, due: date | None, done: date | None, early: bool = False) -> str:
    row = {"person_id": life.person_id, "sentence_id": sentence, "early_allocation": early}
    return life.add("handovers", "handover_id", "HO", row | {"due_on": due, "completed_on": done})


def meeting(
    life: Life,
    allocation_id: str,
    on: date,
    *,
    there: tuple[bool, bool, bool] = (True, True, True),
    held: bool = True,
    refused: bool = False,
    recorded: datetime | None = None,
    superseded: datetime | None = None,
    cancelled: datetime | None = None,
    meeting_id: str | None = None,
) -> str:
    """One version of a handover meeting; `there` are the two managers and the prisoner."""
    open_ = superseded is None and cancelled is None and on <= life.days.as_at
    row = {"meeting_id": meeting_id or life.new("HM"), "person_id": life.person_id}
    row |= {"allocation_id": allocation_id, "scheduled_on": on, "superseded_at": superseded}
    row |= {"recorded_at": recorded or at(on - DAY, 10), "cancelled_at": cancelled}
    row |= {"cancelled_by": "prison" if cancelled else None}
    if open_:
        names = ("prison_manager_attended", "community_manager_attended", "prisoner_attended")
        row |= {"outcome": "held" if held else "not_held", "prisoner_refused": refused}
        row |= dict(zip(names, there, strict=True))
    life.add("handover_meetings", "meeting_version_id", "HV", row)
    return str(row["meeting_id"])


def around_release(life: Life, sentence: str, on: date, *, phase: str) -> str:
    row = {
        "person_id": life.person_id,
        "sentence_id": sentence,
        "phase": phase,
        "held_on": on,
        "mode": "video",
    }
    return life.add("prerelease_contacts", "contact_id", "PC", row)


def parole_report(
    life: Life,
    sentence: str,
    on: date,
    *,
    sent: date | None = None,
    withdrawn: date | None = None,
    kind: str = "parom1",
) -> str:
    row = {"person_id": life.person_id, "sentence_id": sentence, "report_type": kind, "requested_on": on}
    return life.add(
        "parole_reports", "parole_report_id", "PR", row | {"withdrawn_on": withdrawn, "sent_on": sent}
    )


def report_due(life: Life, report: str, due: date, recorded: date, *, superseded: date | None = None) -> str:
    row = {"parole_report_id": report, "due_on": due, "recorded_at": at(recorded, 11)}
    row |= {"superseded_at": at(superseded, 11) if superseded else None}
    return life.add("parole_report_due_dates", "due_date_version_id", "PD", row)


def review(
    life: Life, sentence: str, kind: str, done: date | None, *, requirement_id: str | None = None
) -> str:
    row = {"sentence_id": sentence, "requirement_id": requirement_id, "review_type": kind}
    return life.add("progress_reviews", "review_id", "RV", row | {"completed_on": done})


def unpaid_work_assessment(life: Life, requirement_id: str, done: date | None, recorded: date) -> str:
    row = {"requirement_id": requirement_id, "completed_on": done, "recorded_at": at(recorded, 15)}
    return life.add("unpaid_work_assessments", "assessment_id", "UA", row)


def absence_told(life: Life, session_version: str, on: date | None) -> str:
    return life.add(
        "unpaid_work_absences", "absence_id", "AB", {"session_version_id": session_version, "reported_on": on}
    )


def court_report(
    life: Life, on: date, *, due: date | None, done: date | None, sentence: str | None = None
) -> str:
    row = {"person_id": life.person_id, "sentence_id": sentence, "report_type": "fast_delivery"}
    row |= {"court_region_code": life.region_code, "requested_on": on, "due_on": due, "completed_on": done}
    return life.add("court_reports", "report_id", "CR", row)


def breach(life: Life, sentence: str, failed: date, **more: object) -> str:
    row = {"person_id": life.person_id, "sentence_id": sentence, "relevant_failure_on": failed}
    return life.add("breaches", "breach_id", "BR", row | more)


def information_request(life: Life, found: date, *, asked: date | None) -> str:
    row = {"person_id": life.person_id, "found_missing_on": found, "requested_on": asked}
    return life.add("information_requests", "request_id", "IR", row)


def assessment(
    life: Life,
    sentence: str | None,
    *,
    due: date | None,
    done: date | None,
    recorded: date,
    stage: str = "termination",
    tier: int | None = 3,
    prolific: bool = False,
) -> str:
    row = {"person_id": life.person_id, "sentence_id": sentence, "stage": stage, "tier": tier}
    row |= {"prolific_or_priority": prolific, "due_on": due, "completed_on": done}
    return life.add("assessments", "assessment_id", "AS", row | {"recorded_at": at(recorded, 15)})


def quality_check(life: Life, assessment_id: str, on: date, result: str) -> str:
    row = {"assessment_id": assessment_id, "checked_on": on, "result": result}
    return life.add("assessment_quality_checks", "check_id", "QC", row)


def visor(
    life: Life, on: date, *, created: date | None = None, fine: str | None = None, checked: date | None = None
) -> str:
    row = {"person_id": life.person_id, "required_from": on, "created_on": created, "appropriate": fine}
    return life.add("visor_records", "visor_record_id", "VR", row | {"checked_on": checked})


def mappa_meeting(life: Life, on: date, attended: str | None, *, kind: str = "level_2") -> str:
    about = None if kind == "strategic_management_board" else life.person_id
    row = {"region_code": life.region_code, "kind": kind, "person_id": about, "held_on": on}
    return life.add("mappa_meetings", "meeting_id", "MM", row | {"attended": attended})


def tag_event(life: Life, on: date, *, told: date | None, kind: str = "violation") -> str:
    """A report of the monitoring company at noon, from a spell that began 20 days before."""
    start = max(on - 20 * DAY, life.begun or on)
    spell = {"person_id": life.person_id, "kind": "curfew", "start_on": start, "end_on": start + 90 * DAY}
    monitoring = life.add("electronic_monitoring", "monitoring_id", "EL", spell)
    row = {"monitoring_id": monitoring, "kind": kind, "reported_at": at(on, 12), "outcome_on": told}
    row |= {"outcome": "warning" if told else None}
    return life.add("electronic_monitoring_events", "event_id", "EV", row)
