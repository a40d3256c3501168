"""SL004: the first appointment of a community order or suspended sentence order, within 5 business days."""

from datetime import date, timedelta
from functools import partial

from demo.life import Life, at
from demo.recipes.planted import any_day, before_a_holiday, lately, planted, quiet_day, quiet_friday, saturday

sl004 = partial(planted, "SL004", table="sentences")
DAY = timedelta(days=1)


@sl004("on_the_day", "met_in_time", anchor=any_day)
def on_the_day(life: Life, on: date) -> str:
    sentence = life.order(on)
    life.contact(life.days.add(on, 5))
    life.goes_on(life.days.add(on, 9))
    return sentence


@sl004("on_the_day_of_sentence", "met_in_time", anchor=any_day)
def on_the_day_of_sentence(life: Life, on: date) -> str:
    sentence = life.order(on)
    life.contact(on, mode="home_visit")
    life.goes_on(life.days.add(on, 9))
    return sentence


@sl004("missed_but_offered_in_time", "met_in_time", anchor=any_day)
def missed_but_offered_in_time(life: Life, on: date) -> str:
    sentence = life.order(on)
    life.contact(life.days.add(on, 3), outcome="unacceptable_absence")
    life.goes_on(life.days.add(on, 9))
    return sentence


@sl004("a_day_late", "offered_late", anchor=any_day)
def a_day_late(life: Life, on: date) -> str:
    sentence = life.order(on)
    life.contact(life.days.add(on, 6))
    life.goes_on(life.days.add(on, 12))
    return sentence


@sl004("saturday_after_friday_due", "offered_late", anchor=quiet_friday)
def saturday_after_friday_due(life: Life, on: date) -> str:
    """The same business-day ordinal as the Friday, and late all the same."""
    sentence = life.order(on)
    life.contact(life.days.add(on, 5) + DAY)
    life.goes_on(life.days.add(on, 9))
    return sentence


@sl004("sentenced_on_a_saturday", "met_in_time", anchor=saturday)
def sentenced_on_a_saturday(life: Life, on: date) -> str:
    """Day 0 is a Saturday, so the fifth business day is the Friday."""
    sentence = life.order(on)
    life.contact(on + 6 * DAY)
    life.goes_on(on + 14 * DAY)
    return sentence


@sl004("across_a_bank_holiday", "met_in_time", anchor=before_a_holiday)
def across_a_bank_holiday(life: Life, on: date) -> str:
    sentence = life.order(on)
    life.contact(life.days.add(on, 5))
    life.goes_on(life.days.add(on, 9))
    return sentence


@sl004("late_across_a_bank_holiday", "offered_late", anchor=before_a_holiday)
def late_across_a_bank_holiday(life: Life, on: date) -> str:
    sentence = life.order(on)
    life.contact(life.days.add(on, 6))
    life.goes_on(life.days.add(on, 12))
    return sentence


@sl004("moved_in_good_time_out_of_the_window", "offered_late", anchor=quiet_day)
def moved_in_good_time_out_of_the_window(life: Life, on: date) -> str:
    """Day 3 moved on day 2 to day 8 counts as day 8."""
    sentence = life.order(on)
    moved = at(life.days.add(on, 2), 16)
    contact = life.contact(life.days.add(on, 3), recorded=at(on, 10), superseded=moved)
    life.contact(life.days.add(on, 8), recorded=moved, contact=contact)
    life.goes_on(life.days.add(on, 12))
    return sentence


@sl004("moved_on_the_day_itself", "offered_late", anchor=quiet_day)
def moved_on_the_day_itself(life: Life, on: date) -> str:
    sentence = life.order(on)
    moved = at(life.days.add(on, 3), 16)
    contact = life.contact(life.days.add(on, 3), recorded=at(on, 10), superseded=moved)
    life.contact(life.days.add(on, 8), recorded=moved, contact=contact)
    life.goes_on(life.days.add(on, 12))
    return sentence


@sl004("missed_and_moved_the_day_after", "met_in_time", anchor=quiet_day)
def missed_and_moved_the_day_after(life: Life, on: date) -> str:
    """Day 3 missed and moved on day 4 to day 8 counts as day 3."""
    sentence = life.order(on)
    moved = at(life.days.add(on, 4), 10)
    contact = life.contact(life.days.add(on, 3), recorded=at(on, 10), superseded=moved)
    life.contact(life.days.add(on, 8), recorded=moved, contact=contact)
    life.goes_on(life.days.add(on, 12))
    return sentence


