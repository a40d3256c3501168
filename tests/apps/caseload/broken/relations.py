"""Rows that cannot all be true."""

from collections.abc import Callable

from tests.apps.caseload.broken.kinds import Broken, Found, edited, set_value
from tests.apps.caseload.extracts import Draft


def _add(name: str, table: str, row: dict[str, str], *faults: Found) -> Broken:
    """A copy of the table's first row with some values changed, put at its end."""

    def edit(draft: Draft) -> None:
        draft.rows[table].append({**draft.row(table, 0), **row})

    return edited(name, edit, *faults)


def _change(name: str, edit: Callable[[Draft], object], *faults: Found) -> Broken:
    return edited(name, edit, *faults)


def _nowhere(draft: Draft) -> None:
    draft.rows["people"].append({"person_id": "X9", "date_of_birth": "1970-01-01"})


def _shared(draft: Draft) -> None:
    draft.row("releases", 0)["release_id"] = "S1"
    draft.row("recalls", 0)["release_id"] = "S1"


RELATIONS = [
    _add("the same id twice", "people", {}, ("people.csv", "5", "person_id", "same_id_twice")),
    set_value("a sentence without its person", "sentences", 0, "person_id", "X404", "missing_parent"),
    set_value(
        "a session of no requirement", "unpaid_work_sessions", 0, "requirement_id", "Q404", "missing_parent"
    ),
    _change(
        "a release of someone else's sentence",
        lambda draft: draft.row("releases", 0).update(sentence_id="S3", released_on="2024-02-01"),
        ("releases.csv", "2", "person_id", "other_person"),
    ),
    set_value("an unknown region", "sentences", 0, "court_region_code", "Z", "unknown_region"),
    set_value("an unknown unit", "supervision_periods", 0, "unit_code", "H999", "unknown_unit"),
    set_value(
        "a unit of another region", "supervision_periods", 0, "unit_code", "A25", "unit_outside_region"
    ),
    set_value("an end before its start", "custody_periods", 0, "end_on", "2023-01-09", "out_of_order"),
    set_value(
        "a plan made after the as-at day", "supervision_periods", 1, "end_on", "2024-07-01", "after_as_at"
    ),
    set_value(
        "replaced before it was recorded",
        "contacts",
        0,
        "superseded_at",
        "2024-01-15T16:29:59",
        "out_of_order",
    ),
    set_value("a report due before the return", "recalls", 0, "part_b_due_on", "2024-03-04", "out_of_order"),
    set_value(
        "received before it was decided",
        "recalls",
        0,
        "request_received_at",
        "2024-03-04T15:30:00+01:00",
        "out_of_order",
    ),
    _change(
        "a sentence before birth",
        lambda draft: draft.row("people", 2).update(date_of_birth="2024-02-02"),
        ("sentences.csv", "4", "sentenced_on", "before_birth"),
    ),
    set_value(
        "released before the sentence", "releases", 0, "released_on", "2023-01-09", "before_its_parent"
    ),
    set_value("an outcome ahead of its day", "contacts", 3, "outcome", "attended", "outcome_too_early"),
    set_value("a reason to end without an end", "sentences", 0, "end_reason", "expired", "missing_companion"),
    _change(
        "cancelled, and attended",
        lambda draft: draft.row("contacts", 1).update(
            cancelled_at="2024-01-20T10:00:00", cancelled_by="person"
        ),
        ("contacts.csv", "3", "outcome", "cancelled_and_attended"),
    ),
    _change(
        "an appointment that was recorded after its day",
        lambda draft: draft.row("contacts", 3).update(scheduled_on="2024-06-19"),
        ("contacts.csv", "5", "recorded_at", "recorded_after_its_day"),
    ),
    _change(
        "attended after death",
        lambda draft: draft.row("contacts", 2).update(
            person_id="X3", scheduled_on="2024-05-21", recorded_at="2024-05-21T09:00:00"
        ),
        ("contacts.csv", "4", "scheduled_on", "after_death"),
    ),
    _change(
        "two versions in force",
        lambda draft: draft.row("contacts", 0).update(superseded_at=""),
        ("contacts.csv", "3", "superseded_at", "two_versions_in_force"),
    ),
    _change(
        "versions of two people",
        lambda draft: draft.row("contacts", 1).update(person_id="X2"),
        ("contacts.csv", "3", "person_id", "versions_differ"),
    ),
    _add(
        "the same custody twice",
        "custody_periods",
        {"custody_id": "C9", "start_on": "2024-01-09", "end_on": "2024-02-01"},
        ("custody_periods.csv", "4", "start_on", "overlap"),
    ),
    _change("an id of a sentence for a release", _shared, ("releases.csv", "2", "release_id", "shared_id")),
    _change("a person without a region", _nowhere, ("people.csv", "5", "person_id", "no_region")),
]
