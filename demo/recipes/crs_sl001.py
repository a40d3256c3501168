"""CRS SL001: the assessment appointment of a referral, within 10 working days."""

from datetime import date, timedelta
from functools import partial

from demo.life import Life, at
from demo.recipes.planted import any_day, before_a_holiday, lately, planted, quiet_day

crs = partial(planted, "CRS_SL001", table="crs_referrals")
DAY = timedelta(days=1)


def _referred(
    life: Life, on: date, *, ended: date | None = None, end_reason: str = "other", **more: object
) -> str:
    """A referral on `on`, eight weeks into an order of two years (which may end early)."""
    start = life.days.open_on_or_after(on - 56 * DAY)
    life.order(start, months=24, ended=ended, end_reason=end_reason)
    life.goes_on(life.days.add(start, 3))
    return life.referral(on, **more)


def _attends(life: Life, referral: str, first: date, appointments: int = 4) -> None:
    for step in range(1, appointments):
        day = life.days.open_on_or_after(first + 10 * step * DAY)
        if day <= min(life.last, life.days.as_at):
            life.assessment(day, referral, purpose="intervention", recorded=at(first, 14))


@crs("on_the_day", "met_in_time", anchor=any_day)
def on_the_day(life: Life, on: date) -> str:
    referral = _referred(life, on)
    first = life.days.add(on, 10)
    life.assessment(first, referral)
    _attends(life, referral, first)
    return referral


@crs("a_day_late", "offered_late", anchor=any_day)
def a_day_late(life: Life, on: date) -> str:
    referral = _referred(life, on)
    first = life.days.add(on, 11)
    life.assessment(first, referral)
    _attends(life, referral, first)
    return referral


@crs("saturday_after_friday_due", "offered_late", anchor=quiet_day)
def saturday_after_friday_due(life: Life, on: date) -> str:
    start = on
    while life.days.add(start, 10).weekday() != 4:
        start = life.days.add(start, 1)
    referral = _referred(life, start)
    first = life.days.add(start, 10) + DAY
    life.assessment(first, referral)
    _attends(life, referral, first)
    return referral


@crs("across_a_bank_holiday", "met_in_time", anchor=before_a_holiday)
def across_a_bank_holiday(life: Life, on: date) -> str:
    referral = _referred(life, on)
    life.assessment(life.days.add(on, 10), referral, outcome="unacceptable_absence")
    return referral


@crs("cancelled_without_replacement", "not_offered", anchor=any_day)
def cancelled_without_replacement(life: Life, on: date) -> str:
    referral = _referred(life, on)
    day = life.days.add(on, 5)
    life.assessment(day, referral, recorded=at(on, 11), cancelled=at(day, 9))
    return referral


@crs("missed_and_moved_the_day_after", "met_in_time", anchor=any_day)
def missed_and_moved_the_day_after(life: Life, on: date) -> str:
    """The first version stood on its day; the closed month does not drift when it is moved later."""
    referral = _referred(life, on)
    moved = at(life.days.add(on, 8), 10)
    appointment = life.assessment(life.days.add(on, 7), referral, recorded=at(on, 11), superseded=moved)
    life.assessment(life.days.add(on, 14), referral, recorded=moved, appointment=appointment)
    return referral


@crs("moved_out_of_the_window", "offered_late", anchor=any_day)
def moved_out_of_the_window(life: Life, on: date) -> str:
    referral = _referred(life, on)
    moved = at(life.days.add(on, 6), 10)
    appointment = life.assessment(life.days.add(on, 7), referral, recorded=at(on, 11), superseded=moved)
    life.assessment(life.days.add(on, 14), referral, recorded=moved, appointment=appointment)
    return referral


@crs("missing_date", "not_offered", anchor=any_day)
def missing_date(life: Life, on: date) -> str:
    """A referral with no appointment on record."""
    return _referred(life, on)


@crs("not_eligible", "not_offered", anchor=any_day)
def not_eligible(life: Life, on: date) -> str:
    """Appointments of an intervention are no assessment."""
    referral = _referred(life, on)
    life.assessment(life.days.add(on, 6), referral, purpose="intervention")
    return referral


@crs("withdrawn_on_the_due_day", "withdrawn", anchor=any_day)
def withdrawn_on_the_due_day(life: Life, on: date) -> str:
    return _referred(life, on, withdrawn=life.days.add(on, 10), reason="withdrawn")


@crs("withdrawn_the_day_after_due", "not_offered", anchor=any_day)
def withdrawn_the_day_after_due(life: Life, on: date) -> str:
    return _referred(life, on, withdrawn=life.days.add(on, 11), reason="withdrawn")


@crs("made_by_mistake", "made_by_mistake", anchor=any_day)
def made_by_mistake(life: Life, on: date) -> str:
    return _referred(life, on, withdrawn=life.days.add(on, 1), reason="made_by_mistake")


@crs("a_duplicate", "duplicate", anchor=any_day)
def a_duplicate(life: Life, on: date) -> str:
    """The second referral of a pair; the first one goes on."""
    first = _referred(life, on)
    life.assessment(life.days.add(on, 5), first)
    return life.referral(on, withdrawn=life.days.add(on, 3), reason="duplicate")


@crs("died_before_due", "died", anchor=any_day)
def died_before_due(life: Life, on: date) -> str:
    referral = _referred(life, on, ended=on + 9 * DAY)
    life.died(on + 9 * DAY)
    return referral


@crs("transferred_out_before_due", "transferred_out", anchor=any_day)
def transferred_out_before_due(life: Life, on: date) -> str:
    referral = _referred(life, on, ended=on + 9 * DAY)
    life.moved_to_scotland(on + 9 * DAY)
    return referral


@crs("quashed_before_due", "quashed", anchor=any_day)
def quashed_before_due(life: Life, on: date) -> str:
    return _referred(life, on, ended=on + 10 * DAY, end_reason="quashed")


@crs("pending", "not_yet_due", anchor=lately)
def pending(life: Life, on: date) -> str:
    start = life.days.add(on, -4)
    referral = _referred(life, start)
    life.assessment(life.days.add(start, 7), referral)
    return referral