@sl004("cancelled_on_the_day", "offered_late", anchor=any_day)
def cancelled_on_the_day(life: Life, on: date) -> str:
    sentence = life.order(on)
    day = life.days.add(on, 4)
    life.contact(day, recorded=at(on, 10), cancelled=at(day, 8), by="person")
    life.contact(life.days.add(on, 7))
    life.goes_on(life.days.add(on, 12))
    return sentence


@sl004("recorded_late_and_attended", "met_in_time", anchor=any_day)
def recorded_late_and_attended(life: Life, on: date) -> str:
    sentence = life.order(on)
    life.contact(life.days.add(on, 2), recorded=at(life.days.add(on, 3), 9), outcome="attended_late")
    life.goes_on(life.days.add(on, 9))
    return sentence


@sl004("recorded_late_and_missed", "offered_late", anchor=any_day)
def recorded_late_and_missed(life: Life, on: date) -> str:
    """Nobody can have offered what was written up afterwards and not attended."""
    sentence = life.order(on)
    life.contact(life.days.add(on, 2), recorded=at(life.days.add(on, 3), 9), outcome="unacceptable_absence")
    life.contact(life.days.add(on, 7))
    life.goes_on(life.days.add(on, 12))
    return sentence


@sl004("telephone_only", "not_offered", anchor=any_day)
def telephone_only(life: Life, on: date) -> str:
    sentence = life.order(on)
    life.contact(life.days.add(on, 2), mode="telephone")
    life.goes_on(life.days.add(on, 9), mode="telephone", every=28)
    return sentence


@sl004("missing_date", "not_offered", anchor=any_day)
def missing_date(life: Life, on: date) -> str:
    """No end date and not one appointment on record."""
    return life.order(on, expected=False)


@sl004("not_eligible", "", anchor=any_day)
def not_eligible(life: Life, on: date) -> str:
    """A supervision default order has no first-appointment measure."""
    sentence = life.order(on, sentence_type="supervision_default_order")
    life.goes_on(life.days.add(on, 7))
    return sentence


@sl004("two_orders_of_one_day", "same_day", anchor=any_day)
def two_orders_of_one_day(life: Life, on: date) -> str:
    life.order(on)
    second = life.order(on, sentence_type="suspended_sentence_order", supervised=False)
    life.contact(life.days.add(on, 4))
    life.goes_on(life.days.add(on, 9))
    return second


@sl004("died_before_due", "died", anchor=any_day)
def died_before_due(life: Life, on: date) -> str:
    death = on + 3 * DAY
    sentence = life.order(on, ended=death)
    life.contact(on)
    life.died(death)
    return sentence


@sl004("died_the_day_after_due", "not_offered", anchor=any_day)
def died_the_day_after_due(life: Life, on: date) -> str:
    death = life.days.add(on, 5) + DAY
    sentence = life.order(on, ended=death)
    life.died(death)
    return sentence


@sl004("transferred_out_before_due", "transferred_out", anchor=any_day)
def transferred_out_before_due(life: Life, on: date) -> str:
    sentence = life.order(on, ended=on + 4 * DAY)
    life.moved_to_scotland(on + 4 * DAY)
    return sentence


@sl004("quashed_on_the_due_day", "quashed", anchor=any_day)
def quashed_on_the_due_day(life: Life, on: date) -> str:
    sentence = life.order(on, ended=life.days.add(on, 5), end_reason="quashed")
    life.contact(life.days.add(on, 2))
    return sentence


@sl004("into_custody_before_due", "into_custody", anchor=any_day)
def into_custody_before_due(life: Life, on: date) -> str:
    sentence = life.order(on)
    life.custody("remand", on + 2 * DAY, on + 40 * DAY)
    life.goes_on(on + 43 * DAY)
    return sentence


@sl004("into_custody_the_day_after_due", "not_offered", anchor=any_day)
def into_custody_the_day_after_due(life: Life, on: date) -> str:
    taken = life.days.add(on, 5) + DAY
    sentence = life.order(on, ended=taken + 60 * DAY, end_reason="revoked_breach")
    life.custody("remand", taken, taken + 60 * DAY)
    return sentence


@sl004("pending", "not_yet_due", anchor=lately)
def pending(life: Life, on: date) -> str:
    sentence = life.order(on)
    life.contact(life.days.add(on, 3))
    return sentence


@sl004("unallocated", "met_in_time", anchor=any_day)
def unallocated(life: Life, on: date) -> str:
    """Nobody is responsible within 10 business days: the court's region, unit unallocated."""
    sentence = life.order(on, supervised=False)
    start = life.days.add(on, 14)
    life.contact(life.days.add(on, 3))
    life.supervised("community", start, None)
    life.goes_on(start, until=on + 500 * DAY)
    return sentence
