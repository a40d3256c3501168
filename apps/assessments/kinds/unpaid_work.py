"""Requirements of unpaid work."""

from collections.abc import Iterator
from typing import Any

from apps.assessments.case_rows import Event, Row, Tables, Window, row_of, rows_of, words
from apps.assessments.kinds.orders import ORDERS
from apps.assessments.kinds.reader import Reader, Root

_SESSIONS = {"induction": "Unpaid work induction", "work": "Unpaid work session"}
_KEPT = ("attended", "attended_late")
_EMPLOYED = ("full_time", "part_time", "self_employed", "zero_hours", "apprentice")


def _described(tables: Tables, case_id: str) -> dict[str, Any]:
    row = row_of(tables, "requirements", requirement_id=case_id)
    if row is None:
        return {"what": "unpaid work"}
    kept = [each for each in _sessions(tables, row) if each["outcome"] in _KEPT]
    worked = sum(each["session_type"] == "work" for each in kept)
    more = [["Hours ordered", str(row["hours"] or "not recorded")], ["Work sessions attended", str(worked)]]
    more.append(["Other requirements", ", ".join(_others(tables, row)) or "none"])
    sentence = row_of(tables, "sentences", sentence_id=row["sentence_id"])
    if sentence:
        more.append(["Sentence", f"{words(sentence['sentence_type'])}, {words(sentence['offence_group'])}"])
    if row["ended_on"]:
        reason = words(row["end_reason"] or "not said").lower()
        more.append(["Ended", f"{row['ended_on'].isoformat()}: {reason}"])
    return {"what": "Unpaid work", "started_on": row["imposed_on"].isoformat(), "more": more}


def _others(tables: Tables, requirement: Row) -> list[str]:
    """What else the sentence asks for, in words."""
    found = {
        words(row["requirement_type"])
        for row in rows_of(tables, "requirements")
        if row["sentence_id"] == requirement["sentence_id"] and row["requirement_type"] != "unpaid_work"
    }
    return sorted(found)


def _sessions(tables: Tables, requirement: Row) -> Iterator[Row]:
    """The newest versions of the requirement's sessions; a session that names no requirement belongs to it
    where the person has no other unpaid work."""
    asked = [
        row["requirement_id"]
        for row in rows_of(tables, "requirements")
        if row["requirement_type"] == "unpaid_work"
    ]
    fallback = asked[0] if len(asked) == 1 else None
    for row in rows_of(tables, "unpaid_work_sessions"):
        of = row["requirement_id"] or fallback
        if of == requirement["requirement_id"] and not row["superseded_at"]:
            yield row


def _events(tables: Tables, case_id: str, window: Window) -> Iterator[Event]:
    """The requirement's own clock; sessions that stand are among the person's appointments already."""
    row = row_of(tables, "requirements", requirement_id=case_id)
    if row is None:
        return
    yield row["imposed_on"], "Unpaid work imposed", f"{row['hours']} hours" if row["hours"] else ""
    yield from _clock(tables, case_id)
    for each in _sessions(tables, row):
        if each["cancelled_at"] and window.holds(each["scheduled_on"]):
            yield each["scheduled_on"], f"{_SESSIONS[each['session_type']]} called off", _called_off(each)
    yield from _reported(tables, row)
    if row["ended_on"]:
        yield row["ended_on"], "Unpaid work ended", words(row["end_reason"] or "")


def _clock(tables: Tables, requirement_id: str) -> Iterator[Event]:
    for row in rows_of(tables, "unpaid_work_assessments"):
        if row["requirement_id"] == requirement_id and row["completed_on"]:
            yield row["completed_on"], "Unpaid work assessment completed", ""
    for row in rows_of(tables, "progress_reviews"):
        if row["requirement_id"] == requirement_id and row["completed_on"]:
            yield row["completed_on"], "Review", words(row["review_type"])


def _called_off(session: Row) -> str:
    by = words(session["cancelled_by"] or "somebody").lower()
    return f"By the {by}: {words(session['cancel_reason'] or 'no reason recorded').lower()}"


def _reported(tables: Tables, requirement: Row) -> Iterator[Event]:
    missed = {row["session_version_id"] for row in _sessions(tables, requirement)}
    for each in rows_of(tables, "unpaid_work_absences"):
        if each["session_version_id"] in missed and each["reported_on"]:
            yield each["reported_on"], "Practitioner told of an absence", ""


def _facts(tables: Tables, case_id: str, _window: Window) -> dict[str, Any]:
    row = row_of(tables, "requirements", requirement_id=case_id)
    if row is None:
        return {}
    facts: dict[str, Any] = {"requirement_ended": bool(row["ended_on"])} | _work_at_sentence(tables, row)
    # A session that was cancelled without saying by whom settles nothing, so that only a yes is known.
    sessions = _sessions(tables, row)
    if any(each["cancelled_by"] == "region" or each["outcome"] == "sent_home" for each in sessions):
        facts["stood_down"] = True
    return facts


def _work_at_sentence(tables: Tables, requirement: Row) -> dict[str, Any]:
    """Whether the person was out of work when the sentence began; not known of who studies or is unfit."""
    sentence = row_of(tables, "sentences", sentence_id=requirement["sentence_id"])
    began_on = sentence["sentenced_on"] if sentence else requirement["imposed_on"]
    states = {
        row["status"]
        for row in rows_of(tables, "employment")
        if Window(began_on, began_on).meets(row["start_on"], row["end_on"])
    }
    if states & set(_EMPLOYED):
        return {"unemployed": False}
    return {"unemployed": True} if states == {"unemployed"} else {}


def _root(tables: Tables, case_id: str) -> Root | None:
    row = row_of(tables, "requirements", requirement_id=case_id)
    sentence = row and row_of(tables, "sentences", sentence_id=row["sentence_id"])
    if not row or not sentence:
        return None
    return Root(sentence, row["imposed_on"], is_order=sentence["sentence_type"] in ORDERS)


UNPAID_WORK = Reader(described=_described, events=_events, facts=_facts, root=_root)
