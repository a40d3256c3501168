"""SL005: the first appointment after a release, within 1 business day (3 from court after remand)."""

from datetime import date, timedelta
from functools import partial

from demo.life import Life, at
from demo.recipes.planted import any_day, before_a_holiday, planted, quiet_day, quiet_friday

sl005 = partial(planted, "SL005", table="releases")
DAY = timedelta(days=1)


def on_the_last_day(life: Life) -> date:
    return life.days.as_at


@sl005("on_the_day", "met_in_time", anchor=any_day)
def on_the_day(life: Life, on: date) -> str:
    release = life.released(on)
    life.contact(life.days.add(on, 1))
    life.goes_on(life.days.add(on, 6))
    return release


@sl005("a_day_late", "offered_late", anchor=any_day)
def a_day_late(life: Life, on: date) -> str:
    release = life.released(on)
    life.contact(life.days.add(on, 2))
    life.goes_on(life.days.add(on, 6))
    return release


@sl005("saturday_after_friday_due", "offered_late", anchor=quiet_friday)
def saturday_after_friday_due(life: Life, on: date) -> str:
    release = life.released(on - DAY)
    life.contact(on + DAY, mode="home_visit")
    life.goes_on(on + 10 * DAY)
    return release


@sl005("released_on_a_friday", "met_in_time", anchor=quiet_friday)
def released_on_a_friday(life: Life, on: date) -> str:
    release = life.released(on)
    life.contact(on + 3 * DAY)
    life.goes_on(on + 10 * DAY)
    return release


@sl005("across_a_bank_holiday", "met_in_time", anchor=before_a_holiday)
def across_a_bank_holiday(life: Life, on: date) -> str:
    release = life.released(on)
    life.contact(life.days.add(on, 1))
    life.goes_on(life.days.add(on, 8))
    return release


@sl005("from_court_on_the_third_day", "met_in_time", anchor=any_day)
def from_court_on_the_third_day(life: Life, on: date) -> str:
    release = life.released(on, route="court_after_remand", inside=60)
    life.contact(life.days.add(on, 3))
    life.goes_on(life.days.add(on, 8))
    return release


@sl005("from_court_a_day_late", "offered_late", anchor=any_day)
def from_court_a_day_late(life: Life, on: date) -> str:
    release = life.released(on, route="court_after_remand", inside=60)
    life.contact(life.days.add(on, 4))
    life.goes_on(life.days.add(on, 8))
    return release


@sl005("missing_date", "offered_late", anchor=any_day)
def missing_date(life: Life, on: date) -> str:
    """The kind of release is not recorded: one business day."""
    release = life.released(on, route=None)
    life.contact(life.days.add(on, 3))
    life.goes_on(life.days.add(on, 8))
    return release


@sl005("telephone_only", "not_offered", anchor=any_day)
def telephone_only(life: Life, on: date) -> str:
    release = life.released(on)
    life.contact(life.days.add(on, 1), mode="telephone")
    life.goes_on(life.days.add(on, 8), mode="video", every=28)
    return release


@sl005("temporary", "temporary_release", anchor=any_day)
def temporary(life: Life, on: date) -> str:
    """Out for a day from a sentence that goes on, and released for good two months later."""
    final = life.days.open_on_or_after(on + 60 * DAY)
    sentence = life.imprisoned(final, 200, final + 300 * DAY, None)
    release = life.released(on, release_type="temporary", sentence=sentence)
    life.released(final, sentence=sentence, supervision_days=300)
    life.contact(life.days.add(final, 1))
    life.goes_on(life.days.add(final, 6))
    return release


@sl005("two_releases_of_one_day", "same_day", anchor=any_day)
def two_releases_of_one_day(life: Life, on: date) -> str:
    """Two sentences served together."""
    life.released(on)
    other = life.sentenced(
        life.days.open_on_or_after(on - 100 * DAY), "custodial_determinate", expected_end_on=on + 400 * DAY
    )
    second = life.released(on, sentence=other, supervised=False)
    life.contact(life.days.add(on, 1))
    life.goes_on(life.days.add(on, 6))
    return second


