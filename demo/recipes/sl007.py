"""SL007: an in-person appointment offered in every month of supervision."""

from datetime import date, timedelta
from functools import partial

from demo.life import Life, at
from demo.recipes.planted import planted

sl007 = partial(planted, "SL007", table="contacts")
DAY = timedelta(days=1)


def a_month(life: Life) -> date:
    """The first day of a month from June 2024 to January 2026."""
    month = int(life.rng.integers(2024 * 12 + 5, 2026 * 12 + 1))
    return date(month // 12, month % 12 + 1, 1)


def the_month_of_the_last_day(life: Life) -> date:
    """A month that is not over on the as-at day."""
    return _next(life.days.as_at.replace(day=1))


def _next(month: date) -> date:
    return (month + 32 * DAY).replace(day=1)


def _last(month: date) -> date:
    return _next(month) - DAY


def _midst(life: Life, month: date) -> date:
    """A working day in the middle of the month."""
    return life.days.open_on_or_after(month + 13 * DAY)


def _begun(life: Life, month: date, **more: object) -> date:
    """An order of 24 months made some five weeks before the month, so that it lies in its first third."""
    start = life.days.open_on_or_after(month - 40 * DAY)
    life.order(start, months=24, **more)
    life.goes_on(life.days.add(start, 3), until=month - DAY, every=7)
    return start


def _named(life: Life, month: date) -> str:
    return f"{life.person_id}|{month:%Y-%m}"


def _afterwards(life: Life, month: date) -> None:
    life.goes_on(_next(month) + 4 * DAY, every=21)


@sl007("on_the_first_day", "offered", anchor=a_month)
def on_the_first_day(life: Life, month: date) -> str:
    """One appointment, on the first working day of the month."""
    _begun(life, month)
    life.contact(life.days.open_on_or_after(month), outcome="unacceptable_absence")
    _afterwards(life, month)
    return _named(life, month)


@sl007("on_the_day_the_month_ends", "offered", anchor=a_month)
def on_the_day_the_month_ends(life: Life, month: date) -> str:
    _begun(life, month)
    life.contact(_last(month), mode="other_in_person")
    _afterwards(life, month)
    return _named(life, month)


@sl007("a_day_late", "not_offered", anchor=a_month)
def a_day_late(life: Life, month: date) -> str:
    """The appointment of the month lies on the first of the next."""
    _begun(life, month)
    life.contact(_next(month))
    _afterwards(life, month)
    return _named(life, month)


@sl007("a_saturday", "offered", anchor=a_month)
def a_saturday(life: Life, month: date) -> str:
    """Business days do not matter here: a Saturday in the month counts."""
    _begun(life, month)
    life.contact(month + ((5 - month.weekday()) % 7 + 7) * DAY, mode="home_visit")
    _afterwards(life, month)
    return _named(life, month)


@sl007("across_a_bank_holiday", "withdrawn_before_its_day", anchor=a_month)
def across_a_bank_holiday(life: Life, month: date) -> str:
    """Moved by probation, because of the holidays, into the next month."""
    _begun(life, month)
    day = _midst(life, month)
    moved = at(day - DAY, 12)
    contact = life.contact(day, recorded=at(day - 6 * DAY, 10), superseded=moved)
    life.contact(life.days.open_on_or_after(_next(month) + DAY), recorded=moved, contact=contact)
    _afterwards(life, month + 8 * DAY)
    return _named(life, month)


@sl007("cancelled_by_probation_the_day_before", "withdrawn_before_its_day", anchor=a_month)
def cancelled_by_probation_the_day_before(life: Life, month: date) -> str:
    _begun(life, month)
    day = _midst(life, month)
    life.contact(day, recorded=at(day - 6 * DAY, 10), cancelled=at(day - DAY, 16), by="probation")
    _afterwards(life, month)
    return _named(life, month)


@sl007("cancelled_by_the_person_the_day_before", "offered", anchor=a_month)
def cancelled_by_the_person_the_day_before(life: Life, month: date) -> str:
    _begun(life, month)
    day = _midst(life, month)
    life.contact(day, recorded=at(day - 6 * DAY, 10), cancelled=at(day - DAY, 16), by="person")
    _afterwards(life, month)
    return _named(life, month)


@sl007("cancelled_by_probation_on_the_day", "offered", anchor=a_month)
def cancelled_by_probation_on_the_day(life: Life, month: date) -> str:
    _begun(life, month)
    day = _midst(life, month)
    life.contact(day, recorded=at(day - 6 * DAY, 10), cancelled=at(day, 8), by="probation")
    _afterwards(life, month)
    return _named(life, month)


@sl007("recorded_on_its_day", "not_recorded_before_its_day", anchor=a_month)
def recorded_on_its_day(life: Life, month: date) -> str:
    _begun(life, month)
    day = _midst(life, month)
    life.contact(day, recorded=at(day, 15))
    _afterwards(life, month)
    return _named(life, month)


@sl007("telephone_only", "not_offered", anchor=a_month)
def telephone_only(life: Life, month: date) -> str:
    _begun(life, month)
    life.contact(_midst(life, month), mode="telephone")
    _afterwards(life, month)
    return _named(life, month)


@sl007("supplier_only", "not_offered", anchor=a_month)
def supplier_only(life: Life, month: date) -> str:
    _begun(life, month)
    life.contact(_midst(life, month), provider="supplier")
    _afterwards(life, month)
    return _named(life, month)


@sl007("unpaid_work_session_only", "not_offered", anchor=a_month)
def unpaid_work_session_only(life: Life, month: date) -> str:
    _begun(life, month)
    life.contact(_midst(life, month), provider="unpaid_work")
    _afterwards(life, month)
    return _named(life, month)


@sl007("missing_date", "not_offered", anchor=a_month)
def missing_date(life: Life, month: date) -> str:
    """Nothing at all on record for the month."""
    _begun(life, month, expected=False)
    _afterwards(life, month)
    return _named(life, month)


@sl007("suspended_over_the_whole_month", "suspended_by_line_manager", anchor=a_month)
def suspended_over_the_whole_month(life: Life, month: date) -> str:
    _begun(life, month)
    life.suspended(month, _last(month))
    _afterwards(life, month)
    return _named(life, month)


@sl007("suspended_from_the_second", "not_offered", anchor=a_month)
def suspended_from_the_second(life: Life, month: date) -> str:
    """A suspension that leaves out one day of the month is no exception."""
    _begun(life, month)
    life.suspended(month + DAY, _last(month))
    _afterwards(life, month)
    return _named(life, month)


@sl007("not_eligible", "part_month", anchor=a_month)
def not_eligible(life: Life, month: date) -> str:
    """Sentenced on the second day of the month or later."""
    start = life.days.open_on_or_after(month + DAY)
    life.order(start, months=24)
    life.goes_on(life.days.add(start, 3), every=14)
    return _named(life, month)


@sl007("began_on_the_first", "offered", anchor=a_month)
def began_on_the_first(life: Life, month: date) -> str:
    """A release on the first of the month supervises all of it."""
    life.released(month, inside=170, supervision_days=700)
    life.rows["custody_periods"][0] |= {"end_on": month - DAY}
    life.goes_on(life.days.add(month, 1), every=14)
    return _named(life, month)


@sl007("two_units_in_one_month", "offered", anchor=a_month)
def two_units_in_one_month(life: Life, month: date) -> str:
    """Moved to another unit in the month: the periods together cover it."""
    _begun(life, month)
    life.rows["supervision_periods"][0] |= {"end_on": month + 14 * DAY}
    other = life.unit - 1 if life.unit else 1
    life.supervised(
        "community", month + 15 * DAY, life.last if life.last <= life.days.as_at else None, unit=other
    )
    life.contact(_midst(life, month))
    _afterwards(life, month)
    return _named(life, month)


@sl007("a_night_in_custody", "night_in_custody", anchor=a_month)
def a_night_in_custody(life: Life, month: date) -> str:
    _begun(life, month)
    life.custody("remand", month + 9 * DAY, month + 10 * DAY)
    life.contact(_midst(life, month) + 3 * DAY)
    _afterwards(life, month)
    return _named(life, month)


@sl007("post_sentence_only", "post_sentence_supervision_only", anchor=a_month)
def post_sentence_only(life: Life, month: date) -> str:
    life.released(life.days.open_on_or_after(month - 40 * DAY), release_type="post_sentence_supervision")
    life.goes_on(month + 7 * DAY, every=28)
    return _named(life, month)


@sl007("unpaid_work_alone", "unpaid_work_only", anchor=a_month)
def unpaid_work_alone(life: Life, month: date) -> str:
    start = life.days.open_on_or_after(month - 40 * DAY)
    sentence = life.order(start, kind="unpaid_work_only", months=12)
    requirement = life.unpaid_work(sentence, start)
    for week in range(1, 12):
        life.session(life.days.open_on_or_after(start + 7 * week * DAY), requirement)
    return _named(life, month)


@sl007("died_on_the_last_day", "died", anchor=a_month)
def died_on_the_last_day(life: Life, month: date) -> str:
    _begun(life, month, ended=_last(month))
    life.contact(_midst(life, month))
    life.died(_last(month))
    return _named(life, month)


@sl007("transferred_out_on_the_last_day", "transferred_out", anchor=a_month)
def transferred_out_on_the_last_day(life: Life, month: date) -> str:
    _begun(life, month, ended=_last(month))
    life.contact(_midst(life, month))
    life.moved_to_scotland(_last(month))
    return _named(life, month)


@sl007("quashed_on_the_last_day", "quashed", anchor=a_month)
def quashed_on_the_last_day(life: Life, month: date) -> str:
    _begun(life, month, ended=_last(month), end_reason="quashed")
    life.contact(_midst(life, month))
    return _named(life, month)


@sl007("final_third_of_a_licence", "final_third", anchor=a_month)
def final_third_of_a_licence(life: Life, month: date) -> str:
    """A licence of 300 days that is 230 days old on the first of the month."""
    start = life.days.open_on_or_after(month - 230 * DAY)
    life.released(start, inside=200, supervision_days=300)
    life.goes_on(life.days.add(start, 1), until=start + 195 * DAY, every=10)
    return _named(life, month)


@sl007("final_third_but_flagged", "offered", anchor=a_month)
def final_third_but_flagged(life: Life, month: date) -> str:
    """Active child protection keeps contact going in the final third."""
    start = life.days.open_on_or_after(month - 230 * DAY)
    life.released(start, inside=200, supervision_days=300)
    life.flagged("child_protection", start)
    life.goes_on(life.days.add(start, 1), every=10)
    return _named(life, month)


@sl007("pending", "not_yet_due", anchor=the_month_of_the_last_day)
def pending(life: Life, month: date) -> str:
    _begun(life, month)
    life.contact(life.days.open_on_or_after(month + 7 * DAY))
    return _named(life, month)
