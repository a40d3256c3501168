"""Releases from prison, and the work before them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from apps.assessments.case_rows import Event, Row, Tables, Window, row_of, rows_of, standing, words
from apps.assessments.kinds.orders import root_of_release
from apps.assessments.kinds.reader import Reader
from rules.periods import add_months

LONG_CUSTODY = 10  # months left to serve at sentence, TOM 1001; the release dates that SL022 reads
_SET_AT_SENTENCE = ("conditional", "automatic")


def _described(tables: Tables, case_id: str) -> dict[str, Any]:
    row = row_of(tables, "releases", release_id=case_id)
    if row is None:
        return {"what": "release"}
    more = [["Released to", words(row["release_type"])], ["Region of the prison", row["prison_region_code"]]]
    more.append(["After a recall", "yes" if row["after_recall"] else "no"])
    sentence = row_of(tables, "sentences", sentence_id=row["sentence_id"])
    if sentence:
        offence = words(sentence["offence_group"])
        more.append(["Sentence", f"{words(sentence['sentence_type'])}, {offence}"])
        more.append(["Sentenced", sentence["sentenced_on"].isoformat()])
        more.append(["Risk of serious harm", words(sentence["risk_of_serious_harm"] or "not recorded")])
    set_on = _set_at_sentence(tables, row["sentence_id"])
    if set_on:
        more.append(["Release date set at sentence", set_on.isoformat()])
    return {"what": "Release", "started_on": row["released_on"].isoformat(), "more": more}


def _set_at_sentence(tables: Tables, sentence_id: str) -> date | None:
    """The release date set at sentence, recorded last; at one moment the earliest. None: none recorded."""
    found = [
        row
        for row in rows_of(tables, "release_dates")
        if row["sentence_id"] == sentence_id and row["set_at_sentence"] and row["kind"] in _SET_AT_SENTENCE
    ]
    last = max((row["recorded_at"] for row in found), default=None)
    return min((row["release_on"] for row in found if row["recorded_at"] == last), default=None)


def _events(tables: Tables, case_id: str, _window: Window) -> Iterator[Event]:
    """The way to this release: what lies before the window is what is judged."""
    release = row_of(tables, "releases", release_id=case_id)
    if release is None:
        return
    sentence_id = release["sentence_id"]
    mine = [row for row in rows_of(tables, "allocations") if row["sentence_id"] == sentence_id]
    for row in mine:
        yield row["allocated_on"], "Allocated", words(row["allocation_type"])
    for row in rows_of(tables, "handovers"):
        if row["sentence_id"] == sentence_id and row["completed_on"]:
            yield row["completed_on"], "Responsibility handed over", ""
    meant = {row["allocation_id"] for row in mine}
    for row in standing(tables, "handover_meetings"):
        if row["allocation_id"] in meant:
            came = words(row["outcome"] or "no outcome recorded")
            yield row["scheduled_on"], "Handover meeting", came
    yield from _contacts(tables, sentence_id)


def _contacts(tables: Tables, sentence_id: str) -> Iterator[Event]:
    for row in rows_of(tables, "prerelease_contacts"):
        if row["sentence_id"] == sentence_id:
            yield row["held_on"], f"Contact {words(row['phase']).lower()}", words(row["mode"])


def _facts(tables: Tables, case_id: str, _window: Window) -> dict[str, Any]:
    row = row_of(tables, "releases", release_id=case_id)
    if row is None:
        return {}
    return _custody(tables, row) | _early(tables, row)


def _custody(tables: Tables, release: Row) -> dict[str, Any]:
    """Ten months or more to serve are long enough for three contacts as well; fewer may or may not be."""
    sentence = row_of(tables, "sentences", sentence_id=release["sentence_id"])
    set_on = _set_at_sentence(tables, release["sentence_id"])
    if sentence is None or set_on is None:
        return {}
    is_long = set_on >= add_months(sentence["sentenced_on"], LONG_CUSTODY)
    return {"long_custody": is_long} | ({"prerelease_window": True} if is_long else {})


def _early(tables: Tables, release: Row) -> dict[str, Any]:
    """A date for home detention curfew, or a temporary release before this one; else it is not known."""
    sentence_id = release["sentence_id"]
    curfew = any(
        row["sentence_id"] == sentence_id and row["kind"] == "home_detention_curfew"
        for row in rows_of(tables, "release_dates")
    )
    temporary = any(
        row["sentence_id"] == sentence_id
        and row["release_type"] == "temporary"
        and row["released_on"] <= release["released_on"]
        for row in rows_of(tables, "releases")
    )
    return {"early_release": True} if curfew or temporary else {}


RELEASE = Reader(described=_described, events=_events, facts=_facts, root=root_of_release)
