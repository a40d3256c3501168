"""The case as an auditor sees it: what the caseload knows, put in order and frozen with the sample.

Pure functions over the rows of one person, as `caseload.queries.person_events` gives them: table name ->
rows as dicts with dates and datetimes.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from apps.assessments.case_rows import REFERRAL, Row, Tables, Window, day_of, rows_of, standing, words
from apps.assessments.known_facts import age_on, known_facts

Event = tuple[date, str, str]  # on, what, detail


def snapshot(tables: Tables, *, case_id: str, kind: str, window: Window, as_at: date) -> dict[str, Any]:
    """What is frozen with a sampled case, as a JSON value.

    as_at, person, case, facts, chronology, and in `holders` everybody who held or managed the case on a day
    of the window or later.
    """
    events = _referral_events(tables, case_id, window) if kind == REFERRAL else _events(tables, window)
    return {
        "as_at": as_at.isoformat(),
        "person": _person(tables, window),
        "case": _case(tables, case_id, kind),
        "facts": known_facts(tables, case_id=case_id, kind=kind, window=window),
        "chronology": [
            {"on": on.isoformat(), "what": what, "detail": detail} for on, what, detail in sorted(events)
        ],
        "holders": _holders(tables, window),
    }


def _person(tables: Tables, window: Window) -> dict[str, Any]:
    person = next(iter(rows_of(tables, "people")), None)
    if person is None:
        return {}
    return {"age": age_on(window.first_on, person["date_of_birth"]), "sex": person["sex"] or "unknown"}


def _holders(tables: Tables, window: Window) -> list[str]:
    held = (
        row
        for row in rows_of(tables, "supervision_periods")
        if row["end_on"] is None or row["end_on"] >= window.first_on
    )
    return sorted({row[code] for row in held for code in ("practitioner_code", "manager_code") if row[code]})


def _case(tables: Tables, case_id: str, kind: str) -> dict[str, Any]:
    if kind == REFERRAL:
        return _referral_case(tables, case_id)
    for row in rows_of(tables, "sentences"):
        if kind == "order" and row["sentence_id"] == case_id:
            return {
                "what": words(row["sentence_type"]),
                "started_on": row["sentenced_on"].isoformat(),
                "offence": words(row["offence_group"]),
                "risk": words(row["risk_of_serious_harm"] or "not recorded"),
            }
    for row in rows_of(tables, "releases"):
        if row["release_id"] == case_id:
            return {"what": words(row["release_type"]), "started_on": row["released_on"].isoformat()}
    return {"what": kind}


def _referral_case(tables: Tables, referral_id: str) -> dict[str, Any]:
    """The referral with, in `more`, pairs of a label and a text."""
    row = _row(tables, "crs_referrals", referral_id=referral_id)
    if row is None:
        return {"what": REFERRAL}
    contract = _row(tables, "crs_contracts", contract_id=row["contract_id"])
    service = words(contract["service"]) if contract else row["contract_id"]
    more = [["Contract", row["contract_id"]]]
    if contract:
        more.append(["Supplier", contract["supplier_name"]])
    more.append(["Suitable", words(row["suitable"] or "not recorded")])
    wanted = [each for each in rows_of(tables, "crs_outcomes") if each["referral_id"] == referral_id]
    more += [
        ["Desired outcome", f"{words(each['outcome_type'])}: {words(each['result'] or 'open').lower()}"]
        for each in wanted
    ]
    if row["ended_on"]:
        more.append(
            ["Ended", f"{row['ended_on'].isoformat()}: {words(row['end_reason'] or 'not said').lower()}"]
        )
    return {"what": f"Referral: {service}", "started_on": row["referred_on"].isoformat(), "more": more}


def _row(tables: Tables, table: str, **key: str) -> Row | None:
    ((column, value),) = key.items()
    return next((row for row in rows_of(tables, table) if row[column] == value), None)


def _events(tables: Tables, window: Window) -> Iterator[Event]:
    """The chronology: what happened in the window, and the sentences and releases before it."""
    yield from _sentences(tables, window)
    yield from _appointments(tables, window)
    for row in rows_of(tables, "recalls"):
        if window.holds(day_of(row["decided_at"])):
            yield (
                day_of(row["decided_at"]),
                "Recall decided",
                "rescinded later" if row["rescinded_on"] else "",
            )
    for row in rows_of(tables, "plans"):
        if window.holds(row["completed_on"]):
            yield row["completed_on"], "Plan completed", words(row["plan_type"])


def _appointments(tables: Tables, window: Window) -> Iterator[Event]:
    for row in standing(tables, "contacts"):
        if window.holds(row["scheduled_on"]):
            yield row["scheduled_on"], words(row["mode"]), words(row["outcome"] or "no outcome recorded")
    for row in standing(tables, "unpaid_work_sessions"):
        if window.holds(row["scheduled_on"]):
            yield row["scheduled_on"], "Unpaid work session", words(row["outcome"] or "no outcome recorded")


def _sentences(tables: Tables, window: Window) -> Iterator[Event]:
    for row in rows_of(tables, "sentences"):
        if row["sentenced_on"] <= window.last_on:
            yield row["sentenced_on"], "Sentenced", words(row["sentence_type"])
        if window.holds(row["ended_on"]):
            yield row["ended_on"], "Sentence ended", words(row["end_reason"] or "")
    for row in rows_of(tables, "releases"):
        if row["released_on"] <= window.last_on:
            yield row["released_on"], "Released", words(row["release_type"])
    for row in rows_of(tables, "supervision_periods"):
        if window.holds(row["start_on"]):
            yield row["start_on"], "Supervision", f"{row['unit_code']}, {words(row['kind']).lower()}"


def _referral_events(tables: Tables, referral_id: str, window: Window) -> Iterator[Event]:
    """A referral's own chronology, with each version of an appointment: calling off is delivery too."""
    yield from _sentences(tables, window)
    row = _row(tables, "crs_referrals", referral_id=referral_id)
    if row is not None:
        yield row["referred_on"], "Referred", ""
        if row["withdrawn_on"]:
            yield row["withdrawn_on"], "Referral withdrawn", words(row["withdrawal_reason"] or "")
        if row["ended_on"]:
            yield row["ended_on"], "Referral ended", words(row["end_reason"] or "")
    for each in rows_of(tables, "crs_appointments"):
        if each["referral_id"] == referral_id:
            yield each["scheduled_on"], f"{words(each['purpose'])} appointment", _became(each)
    for each in rows_of(tables, "crs_outcomes"):
        if each["referral_id"] == referral_id and each["recorded_on"]:
            yield each["recorded_on"], "Outcome recorded", f"{words(each['outcome_type'])}: {each['result']}"


def _became(appointment: Row) -> str:
    if appointment["superseded_at"]:
        return "Moved to another day"
    if appointment["cancelled_at"]:
        return f"Cancelled by {words(appointment['cancelled_by'] or 'somebody').lower()}"
    return words(appointment["outcome"] or "no outcome recorded")
