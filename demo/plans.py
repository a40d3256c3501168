"""Initial sentence plans, counted from the first attended contact; and later reviews."""

import numpy as np

from demo.chance import happens, office_hours, pick_code
from demo.columns import Coded, Table
from demo.contact_rows import Versions
from demo.setting import Setting, person_ids

NONE = np.datetime64("NaT", "D")
STORIES = ("late", "never", "undated")
TYPES = ("initial", "review", "risk_management")


def first_attended(rows: Versions, spells: int) -> np.ndarray:
    """The earliest attended practitioner contact of each spell; NaT where nobody came."""
    seen = np.full(spells, np.iinfo(np.int64).max)
    came = rows.attended & (rows.provider == 0)
    np.minimum.at(seen, rows.spell[came], rows.on[came].astype(np.int64))
    days = np.where(seen == np.iinfo(np.int64).max, 0, seen).astype("datetime64[D]")
    return np.where(seen == np.iinfo(np.int64).max, NONE, days)


def plans_table(setting: Setting, person, attended_on, last, unit, is_release, numbers) -> Table:
    """Initial plans (one a trigger, where one was made) and a review after half a year."""
    calendar, rng, section = setting.calendar, setting.rng, setting.profile["plans"]
    known = ~np.isnat(attended_on)
    person, attended_on, last = person[known], attended_on[known], last[known]
    unit, is_release = unit[known], is_release[known]
    due = calendar.add(attended_on, 15)
    met = happens(rng, setting.performance.chance("SL006", unit, due), len(due))
    story = pick_code(rng, setting.profile["misses"]["plan"], STORIES, len(due))
    on = np.where(
        met,
        _in_time(setting, attended_on, is_release),
        calendar.add(due, setting.spread("plan_late_business_days", len(due))),
    )
    made = (met | (story != 1)) & (on <= np.minimum(last, setting.as_at))
    undated = ~met & (story == 2)
    review = calendar.on_or_after(on + np.timedelta64(182, "D"))
    reviewed = (
        made & (review <= np.minimum(last, setting.as_at)) & happens(rng, section["reviewed_share"], len(due))
    )
    day = np.concatenate([on[made], review[reviewed]])
    kinds = np.concatenate([np.zeros(int(made.sum()), int), np.ones(int(reviewed.sum()), int)])
    hidden = np.concatenate([undated[made], np.zeros(int(reviewed.sum()), bool)])
    return {
        "plan_id": setting.numbering.ids("PL", len(day)),
        "person_id": person_ids(numbers[np.concatenate([person[made], person[reviewed]])]),
        "plan_type": Coded(kinds.astype(np.int8), TYPES),
        "completed_on": np.where(hidden, NONE, day),
        "recorded_at": office_hours(rng, day),
    }


def _in_time(setting: Setting, attended_on: np.ndarray, is_release: np.ndarray) -> np.ndarray:
    """By the 15th business day; some plans for releases are made in the prison, weeks before."""
    rng, rows = setting.rng, len(attended_on)
    in_time = setting.calendar.add(attended_on, setting.spread("plan_business_days", rows))
    before = setting.calendar.on_or_before(attended_on - setting.days("plan_days_before_release", rows))
    return np.where(
        is_release & happens(rng, setting.profile["plans"]["before_release_share"], rows), before, in_time
    )
