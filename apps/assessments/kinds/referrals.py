"""Referrals to a commissioned service."""

from collections.abc import Iterator
from typing import Any

from apps.assessments.case_rows import Event, Row, Tables, Window, row_of, rows_of, standing, words
from apps.assessments.kinds.reader import Reader

_KEPT = ("attended", "attended_late")
_MISSED = "unacceptable_absence"


def _described(tables: Tables, case_id: str) -> dict[str, Any]:
    row = row_of(tables, "crs_referrals", referral_id=case_id)
    if row is None:
        return {"what": "referral"}
    contract = row_of(tables, "crs_contracts", contract_id=row["contract_id"])
    service = words(contract["service"]) if contract else row["contract_id"]
    more = [["Contract", row["contract_id"]]]
    if contract:
        more.append(["Supplier", contract["supplier_name"]])
    more.append(["Suitable", words(row["suitable"] or "not recorded")])
    wanted = [each for each in rows_of(tables, "crs_outcomes") if each["referral_id"] == case_id]
    more += [
        ["Desired outcome", f"{words(each['outcome_type'])}: {words(each['result'] or 'open').lower()}"]
        for each in wanted
    ]
    if row["ended_on"]:
        more.append(
            ["Ended", f"{row['ended_on'].isoformat()}: {words(row['end_reason'] or 'not said').lower()}"]
        )
    return {"what": f"Referral: {service}", "started_on": row["referred_on"].isoformat(), "more": more}


def _events(tables: Tables, case_id: str, _window: Window) -> Iterator[Event]:
    """The referral's own chronology, with each version of an appointment: calling off is delivery too."""
    row = row_of(tables, "crs_referrals", referral_id=case_id)
    if row is not None:
        yield row["referred_on"], "Referred", ""
        if row["withdrawn_on"]:
            yield row["withdrawn_on"], "Referral withdrawn", words(row["withdrawal_reason"] or "")
        if row["ended_on"]:
            yield row["ended_on"], "Referral ended", words(row["end_reason"] or "")
    for each in rows_of(tables, "crs_appointments"):
        if each["referral_id"] == case_id:
            yield each["scheduled_on"], f"{words(each['purpose'])} appointment", _became(each)
    for each in rows_of(tables, "crs_outcomes"):
        if each["referral_id"] == case_id and each["recorded_on"]:
            yield each["recorded_on"], "Outcome recorded", f"{words(each['outcome_type'])}: {each['result']}"


def _became(appointment: Row) -> str:
    if appointment["superseded_at"]:
        return "Moved to another day"
    if appointment["cancelled_at"]:
        return f"Cancelled by {words(appointment['cancelled_by'] or 'somebody').lower()}"
    return words(appointment["outcome"] or "no outcome recorded")


def _facts(tables: Tables, case_id: str, _window: Window) -> dict[str, Any]:
    """A session that was not reported may still have taken place: only what was recorded settles a fact."""
    mine = [row for row in standing(tables, "crs_appointments") if row["referral_id"] == case_id]
    kept = {row["purpose"] for row in mine if row["outcome"] in _KEPT}
    facts: dict[str, Any] = {
        fact: True
        for fact, found in (
            ("assessed", "assessment" in kept),
            ("long_enough", "intervention" in kept),
            ("missed_session", any(row["outcome"] == _MISSED for row in mine)),
        )
        if found
    }
    row = row_of(tables, "crs_referrals", referral_id=case_id)
    return facts | ({"ended": bool(row["ended_on"] or row["withdrawn_on"])} if row else {})


REFERRED = Reader(described=_described, events=_events, facts=_facts, has_root=False, shows_supervision=False)
