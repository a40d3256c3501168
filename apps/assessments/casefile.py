"""The case as an auditor sees it: what the caseload knows, put in order and frozen with the sample.

Pure functions over the rows of one person, as `caseload.queries.person_events` gives them: table name ->
rows as dicts with dates and datetimes.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from apps.assessments.case_rows import Event, Tables, Window, age_on, day_of, rows_of, standing, words
from apps.assessments.kinds import reader_of
from apps.assessments.known_facts import known_facts
from rules.definitions.audit_characteristics import audit_characteristics_on


def snapshot(tables: Tables, *, case_id: str, kind: str, window: Window, as_at: date) -> dict[str, Any]:
    """What is frozen with a sampled case, as a JSON value.

    as_at, person, case, facts, chronology; in `characteristics` the protected characteristics as recorded,
    for results by group and never for the auditor; in `holders` everybody who held or managed the case on a
    day of the window or later.
    """
    reader = reader_of(kind)
    events = [*_sentences(tables, window), *reader.events(tables, case_id, window)]
    if reader.shows_supervision:
        events += _supervised(tables, window)
    return {
        "as_at": as_at.isoformat(),
        "person": _person(tables, window),
        "characteristics": _characteristics(tables, window),
        "case": reader.described(tables, case_id),
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


def _characteristics(tables: Tables, window: Window) -> dict[str, str | None]:
    """Column of the extract -> value, None where it is empty; nothing for a person whom the extract lacks."""
    person = next(iter(rows_of(tables, "people")), None)
    wanted = audit_characteristics_on(window.last_on).recorded
    return {} if person is None else {name: person.get(name) or None for name in wanted}


def _holders(tables: Tables, window: Window) -> list[str]:
    held = (
        row
        for row in rows_of(tables, "supervision_periods")
        if row["end_on"] is None or row["end_on"] >= window.first_on
    )
    return sorted({row[code] for row in held for code in ("practitioner_code", "manager_code") if row[code]})


def _supervised(tables: Tables, window: Window) -> Iterator[Event]:
    """What happened in the window under supervision."""
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
    """The sentences and releases until the end of the window, those before it among them."""
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
