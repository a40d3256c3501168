"""SL006: the initial plan, within 15 business days of the first attended contact."""

from datetime import date, timedelta
from functools import partial

from demo.life import Life
from demo.recipes.planted import any_day, before_a_holiday, lately, planted, quiet_day

orders = partial(planted, "SL006", table="sentences")
releases = partial(planted, "SL006", table="releases")
DAY = timedelta(days=1)


def _attended(life: Life, on: date) -> date:
    """The first contact, two business days after the trigger; returns its day."""
    seen = life.days.add(on, 2)
    life.contact(seen)
    return seen


@orders("on_the_day", "met_in_time", anchor=any_day)
def on_the_day(life: Life, on: date) -> str:
    sentence = life.order(on)
    seen = _attended(life, on)
    life.plan(life.days.add(seen, 15))
    life.goes_on(life.days.add(seen, 5))
    return sentence


@orders("a_day_late", "completed_late", anchor=any_day)
def a_day_late(life: Life, on: date) -> str:
    sentence = life.order(on)
    seen = _attended(life, on)
    life.plan(life.days.add(seen, 16))
    life.goes_on(life.days.add(seen, 5))
    return sentence


@orders("completed_on_the_saturday_after", "completed_late", anchor=quiet_day)
def completed_on_the_saturday_after(life: Life, on: date) -> str:
    """The due day is moved to a Friday; the Saturday after it has the same business-day ordinal."""
    sentence = life.order(on)
    seen = life.days.add(on, 1)
    while life.days.add(seen, 15).weekday() != 4:
        seen = life.days.add(seen, 1)
    life.contact(seen)
    life.plan(life.days.add(seen, 15) + DAY)
    life.goes_on(life.days.add(seen, 5))
    return sentence


@orders("across_a_bank_holiday", "met_in_time", anchor=before_a_holiday)
def across_a_bank_holiday(life: Life, on: date) -> str:
    sentence = life.order(on)
    life.contact(on)
    life.plan(life.days.add(on, 15))
    life.goes_on(life.days.add(on, 5))
    return sentence


@orders("first_contact_missed", "met_in_time", anchor=any_day)
def first_contact_missed(life: Life, on: date) -> str:
    """The clock starts with the second appointment, the first that was attended (by telephone)."""
    sentence = life.order(on)
    life.contact(life.days.add(on, 2), outcome="unacceptable_absence")
    seen = life.days.add(on, 9)
    life.contact(seen, mode="telephone", outcome="attended_late")
    life.plan(life.days.add(seen, 15))
    life.goes_on(life.days.add(seen, 5))
    return sentence


@orders("nobody_came", "none_attended", anchor=any_day)
def nobody_came(life: Life, on: date) -> str:
    sentence = life.order(on, ended=on + 70 * DAY, end_reason="revoked_breach")
    for step in (3, 8, 13):
        life.contact(life.days.add(on, step), outcome="unacceptable_absence")
    return sentence


@orders("no_plan", "not_completed", anchor=any_day)
def no_plan(life: Life, on: date) -> str:
    sentence = life.order(on)
    life.goes_on(life.days.add(_attended(life, on), 5))
    return sentence


@orders("missing_date", "not_completed", anchor=any_day)
def missing_date(life: Life, on: date) -> str:
    """A plan without the day on which it was completed."""
    sentence = life.order(on)
    seen = _attended(life, on)
    life.plan(None, recorded=life.days.add(seen, 4))
    life.goes_on(life.days.add(seen, 5))
    return sentence


@orders("two_orders_of_one_day", "same_day", anchor=any_day)
def two_orders_of_one_day(life: Life, on: date) -> str:
    life.order(on)
    second = life.order(on, sentence_type="suspended_sentence_order", supervised=False)
    seen = _attended(life, on)
    life.plan(life.days.add(seen, 7))
    life.goes_on(life.days.add(seen, 5))
    return second


@orders("died_before_due", "died", anchor=any_day)
def died_before_due(life: Life, on: date) -> str:
    sentence = life.order(on, ended=on + 14 * DAY)
    _attended(life, on)
    life.died(on + 14 * DAY)
    return sentence


@orders("transferred_out_before_due", "transferred_out", anchor=any_day)
def transferred_out_before_due(life: Life, on: date) -> str:
    sentence = life.order(on, ended=on + 12 * DAY)
    _attended(life, on)
    life.moved_to_scotland(on + 12 * DAY)
    return sentence


@orders("quashed_before_due", "quashed", anchor=any_day)
def quashed_before_due(life: Life, on: date) -> str:
    sentence = life.order(on, ended=on + 11 * DAY, end_reason="quashed")
    _attended(life, on)
    return sentence


@orders("ended_on_the_due_day", "ended", anchor=any_day)
def ended_on_the_due_day(life: Life, on: date) -> str:
    sentence = life.order(on, ended=life.days.add(on, 17), end_reason="revoked_breach")
    _attended(life, on)
    return sentence


@orders("pending", "not_yet_due", anchor=lately)
def pending(life: Life, on: date) -> str:
    start = life.days.add(on, -3)
    sentence = life.order(start)
    life.contact(life.days.add(start, 1))
    return sentence


@orders("not_eligible", "", anchor=any_day)
def not_eligible(life: Life, on: date) -> str:
    """A supervision default order asks for no initial plan."""
    sentence = life.order(on, sentence_type="supervision_default_order")
    life.goes_on(life.days.add(on, 3))
    return sentence


@releases("planned_before_release", "met_in_time", anchor=any_day)
def planned_before_release(life: Life, on: date) -> str:
    """Eight weeks before the release are not too early."""
    release = life.released(on)
    life.plan(on - 56 * DAY)
    life.goes_on(life.days.add(_attended(life, on), 5))
    return release


@releases("planned_too_early", "not_completed", anchor=any_day)
def planned_too_early(life: Life, on: date) -> str:
    release = life.released(on)
    life.plan(on - 57 * DAY)
    life.goes_on(life.days.add(_attended(life, on), 5))
    return release


@releases("post_sentence_only", "post_sentence_supervision_only", anchor=any_day)
def post_sentence_only(life: Life, on: date) -> str:
    release = life.released(on, release_type="post_sentence_supervision", supervision_days=300)
    life.goes_on(life.days.add(_attended(life, on), 5))
    return release


@releases("temporary", "temporary_release", anchor=any_day)
def temporary(life: Life, on: date) -> str:
    final = life.days.open_on_or_after(on + 60 * DAY)
    sentence = life.imprisoned(final, 200, final + 300 * DAY, None)
    release = life.released(on, release_type="temporary", sentence=sentence)
    life.released(final, sentence=sentence, supervision_days=300)
    life.goes_on(life.days.add(_attended(life, final), 5))
    return release


@releases("recalled_before_due", "recalled", anchor=quiet_day)
def recalled_before_due(life: Life, on: date) -> str:
    back = on + 10 * DAY
    release = life.released(on, ended=back, supervision_days=500)
    _attended(life, on)
    life.recalled(release, back, returned=back)
    life.custody("recall", back, None)
    life.rows["sentences"][0] |= {"ended_on": None, "end_reason": None}
    return release


@releases("recall_rescinded", "met_in_time", anchor=quiet_day)
def recall_rescinded(life: Life, on: date) -> str:
    """A recall taken back by the due date changes nothing."""
    release = life.released(on)
    seen = _attended(life, on)
    life.recalled(release, on + 7 * DAY, returned=None, rescinded=on + 8 * DAY)
    life.plan(life.days.add(seen, 10))
    life.goes_on(life.days.add(seen, 5))
    return release
