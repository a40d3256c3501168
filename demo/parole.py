"""Reports for the Parole Board, and the due dates that were set and moved for them."""

import numpy as np

from demo.cases import NONE, Cases
from demo.chance import days, happens, office_hours, pick, pick_code
from demo.columns import NO_SECOND, SECOND, Table
from demo.setting import Setting, ids, person_ids

STORIES = ("late", "never", "moved_after_the_day")
LATE, NEVER, MOVED_AFTER = range(3)


def parole_tables(setting: Setting, inside: Cases, numbers: np.ndarray) -> dict[str, Table]:
    """Requests before the release of life sentences and of some long determinate ones."""
    section, rng = setting.profile["parole"], setting.rng
    share = np.where(
        inside.indeterminate,
        section["indeterminate_share"],
        np.where(inside.days_inside > section["determinate_from_days"], section["determinate_share"], 0),
    )
    chosen = np.flatnonzero(happens(rng, share, len(inside)))
    of = np.repeat(chosen, np.where(happens(rng, section["second_report_share"], len(chosen)), 2, 1))
    second = np.concatenate([[False], of[1:] == of[:-1]])[: len(of)]
    before = np.where(
        second, days(rng, section["second_days_before"], len(of)), days(rng, section["days_before"], len(of))
    )
    asked = setting.calendar.on_or_before(inside.released_on[of] - before)
    keep = (asked > inside.on[of]) & (asked <= setting.as_at)
    return _reports(setting, inside.take(of[keep]), asked[keep], numbers)


def _reports(setting: Setting, cases: Cases, asked: np.ndarray, numbers: np.ndarray) -> dict[str, Table]:
    section, rng, rows = setting.profile["parole"], setting.rng, len(cases)
    number = setting.numbering.take("PR", rows)
    due = setting.calendar.on_or_after(asked + days(rng, section["days_to_write"], rows))
    met = happens(rng, setting.performance.chance("SL011", cases.unit, due), rows)
    story = pick_code(rng, setting.profile["misses"]["parole_report"], STORIES, rows)
    late = setting.calendar.on_or_after(due + days(rng, section["days_late"], rows))
    sent = np.where(met, due - days(rng, section["days_sooner"], rows), late)
    sent = np.maximum(sent, asked)
    last = np.minimum(cases.released_on, setting.as_at)
    sent = np.where((met | (story != NEVER)) & (sent <= last), sent, NONE)
    drawn_on = asked + days(rng, section["withdrawn_days"], rows)
    goes = happens(rng, section["withdrawn_share"], rows) & (drawn_on <= last)
    goes &= np.isnat(sent) | (sent > drawn_on)
    reports: Table = {
        "parole_report_id": ids("PR", number),
        "person_id": person_ids(numbers[cases.person]),
        "sentence_id": cases.sentence_ids(),
        "report_type": pick(rng, section["report_type"], rows),
        "requested_on": asked,
        "withdrawn_on": np.where(goes, drawn_on, NONE),
        "sent_on": np.where(goes, NONE, sent),
    }
    moved_after = ~met & (story == MOVED_AFTER)
    return {
        "parole_reports": reports,
        "parole_report_due_dates": _due_dates(setting, number, asked, due, late, moved_after),
    }


def _due_dates(setting: Setting, number, asked, due, late, moved_after) -> Table:
    """The due date in force on its day; some were moved to it in good time, some were moved too late."""
    section, rng, rows = setting.profile["parole"], setting.rng, len(number)
    given = ~happens(rng, setting.performance.missing["SL011"], rows)
    set_at = office_hours(rng, asked)
    moved = given & ~moved_after & happens(rng, section["due_moved_share"], rows)
    first = due - days(rng, section["due_moved_days"], rows)
    moved &= first > asked
    before = np.maximum(
        office_hours(rng, setting.calendar.on_or_before(first - np.timedelta64(1, "D"))), set_at + 3600
    )
    afterwards = office_hours(rng, setting.calendar.on_or_after(due + np.timedelta64(1, "D")))
    moved &= before.astype("datetime64[D]") <= setting.as_at
    again = given & moved_after & (afterwards.astype("datetime64[D]") <= setting.as_at)
    one, two, three = np.flatnonzero(given), np.flatnonzero(moved), np.flatnonzero(again)
    none = np.full(rows, NO_SECOND)
    superseded = np.where(moved, before, np.where(again, afterwards, none))
    count = len(one) + len(two) + len(three)
    return {
        "due_date_version_id": setting.numbering.ids("PD", count),
        "parole_report_id": ids("PR", number[np.concatenate([one, two, three])]),
        "due_on": np.concatenate([np.where(moved, first, due)[one], due[two], late[three]]),
        "recorded_at": np.concatenate([set_at[one], before[two], afterwards[three]]).astype(SECOND),
        "superseded_at": np.concatenate([superseded[one], np.full(len(two) + len(three), NO_SECOND)]),
    }
