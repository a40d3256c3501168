"""Case facts that the caseload settles, filled in before an auditor opens the case.

What it cannot know is left out, never guessed.
"""

from collections.abc import Iterator
from typing import Any

from apps.assessments.case_rows import (
    Row,
    Tables,
    Window,
    age_on,
    day_of,
    rows_of,
    standing,
    whole_months,
)
from apps.assessments.kinds import Root, reader_of
from rules.definitions.audit_characteristics import audit_characteristics_on

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
_REHABILITATIVE = {"RAR", "AP", "TREATMENT"}
_RISK = {"low": "L", "medium": "M", "high": "H", "very_high": "VH"}
_MISSED = "unacceptable_absence"


def known_facts(tables: Tables, *, case_id: str, kind: str, window: Window) -> dict[str, Any]:
    """fact id -> JSON value for one case; `kind`: as the frame names it."""
    reader = reader_of(kind)
    facts = _in_the_window(tables, window) | _of_the_person(tables, window)
    if reader.has_root:
        facts |= _of_sentence(tables, reader.root(tables, case_id), window)
    return facts | reader.facts(tables, case_id, window)


def _in_the_window(tables: Tables, window: Window) -> dict[str, Any]:
    held = _held_orders(tables, window)
    recalled = any(
        window.holds(day_of(row["decided_at"])) and not row["rescinded_on"]
        for row in rows_of(tables, "recalls")
    )
    facts: dict[str, Any] = {
        "order": sorted(held),
        "reqs": sorted(_requirements(tables, window)),
        "recalled": recalled,
        "crs_ref": any(not row["withdrawn_on"] for row in rows_of(tables, "crs_referrals")),
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


def _of_the_person(tables: Tables, window: Window) -> dict[str, Any]:
    person = next(iter(rows_of(tables, "people")), None)
    if person is None:
        return {}
    units = {
        row["unit_code"]
        for row in rows_of(tables, "supervision_periods")
        if window.meets(row["start_on"], row["end_on"])
    }
    suspended = any(
        row["authority"] == "line_manager" and window.meets(row["start_on"], row["end_on"])
        for row in rows_of(tables, "contact_suspensions")
    )
    age = age_on(window.first_on, person["date_of_birth"])
    facts = {
        "young_adult": audit_characteristics_on(window.last_on).is_young_adult(age),
        "transfer": len(units) > 1,
        "suspension": suspended,
    }
    return facts | ({"woman": person["sex"] == "female"} if person["sex"] else {})


def _of_sentence(tables: Tables, root: Root | None, window: Window) -> dict[str, Any]:
    """What follows from the sentence behind a case."""
    releases = [row for row in rows_of(tables, "releases") if row["release_type"] != "temporary"]
    facts: dict[str, Any] = {"release_in_window": any(window.holds(row["released_on"]) for row in releases)}
    if root is None:
        return facts
    until = min(window.last_on, root.sentence["ended_on"] or window.last_on)
    facts["months_supervised"] = whole_months(root.began_on, until)
    alone = _only(tables, root.sentence["sentence_id"]) if root.is_order else {}
    return facts | _risk(root.sentence) | alone


def _risk(sentence: Row) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if sentence["risk_of_serious_harm"]:
        facts["rosh"] = _RISK[sentence["risk_of_serious_harm"]]
    if sentence["mappa_level"]:
        facts["mappa"] = sentence["mappa_level"]
    if sentence["mappa_level"] in ("1", "2", "3"):
        facts["mappa_possible"] = True
    if sentence["offence_group"] == "sexual":
        facts["sex_off"] = True  # another offence would not say that there never was one
    return facts


def _only(tables: Tables, sentence_id: str) -> dict[str, Any]:
    """Whether an order asks for nothing but unpaid work, or for nothing that rehabilitates."""
    asked = {
        _REQUIREMENTS.get(row["requirement_type"], "OTHER")
        for row in rows_of(tables, "requirements")
        if row["sentence_id"] == sentence_id
    }
    if not asked:
        return {}
    return {"upw_only": asked == {"UPW"}, "no_rehab_req": not asked & _REHABILITATIVE}


def _held_orders(tables: Tables, window: Window) -> set[str]:
    held = {
        _ORDERS[row["sentence_type"]]
        for row in rows_of(tables, "sentences")
        if row["sentence_type"] in _ORDERS and window.meets(row["sentenced_on"], row["ended_on"])
    }
    return held | {
        _RELEASES[row["release_type"]]
        for row in rows_of(tables, "releases")
        if row["release_type"] in _RELEASES and window.meets(row["released_on"], row["supervision_ends_on"])
    }


def _requirements(tables: Tables, window: Window) -> set[str]:
    return {
        _REQUIREMENTS.get(row["requirement_type"], "OTHER")
        for row in rows_of(tables, "requirements")
        if window.meets(row["imposed_on"], row["ended_on"])
    }


def _failures(tables: Tables, window: Window) -> Iterator[Row]:
    for table in ("contacts", "unpaid_work_sessions"):
        for row in standing(tables, table):
            if row["outcome"] == _MISSED and window.holds(row["scheduled_on"]):
                yield row
