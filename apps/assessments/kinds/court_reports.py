"""Reports that courts asked for before they sentenced."""

from collections.abc import Iterator
from typing import Any

from apps.assessments.case_rows import Event, Row, Tables, Window, row_of, rows_of, words
from apps.assessments.kinds.reader import Reader

# White includes Gypsies, Roma and Travellers, so that it settles nothing. Source: product.
_MINORITIES = ("black", "asian", "mixed", "other")


def _described(tables: Tables, case_id: str) -> dict[str, Any]:
    row = row_of(tables, "court_reports", report_id=case_id)
    if row is None:
        return {"what": "court report"}
    more = [["Kind of report", words(row["report_type"])], ["Region of the court", row["court_region_code"]]]
    more += [
        [label, row[column].isoformat() if row[column] else "not recorded"]
        for label, column in (("Court's day", "due_on"), ("The court had it", "completed_on"))
    ]
    sentence = row_of(tables, "sentences", sentence_id=row["sentence_id"])
    more.append(["Sentence that followed", _sentenced(sentence) if sentence else "none recorded"])
    return {"what": "Pre-sentence report", "started_on": row["requested_on"].isoformat(), "more": more}


def _sentenced(sentence: Row) -> str:
    return f"{words(sentence['sentence_type'])}, {sentence['sentenced_on'].isoformat()}"


def _events(tables: Tables, case_id: str, _window: Window) -> Iterator[Event]:
    row = row_of(tables, "court_reports", report_id=case_id)
    if row is None:
        return
    for column, what in (
        ("requested_on", "Report requested"),
        ("due_on", "Day that the court set"),
        ("completed_on", "The court had the report"),
    ):
        if row[column]:
            yield row[column], what, words(row["report_type"])
    for each in _interviews(tables, row):
        yield each["held_on"], "Interview after sentence", ""


def _interviews(tables: Tables, report: Row) -> Iterator[Row]:
    for row in rows_of(tables, "post_sentence_interviews"):
        if report["sentence_id"] and row["sentence_id"] == report["sentence_id"]:
            yield row


def _facts(tables: Tables, case_id: str, _window: Window) -> dict[str, Any]:
    row = row_of(tables, "court_reports", report_id=case_id)
    if row is None:
        return {}
    facts: dict[str, Any] = {}
    person = row_of(tables, "people", person_id=row["person_id"])
    if person and person["ethnicity"] in _MINORITIES:
        facts["minority_ethnic"] = True
    if any(_interviews(tables, row)):
        facts["post_interview"] = True
    if any(_is_protected(each, row) for each in rows_of(tables, "case_flags")):
        facts["child"] = True
    return facts


def _is_protected(flag: Row, report: Row) -> bool:
    """Whether child protection was marked on a day between the request and the report."""
    days = Window(report["requested_on"], report["completed_on"] or report["requested_on"])
    return flag["flag"] == "child_protection" and days.meets(flag["start_on"], flag["end_on"])


# What was assessed after the report says nothing of what it had to say: no sentence stands behind it.
COURT_REPORT = Reader(described=_described, events=_events, facts=_facts, has_root=False)