@sl005("recalled_on_the_day_of_release", "same_day_recall", anchor=quiet_day)
def recalled_on_the_day_of_release(life: Life, on: date) -> str:
    release = life.released(on, ended=on)
    again = life.days.open_on_or_after(on + 28 * DAY)
    life.recalled(release, on, returned=on)
    life.custody("recall", on, again)
    sentence = str(life.rows["releases"][0]["sentence_id"])
    life.rows["sentences"][0] |= {"ended_on": None, "end_reason": None}
    life.released(again, sentence=sentence, after_recall=True, supervision_days=372)
    _until(life, on + 400 * DAY)
    life.contact(life.days.add(again, 1))
    life.goes_on(life.days.add(again, 6))
    return release


def _until(life: Life, end: date) -> None:
    """Ends the sentence when its last day lies before the as-at day."""
    if end <= life.days.as_at:
        life.rows["sentences"][0] |= {"ended_on": end, "end_reason": "expired"}


@sl005("died_before_due", "died", anchor=any_day)
def died_before_due(life: Life, on: date) -> str:
    release = life.released(on, ended=on + DAY)
    life.died(on + DAY)
    return release


@sl005("transferred_out_before_due", "transferred_out", anchor=any_day)
def transferred_out_before_due(life: Life, on: date) -> str:
    release = life.released(on, ended=on + DAY)
    life.moved_to_scotland(on + DAY)
    return release


@sl005("quashed_before_due", "quashed", anchor=any_day)
def quashed_before_due(life: Life, on: date) -> str:
    release = life.released(on, ended=on + DAY)
    life.rows["sentences"][0] |= {"end_reason": "quashed"}
    return release


@sl005("back_in_custody_before_due", "returned_to_custody", anchor=quiet_day)
def back_in_custody_before_due(life: Life, on: date) -> str:
    release = life.released(on, ended=on + DAY)
    life.recalled(release, on + DAY, returned=on + DAY)
    life.custody("recall", on + DAY, None)
    life.rows["sentences"][0] |= {"ended_on": None, "end_reason": None}
    return release


@sl005("immigration_detention_before_due", "immigration_detention", anchor=any_day)
def immigration_detention_before_due(life: Life, on: date) -> str:
    release = life.released(on)
    life.detained("immigration", on, on + 50 * DAY)
    life.goes_on(on + 53 * DAY)
    return release


@sl005("hospital_before_due", "hospital", anchor=any_day)
def hospital_before_due(life: Life, on: date) -> str:
    release = life.released(on)
    life.detained("hospital", on + DAY, on + 70 * DAY)
    life.goes_on(on + 74 * DAY)
    return release


@sl005("not_eligible", "", anchor=any_day)
def not_eligible(life: Life, on: date) -> str:
    """A licence that turns into post-sentence supervision is no release: no row of its own."""
    life.released(on, supervision_days=180, ended=on + 90 * DAY)
    life.rows["sentences"][0] |= {"ended_on": on + 180 * DAY, "end_reason": "expired"}
    end = on + 180 * DAY
    if end > life.days.as_at:
        life.rows["sentences"][0] |= {"ended_on": None, "end_reason": None}
    life.supervised("post_sentence_supervision", on + 91 * DAY, end if end <= life.days.as_at else None)
    life.contact(life.days.add(on, 1))
    life.goes_on(life.days.add(on, 6))
    return ""


@sl005("into_post_sentence_supervision", "met_in_time", anchor=any_day)
def into_post_sentence_supervision(life: Life, on: date) -> str:
    release = life.released(on, release_type="post_sentence_supervision", supervision_days=300)
    life.contact(on)
    life.goes_on(life.days.add(on, 6))
    return release


@sl005("after_recall", "met_in_time", anchor=quiet_day)
def after_recall(life: Life, on: date) -> str:
    """A release after a recall counts like any other."""
    first = life.days.open_on_or_after(on - 90 * DAY)
    back = on - 28 * DAY
    release = life.released(first, ended=back, supervision_days=500)
    life.recalled(release, back, returned=back)
    life.custody("recall", back, on)
    life.contact(life.days.add(first, 1))
    life.goes_on(life.days.add(first, 6), until=back - DAY)
    life.rows["sentences"][0] |= {"ended_on": None, "end_reason": None}
    sentence = str(life.rows["releases"][0]["sentence_id"])
    again = life.released(on, sentence=sentence, after_recall=True, supervision_days=410)
    _until(life, on + 410 * DAY)
    life.contact(life.days.add(on, 1), recorded=at(on, 15))
    life.goes_on(life.days.add(on, 6))
    return again


@sl005("pending", "not_yet_due", anchor=on_the_last_day)
def pending(life: Life, on: date) -> str:
    release = life.released(on)
    life.contact(life.days.add(on, 1))
    return release
