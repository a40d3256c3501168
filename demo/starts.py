"""When cases begin: more of them late, courts and prisons on working days."""

import numpy as np

from demo.chance import happens
from demo.columns import DAY
from demo.setting import Setting


def draw_starts(setting: Setting, rows: int) -> np.ndarray:
    """Days from the profile's first to the as-at day, rolled to a business day on or before it."""
    profile, rng = setting.profile, setting.rng
    busy = happens(rng, profile.busy_share, rows)
    low = np.where(busy, profile.busy_from, profile.first_start_on).astype(DAY)
    high = np.where(busy, profile.as_at, profile.busy_from).astype(DAY)
    days = (high - low).astype(int)
    drawn = low + np.floor(rng.random(rows) * (days + 1)).astype("timedelta64[D]")
    return np.maximum(setting.calendar.on_or_before(np.minimum(drawn, high)), profile.first_start_on)


def court_days(setting: Setting, rows: int) -> np.ndarray:
    """As `draw_starts`, with a few Saturday courts."""
    on = draw_starts(setting, rows)
    saturday = on + ((5 - (on.astype(int) + 3) % 7) % 7).astype("timedelta64[D]")
    sits = happens(setting.rng, setting.profile["community"]["saturday_court_share"], rows)
    return np.where(sits & (saturday <= setting.as_at), saturday, on)


def within(setting: Setting, start: np.ndarray, end: np.ndarray, spread: str) -> np.ndarray:
    """A day on the way from start to end, between the two shares of it that the profile's spread names."""
    share = setting.shares(spread, len(start))
    days = np.floor((end - start).astype(float) * share)
    return start + days.astype("timedelta64[D]")
