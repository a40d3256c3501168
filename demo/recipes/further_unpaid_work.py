"""SL028, SL029 and INT005: stand-downs, and hours worked off within twelve months."""

from datetime import date, timedelta

from demo.life import Life, at, months_later
from demo.recipes import further_rows as rows
from demo.recipes.lives import DAY, ordered
from demo.recipes.planted import Adding, early_day, edges_of, lately

LEAVINGS = ("died", "transferred_out", "quashed")


def _leavings(edge: Adding, **more: object) -> None:
    for how in LEAVINGS:
        edge(how, how, how=how, **more)


# --- SL028: cancelled by the region on the day, of the sessions still arranged when it began


def _session(
    life: Life,
    on: date,
    *,
    cancelled: timedelta | None = None,
    by: str = "region",
    moved: timedelta | None = None,
    recorded: timedelta | None = None,
    outcome: str = "attended",
    how: str = "",
) -> str:
    """A session on `on`, six weeks into an order; the times are counted from 00:00 of its day."""
    midnight = at(on, 0)
    start = life.days.open_on_or_after(on - 42 * DAY)
    sentence = ordered(life, start, how=how, leaves_on=on)
    requirement = life.unpaid_work(sentence, start)
    life.session(
        on,
        requirement,
        recorded=None if recorded is None else midnight + recorded,
        superseded=None if moved is None else midnight + moved,
        cancelled=None if cancelled is None else midnight + cancelled,
        outcome=outcome,
    )
    made = life.rows["unpaid_work_sessions"][-1]
    if cancelled is not None:
        made["cancelled_by"] = by
    if moved is not None:
        life.session(on + 7 * DAY, requirement, recorded=midnight + moved, session=str(made["session_id"]))
    return str(made["session_version_id"])


SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
session = edges_of("SL028", "unpaid_work_sessions", _session)
session("on_the_day", "stood_down", cancelled=timedelta(0))
session("in_the_morning", "stood_down", cancelled=7 * HOUR)
session("a_second_before_the_day", "cancelled_earlier", cancelled=-SECOND)
session("cancelled_by_the_person", "cancelled_by_others", cancelled=7 * HOUR, by="person")
session("missed", "not_stood_down", outcome="unacceptable_absence")
session("attended", "not_stood_down")
session("moved_the_day_before", "moved_earlier", moved=-9 * HOUR)
session("not_eligible", "recorded_late", recorded=9 * HOUR)
session("pending", "not_yet_held", anchor=lambda life: life.days.add(life.days.as_at, 3))
_leavings(session, outcome="attended_late")


# --- SL029: worked off within twelve months of the sentence; INT005: worked off at all


def _hours(
    life: Life,
    on: date,
    *,
    worked_off: int | None = None,
    ended_as: str = "completed",
    imposed: int = 0,
    how: str = "",
    months: int = 24,
) -> str:
    """A requirement of an order made on `on`; `worked_off` is days from the day a year later."""
    due = months_later(on, 12)
    sentence = ordered(life, on, how=how, leaves_on=due, months=months)
    ended = None if worked_off is None else due + worked_off * DAY
    more = {"imposed_by": "breach_resentence"} if imposed else {}
    known = ended if ended and ended <= life.days.as_at else None
    return rows.requirement(
        life,
        sentence,
        "unpaid_work",
        on + imposed * DAY,
        ended=known,
        reason=(ended_as or None) if known else None,
        **more,
    )


EARLY = {"anchor": early_day}
hours = edges_of("SL029", "requirements", _hours)
hours("on_the_day", "met_in_time", worked_off=0, **EARLY)
hours("a_day_late", "completed_late", worked_off=1, **EARLY)
hours("imposed_at_a_breach", "met_in_time", worked_off=-30, imposed=150, **EARLY)
hours("revoked", "revoked", worked_off=-60, ended_as="revoked", **EARLY)
hours("removed_by_a_court", "removed", worked_off=-60, ended_as="removed_by_court", **EARLY)
hours("not_completed", "not_completed", worked_off=-60, ended_as="not_completed", **EARLY)
hours("missing_date", "not_completed", **EARLY)
hours("pending", "not_yet_due", anchor=lately)
for how in LEAVINGS:
    hours(how, how, how=how, **EARLY)

payback = edges_of("INT005", "requirements", _hours)
payback("on_the_day", "completed", worked_off=-100, **EARLY)
payback("revoked", "not_completed", worked_off=-60, ended_as="revoked", **EARLY)
payback("removed_by_a_court", "removed", worked_off=-60, ended_as="removed_by_court", **EARLY)
payback("missing_reason", "end_not_recorded", worked_off=-60, ended_as="", **EARLY)
for how in LEAVINGS:
    payback(how, how, worked_off=0, how=how, **EARLY)
