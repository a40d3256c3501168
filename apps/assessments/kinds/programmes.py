"""People on accredited programmes and structured interventions."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from apps.assessments.case_rows import Event, Row, Tables, Window, row_of, rows_of, words
from apps.assessments.kinds.orders import ORDERS
from apps.assessments.kinds.reader import Reader, Root
from rules.periods import add_months

_REVIEWS = ("programme_6_months_before_end", "programme_3_months_before_end")
REVIEWED_FROM = 6  # months before the end of the order or licence: the first of two reviews, TOM 1610


def _described(tables: Tables, case_id: str) -> dict[str, Any]:
    row = row_of(tables, "programme_episodes", episode_id=case_id)
    if row is None:
        return {"what": "programme"}
    programme = row_of(tables, "programmes", programme_code=row["programme_code"])
    title = programme["title"] if programme else row["programme_code"]
    more = [["Rests on", words(row["basis"])], ["First session", _day(row["started_on"])]]
    if programme and programme["length_weeks"]:
        more.append(["Length", f"{programme['length_weeks']} weeks"])
    more += [[f"Decided: {each['decision']}", _decided(each)] for each in _decisions(tables, row)]
    if row["ended_on"]:
        outcome = words(row["outcome"] or "not said").lower()
        more.append(["Ended", f"{row['ended_on'].isoformat()}: {outcome}"])
    began_on = row["imposed_on"] or row["started_on"]
    started = {"started_on": began_on.isoformat()} if began_on else {}
    return {"what": f"Programme: {title}", "more": more} | started


def _day(day: date | None) -> str:
    return day.isoformat() if day else "none recorded"


def _decisions(tables: Tables, episode: Row) -> list[Row]:
    """Eligible, suitable, ready: each as it was decided, in order of time."""
    found = (
        row
        for row in rows_of(tables, "programme_decisions")
        if row["programme_code"] == episode["programme_code"]
    )
    return sorted(found, key=lambda row: (row["decided_on"], row["decision_id"]))


def _decided(decision: Row) -> str:
    reason = f", {words(decision['reason']).lower()}" if decision["reason"] else ""
    return f"{decision['result']}, {decision['decided_on'].isoformat()}{reason}"


def _events(tables: Tables, case_id: str, _window: Window) -> Iterator[Event]:
    row = row_of(tables, "programme_episodes", episode_id=case_id)
    if row is None:
        return
    for column, what in (("imposed_on", "Programme imposed"), ("started_on", "First programme session")):
        if row[column]:
            yield row[column], what, row["programme_code"]
    for each in _decisions(tables, row):
        yield each["decided_on"], f"Programme: {each['decision']}?", words(each["result"])
    yield from _reviews(tables, row["sentence_id"])
    if row["ended_on"]:
        yield row["ended_on"], "Programme ended", words(row["outcome"] or "")


def _reviews(tables: Tables, sentence_id: str) -> Iterator[Event]:
    for row in rows_of(tables, "progress_reviews"):
        is_of_programmes = row["sentence_id"] == sentence_id and row["review_type"] in _REVIEWS
        if is_of_programmes and row["completed_on"]:
            yield row["completed_on"], "Review", words(row["review_type"])


def _facts(tables: Tables, case_id: str, window: Window) -> dict[str, Any]:
    row = row_of(tables, "programme_episodes", episode_id=case_id)
    if row is None:
        return {}
    facts: dict[str, Any] = {"long_enough": bool(row["started_on"]), "programme_ended": bool(row["ended_on"])}
    refused = [each for each in _decisions(tables, row) if each["decision"] != "ready"]
    if any(each["result"] == "no" for each in refused):
        facts["found_unsuitable"] = True
    elif {each["decision"] for each in refused} == {"eligible", "suitable"}:
        facts["found_unsuitable"] = False
    ends_on = _planned_end(tables, row)
    return facts | ({"review_reached": _is_near(ends_on, window)} if ends_on else {})


def _planned_end(tables: Tables, episode: Row) -> date | None:
    """When the order, or the supervision after the last release, was to end; None where nothing says."""
    sentence = row_of(tables, "sentences", sentence_id=episode["sentence_id"])
    if sentence is None or sentence["sentence_type"] in ORDERS:
        return sentence and sentence["expected_end_on"]
    last = _last_release(tables, sentence, date.max)
    return last and last["supervision_ends_on"]


def _last_release(tables: Tables, sentence: Row, by: date) -> Row | None:
    """The last release to supervision from this sentence until a day."""
    found = (
        row
        for row in rows_of(tables, "releases")
        if row["sentence_id"] == sentence["sentence_id"]
        and row["release_type"] != "temporary"
        and row["released_on"] <= by
    )
    return max(found, key=lambda row: (row["released_on"], row["release_id"]), default=None)


def _is_near(ends_on: date, window: Window) -> bool:
    """Whether a day of the window lay within the months before the planned end."""
    return window.meets(add_months(ends_on, -REVIEWED_FROM), ends_on)


def _root(tables: Tables, case_id: str) -> Root | None:
    """The sentence in which the programme runs, from the order, or from the release before the programme."""
    row = row_of(tables, "programme_episodes", episode_id=case_id)
    sentence = row and row_of(tables, "sentences", sentence_id=row["sentence_id"])
    if not row or not sentence:
        return None
    if sentence["sentence_type"] in ORDERS:
        return Root(sentence, sentence["sentenced_on"], is_order=True)
    release = _last_release(tables, sentence, row["started_on"] or row["ended_on"] or date.max)
    return release and Root(sentence, release["released_on"], is_order=False)


PROGRAMME = Reader(described=_described, events=_events, facts=_facts, root=_root)
INTERVENTION = PROGRAMME
