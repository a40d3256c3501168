"""The case as an auditor sees it: what the caseload knows, put in order and frozen with the sample.

Pure functions over the rows of one person, as `caseload.queries.person_events` gives them: table name ->
rows as dicts with dates and datetimes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")
Row = Mapping[str, Any]
Tables = Mapping[str, Iterable[Row]]

_ORDERS = {"community_order": "CO", "suspended_sentence_order": "SSO"}
_RELEASES = {"licence": "LIC", "post_sentence_supervision": "PSS"}
_REQUIREMENTS = {
    "rehabilitation_activity": "RAR",
    "unpaid_work": "UPW",
    "accredited_programme": "AP",
    "drug_treatment": "TREATMENT",
    "alcohol_treatment": "TREATMENT",
    "mental_health_treatment": "TREATMENT",
    "electronic_monitoring": "EM",
    "curfew": "EM",
}
_FAILED = "unacceptable_absence"


@dataclass(frozen=True)
class Window:
    """The days that an audit looks at, both inclusive."""

    first_on: date
    last_on: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first_on <= day <= self.last_on

    def meets(self, start_on: date, end_on: date | None) -> bool:
        """Whether a period, open-ended when `end_on` is None, has a day in the window."""
        return start_on <= self.last_on and (end_on is None or end_on >= self.first_on)


def snapshot(tables: Tables, *, case_id: str, kind: str, window: Window, as_at: date) -> dict[str, Any]:
    """What is frozen with a sampled case, as a JSON value: as_at, person, case, facts, chronology."""
    return {
        "as_at": as_at.isoformat(),
        "person": _person(tables, window),
        "case": _case(tables, case_id, kind),
        "facts": known_facts(tables, window),
        "chronology": [entry for _, entry in sorted(_entries(tables, window), key=lambda pair: pair[0])],
    }


def known_facts(tables: Tables, window: Window) -> dict[str, Any]:
    """fact id -> JSON value for the case facts that the caseload settles; what it cannot know is left out."""
    held = _held_orders(tables, window)
    recalled = any(
        window.holds(_day(row["decided_at"])) and not row["rescinded_on"] for row in _rows(tables, "recalls")
    )
    facts: dict[str, Any] = {
        "order": sorted(held),
        "reqs": sorted(_requirements(tables, window)),
        "recalled": recalled,
        "crs_ref": any(not row["withdrawn_on"] for row in _rows(tables, "crs_referrals")),
    }
    if any(True for _ in _failures(tables, window)):
        facts["failure"] = True
    if recalled:
        facts["recall_considered"] = True
    if held and not held & {"LIC", "PSS"}:
        facts |= dict.fromkeys(
            ("recall_considered", "licence_warning", "licence_breach", "alt_to_recall"), False
        )
        facts["em"] = "EM" in facts["reqs"]
    return facts


def _held_orders(tables: Tables, window: Window) -> set[str]:
    held = {
        _ORDERS[row["sentence_type"]]
        for row in _rows(tables, "sentences")
        if row["sentence_type"] in _ORDERS and window.meets(row["sentenced_on"], row["ended_on"])
    }
    return held | {
        _RELEASES[row["release_type"]]
        for row in _rows(tables, "releases")
        if row["release_type"] in _RELEASES and window.meets(row["released_on"], row["supervision_ends_on"])
    }


def _requirements(tables: Tables, window: Window) -> set[str]:
    return {
        _REQUIREMENTS.get(row["requirement_type"], "OTHER")
        for row in _rows(tables, "requirements")
        if window.meets(row["imposed_on"], row["ended_on"])
    }


def _failures(tables: Tables, window: Window) -> Iterator[Row]:
    for table in ("contacts", "unpaid_work_sessions"):
        for row in _standing(tables, table):
            if row["outcome"] == _FAILED and window.holds(row["scheduled_on"]):
                yield row


def _standing(tables: Tables, table: str) -> Iterator[Row]:
    """The versions of appointments that still stand: neither superseded nor cancelled."""
    return (row for row in _rows(tables, table) if not row["superseded_at"] and not row["cancelled_at"])


def _person(tables: Tables, window: Window) -> dict[str, Any]:
    person = next(iter(_rows(tables, "people")), None)
    if person is None:
        return {}
    born = person["date_of_birth"]
    day = window.first_on
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return {"age": age, "sex": person["sex"] or "unknown"}


def _case(tables: Tables, case_id: str, kind: str) -> dict[str, Any]:
    for row in _rows(tables, "sentences"):
        if kind == "order" and row["sentence_id"] == case_id:
            return {
                "what": _words(row["sentence_type"]),
                "started_on": row["sentenced_on"].isoformat(),
                "offence": _words(row["offence_group"]),
                "risk": _words(row["risk_of_serious_harm"] or "not recorded"),
            }
    for row in _rows(tables, "releases"):
        if row["release_id"] == case_id:
            return {"what": _words(row["release_type"]), "started_on": row["released_on"].isoformat()}
    return {"what": kind}


def _entries(tables: Tables, window: Window) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    """The chronology: what happened in the window, and the sentences and releases before it."""
    for on, what, detail in _events(tables, window):
        yield (on.isoformat(), what), {"on": on.isoformat(), "what": what, "detail": detail}


def _events(tables: Tables, window: Window) -> Iterator[tuple[date, str, str]]:
    yield from _sentences(tables, window)
    yield from _appointments(tables, window)
    for row in _rows(tables, "recalls"):
        if window.holds(_day(row["decided_at"])):
            yield _day(row["decided_at"]), "Recall decided", "rescinded later" if row["rescinded_on"] else ""
    for row in _rows(tables, "plans"):
        if window.holds(row["completed_on"]):
            yield row["completed_on"], "Plan completed", _words(row["plan_type"])


def _appointments(tables: Tables, window: Window) -> Iterator[tuple[date, str, str]]:
    for row in _standing(tables, "contacts"):
        if window.holds(row["scheduled_on"]):
            yield row["scheduled_on"], _words(row["mode"]), _words(row["outcome"] or "no outcome recorded")
    for row in _standing(tables, "unpaid_work_sessions"):
        if window.holds(row["scheduled_on"]):
            yield row["scheduled_on"], "Unpaid work session", _words(row["outcome"] or "no outcome recorded")


def _sentences(tables: Tables, window: Window) -> Iterator[tuple[date, str, str]]:
    for row in _rows(tables, "sentences"):
        if row["sentenced_on"] <= window.last_on:
            yield row["sentenced_on"], "Sentenced", _words(row["sentence_type"])
        if window.holds(row["ended_on"]):
            yield row["ended_on"], "Sentence ended", _words(row["end_reason"] or "")
    for row in _rows(tables, "releases"):
        if row["released_on"] <= window.last_on:
            yield row["released_on"], "Released", _words(row["release_type"])
    for row in _rows(tables, "supervision_periods"):
        if window.holds(row["start_on"]):
            yield row["start_on"], "Supervision", f"{row['unit_code']}, {_words(row['kind']).lower()}"


def _rows(tables: Tables, table: str) -> Iterable[Row]:
    return tables.get(table, ())


def _day(moment: datetime) -> date:
    """The day in England and Wales on which an instant fell."""
    return moment.astimezone(_LONDON).date()


def _words(code: str) -> str:
    """A code of the extract as words: rehabilitation_activity becomes Rehabilitation activity."""
    return code.replace("_", " ").capitalize()
