"""SL040: every listed characteristic recorded, of everyone supervised on the last day of a month."""

from datetime import date

from demo.life import Life, months_later
from demo.recipes.lives import DAY
from demo.recipes.planted import edges_of

WHOLE = {
    "sex": "male",
    "gender_identity": "same_as_birth",
    "ethnicity": "white",
    "religion": "none",
    "sexual_orientation": "heterosexual",
    "disability": "no",
    "marital_status": "single",
    "pregnancy": None,
}


def a_month(life: Life) -> date:
    """The first day of a month from June 2024 to January 2026."""
    month = int(life.rng.integers(2024 * 12 + 5, 2026 * 12 + 1))
    return date(month // 12, month % 12 + 1, 1)


def the_next_month(life: Life) -> date:
    """The month after the as-at day."""
    return months_later(life.days.as_at.replace(day=1), 1)


def _supervised(
    life: Life, month: date, *, left: str = "", ends: int | None = None, **about: str | None
) -> str:
    """Supervised from 60 days before the month; `ends` is days from its last day to that of supervision."""
    month = month.replace(day=1)
    last = months_later(month, 1) - DAY
    start = life.days.open_on_or_after(month - 60 * DAY)
    stop = last - 10 * DAY if left == "quashed" else None
    life.order(start, months=36, supervised=False, ended=stop, end_reason="quashed" if stop else "other")
    if left == "died":
        life.died(last)
    elif left == "transferred_out":
        life.moved_to_scotland(last)
    life.last = last + 3 * DAY
    until = last + 3 * DAY if left else None
    life.supervised("community", start, until if ends is None else last + ends * DAY)
    if month <= life.days.as_at and not left:
        life.goes_on(start, every=28)
    life.about |= WHOLE | about
    return f"{life.person_id}|{month:%Y-%m}"


recorded = edges_of("SL040", "supervision_periods", _supervised)
recorded("all", "all_recorded", anchor=a_month)
recorded("prefers_not_to_say", "all_recorded", anchor=a_month, religion="prefers_not_to_say")
recorded("until_the_last_day", "all_recorded", anchor=a_month, ends=0)
recorded("until_the_day_before", "", anchor=a_month, ends=-1)
recorded("unknown", "some_missing", anchor=a_month, disability="unknown")
recorded("missing", "some_missing", anchor=a_month, ethnicity=None)
recorded("pregnancy_not_asked_of_men", "all_recorded", anchor=a_month, pregnancy=None)
recorded("pending", "not_yet_due", anchor=the_next_month)
for how in ("died", "transferred_out", "quashed"):
    recorded(how, how, anchor=a_month, left=how)
