"""SL027: the first unpaid work session, arranged for no later than 15 business days after the sentence."""

from datetime import date, timedelta
from functools import partial

from demo.life import Life, at
from demo.recipes.planted import any_day, before_a_holiday, lately, planted, quiet_day

sl027 = partial(planted, "SL027", table="requirements")
DAY = timedelta(days=1)


def _owed(life: Life, on: date, **more: object) -> str:
    """A community order with unpaid work alone, inducted on the fourth business day."""
    sentence = life.order(on, kind="unpaid_work_only", months=12, **more)
    requirement = life.unpaid_work(sentence, on)
    inducted = life.days.add(on, 4)
    if inducted <= life.last:
        life.session(inducted, requirement, session_type="induction")
    return requirement


def _works_on(life: Life, requirement: str, first: date, sessions: int = 12) -> None:
    for week in range(1, sessions):
        day = life.days.open_on_or_after(first + 7 * week * DAY)
        if day <= min(life.last, life.days.as_at):
            life.session(day, requirement)


@sl027("on_the_day", "met_in_time", anchor=any_day)
def on_the_day(life: Life, on: date) -> str:
    requirement = _owed(life, on)
    first = life.days.add(on, 15)
    life.session(first, requirement)
    _works_on(life, requirement, first)
    return requirement


@sl027("a_day_late", "arranged_late", anchor=any_day)
def a_day_late(life: Life, on: date) -> str:
    requirement = _owed(life, on)
    first = life.days.add(on, 16)
    life.session(first, requirement)
    _works_on(life, requirement, first)
    return requirement


@sl027("saturday_after_friday_due", "arranged_late", anchor=quiet_day)
def saturday_after_friday_due(life: Life, on: date) -> str:
    """Work parties go out on Saturdays; this one is a day late."""
    start = on
    while life.days.add(start, 15).weekday() != 4:
        start = life.days.add(start, 1)
    requirement = _owed(life, start)
    first = life.days.add(start, 15) + DAY
    life.session(first, requirement)
    _works_on(life, requirement, first)
    return requirement


@sl027("across_a_bank_holiday", "met_in_time", anchor=before_a_holiday)
def across_a_bank_holiday(life: Life, on: date) -> str:
    requirement = _owed(life, on)
    first = life.days.add(on, 15)
    life.session(first, requirement, outcome="unacceptable_absence")
    _works_on(life, requirement, first)
    return requirement


@sl027("induction_only", "not_arranged", anchor=any_day)
def induction_only(life: Life, on: date) -> str:
    """The induction is no work session."""
    return _owed(life, on)


@sl027("called_off_on_the_day", "arranged_late", anchor=any_day)
def called_off_on_the_day(life: Life, on: date) -> str:
    requirement = _owed(life, on)
    called_off, first = life.days.add(on, 12), life.days.add(on, 18)
    life.session(called_off, requirement, recorded=at(life.days.add(on, 2), 10), cancelled=at(called_off, 7))
    life.session(first, requirement)
    _works_on(life, requirement, first)
    return requirement


@sl027("moved_out_of_the_window", "arranged_late", anchor=any_day)
def moved_out_of_the_window(life: Life, on: date) -> str:
    requirement = _owed(life, on)
    moved, first = at(life.days.add(on, 9), 14), life.days.add(on, 20)
    session = life.session(life.days.add(on, 10), requirement, recorded=at(on, 12), superseded=moved)
    life.session(first, requirement, recorded=moved, session=session)
    _works_on(life, requirement, first)
    return requirement


@sl027("missing_date", "met_in_time", anchor=any_day)
def missing_date(life: Life, on: date) -> str:
    """The session does not say which requirement it serves: it counts for the person."""
    requirement = _owed(life, on)
    first = life.days.add(on, 9)
    life.session(first, None)
    _works_on(life, requirement, first)
    return requirement


@sl027("imposed_at_a_breach", "met_in_time", anchor=any_day)
def imposed_at_a_breach(life: Life, on: date) -> str:
    """The clock runs from the sentence that imposed the work, not from the original one."""
    start = life.days.open_on_or_after(on - 120 * DAY)
    sentence = life.order(start, months=18)
    life.activity_days(sentence, start)
    life.goes_on(life.days.add(start, 3), every=21)
    requirement = life.unpaid_work(sentence, on, imposed_by="breach_resentence")
    first = life.days.add(on, 15)
    life.session(first, requirement)
    _works_on(life, requirement, first)
    return requirement


@sl027("not_eligible", "", anchor=any_day)
def not_eligible(life: Life, on: date) -> str:
    """An order with activity days and no unpaid work."""
    sentence = life.order(on)
    life.goes_on(life.days.add(on, 3))
    return life.activity_days(sentence, on)


@sl027("died_before_due", "died", anchor=any_day)
def died_before_due(life: Life, on: date) -> str:
    death = on + 15 * DAY
    requirement = _owed(life, on, ended=death)
    life.died(death)
    return requirement


@sl027("transferred_out_before_due", "transferred_out", anchor=any_day)
def transferred_out_before_due(life: Life, on: date) -> str:
    requirement = _owed(life, on, ended=on + 17 * DAY)
    life.session(life.days.add(on, 8), requirement)
    life.moved_to_scotland(on + 17 * DAY)
    return requirement


@sl027("quashed_on_the_due_day", "quashed", anchor=any_day)
def quashed_on_the_due_day(life: Life, on: date) -> str:
    return _owed(life, on, ended=life.days.add(on, 15), end_reason="quashed")


@sl027("pending", "not_yet_due", anchor=lately)
def pending(life: Life, on: date) -> str:
    start = life.days.add(on, -8)
    requirement = _owed(life, start)
    life.session(life.days.add(start, 14), requirement)
    return requirement
