"""Values that are not written as their column says."""

from tests.apps.caseload.broken.kinds import Found, edited, set_value
from tests.apps.caseload.extracts import Draft


def _several(draft: Draft) -> None:
    """Faults in three files and two in one row: all are listed."""
    draft.row("people", 1)["sex"] = "F"
    draft.row("people", 1)["date_of_birth"] = "31/12/1985"
    draft.row("sentences", 0)["offence_group"] = "arson"
    draft.row("contacts", 2)["mode"] = ""


def _quoted_lines(draft: Draft) -> None:
    """Line numbers stay right after a value that spans two lines."""
    draft.row("crs_contracts", 0)["supplier_name"] = "Two\nlines"
    draft.rows["crs_contracts"].append({**draft.row("crs_contracts", 0), "contract_id": "T2", "size": "huge"})
    draft.row("crs_contracts", 1)["supplier_name"] = 'With, comma and "quotes"'


SEVERAL: list[Found] = [
    ("contacts.csv", "4", "mode", "missing_value"),
    ("people.csv", "3", "date_of_birth", "bad_date"),
    ("people.csv", "3", "sex", "unknown_code"),
    ("sentences.csv", "2", "offence_group", "unknown_code"),
]
VALUES = [
    set_value("a day that does not exist", "people", 0, "date_of_birth", "1990-02-30", "bad_date"),
    set_value("a day in another way", "people", 0, "date_of_birth", "1990-2-3", "bad_date"),
    set_value("infinity for a day", "sentences", 0, "expected_end_on", "infinity", "bad_date"),
    set_value("a day of another age", "people", 0, "date_of_birth", "0990-02-03", "bad_date"),
    set_value("a space before a day", "deaths", 0, "died_on", " 2024-05-20", "bad_date"),
    set_value("a time without seconds", "contacts", 0, "recorded_at", "2024-01-15T16:30", "bad_wall_clock"),
    set_value(
        "a wall clock with a zone", "contacts", 0, "recorded_at", "2024-01-15T16:30:00Z", "bad_wall_clock"
    ),
    set_value(
        "an hour that no clock showed",
        "contacts",
        1,
        "recorded_at",
        "2023-03-26T01:30:00",
        "no_such_time",
    ),
    set_value("an instant without a zone", "recalls", 0, "decided_at", "2024-03-04T15:00:00", "bad_instant"),
    set_value("half a number", "requirements", 0, "hours", "3.7", "bad_integer"),
    set_value("a number with zeros before it", "requirements", 0, "hours", "007", "bad_integer"),
    set_value("fewer than no hours", "requirements", 0, "hours", "-1", "bad_integer"),
    set_value("a number too large", "requirements", 0, "hours", "9" * 30, "bad_integer"),
    set_value("a boolean of another land", "releases", 0, "after_recall", "FALSE", "bad_boolean"),
    set_value("an unknown code", "sentences", 0, "sentence_type", "fine", "unknown_code"),
    set_value("a value missing", "sentences", 0, "offence_group", "", "missing_value"),
    set_value("an id that is a formula", "deaths", 0, "person_id", "=1+1", "bad_ref"),
    edited(
        "an id with a bar",
        lambda draft: draft.row("crs_referrals", 0).update(referral_id="F1|2024-01"),
        ("crs_referrals.csv", "2", "referral_id", "bad_ref"),
        ("crs_appointments.csv", "2", "referral_id", "missing_parent"),
    ),
    set_value("a name too long", "crs_contracts", 0, "supplier_name", "x" * 201, "bad_text"),
    edited("several at once", _several, *SEVERAL),
    edited(
        "values over two lines",
        _quoted_lines,
        ("crs_contracts.csv", "2", "supplier_name", "bad_text"),
        ("crs_contracts.csv", "4", "size", "unknown_code"),
    ),
]
