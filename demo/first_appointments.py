"""The first appointment of an order or a release: kept in time, or one of the ways to miss it."""

from dataclasses import dataclass

import numpy as np

from demo.chance import happens, office_hours, pick_code
from demo.columns import DAY
from demo.contact_rows import (
    CANCELLED_BY,
    HOME,
    OFFICE,
    TELEPHONE,
    UNACCEPTABLE,
    Versions,
    join_versions,
    plain_versions,
)
from demo.setting import Setting

ONE_DAY = np.timedelta64(1, "D")
STORIES = ("late", "telephone_only", "moved_out", "cancelled", "recorded_late")
TEN_MINUTES = np.timedelta64(600, "s")


@dataclass(frozen=True)
class Triggers:
    """One entry an order or a release: its day, a business day in its window, and the lasting appointment."""

    setting: Setting
    start: np.ndarray
    in_window: np.ndarray
    lasting: Versions


def first_appointments(
    setting: Setting, spell: np.ndarray, unit: np.ndarray, start: np.ndarray, clock: np.ndarray
) -> tuple[np.ndarray, Versions]:
    """The day of the first lasting appointment of each trigger, and every version that led to it.

    `clock` is the number of business days allowed (1 and 3 are releases: SL005; 5: SL004).
    """
    rng, rows = setting.rng, len(start)
    due = setting.calendar.add(start, clock)
    met = happens(rng, _share_met(setting, unit, due, clock), rows)
    story = pick_code(rng, setting.profile["misses"]["first_appointment"], STORIES, rows)
    in_window = _day_in_window(setting, start, clock)
    on = np.where(met, in_window, setting.calendar.add(due, setting.spread("first_late_business_days", rows)))
    mode = np.where(happens(rng, setting.profile["contacts"]["first_at_home_share"], rows), HOME, OFFICE)
    lasting = plain_versions(spell, on, mode, _booked(setting, on, start))
    triggers = Triggers(setting, start, in_window, lasting)
    tellers = (_telephone, _moved, _cancelled, _recorded_late)
    told = [tell(triggers, ~met & (story == code)) for code, tell in enumerate(tellers, start=1)]
    return on, join_sharing(lasting, told)


def _share_met(setting: Setting, unit: np.ndarray, due: np.ndarray, clock: np.ndarray) -> np.ndarray:
    community = setting.performance.chance("SL004", unit, due)
    return np.where(clock == 5, community, setting.performance.chance("SL005", unit, due))


def join_sharing(lasting: Versions, told: list[Versions]) -> Versions:
    """Earlier versions of a lasting contact keep its number; the others (negative) get their own."""
    count = len(lasting)
    joined = join_versions([lasting])
    for part in told:
        own = part.contact < 0
        part.contact = np.where(own, count + np.cumsum(own) - 1, part.contact)
        count += int(own.sum())
        columns = zip(vars(joined).values(), vars(part).values(), strict=True)
        joined = Versions(*(np.concatenate([left, right]) for left, right in columns))
    return joined


def _day_in_window(setting: Setting, start: np.ndarray, clock: np.ndarray) -> np.ndarray:
    """A business day from the trigger to the due day, the later ones more often."""
    step = np.floor((clock + 1) * np.sqrt(setting.rng.random(len(start)))).astype(int)
    step = np.minimum(step, clock)
    return np.where(step == 0, setting.calendar.on_or_after(start), setting.calendar.add(start, step))


def _booked(setting: Setting, on: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Recorded in office hours between the trigger and the day itself, never after it."""
    day = setting.calendar.add(on, -setting.spread("first_booked_business_days", len(on)))
    return office_hours(setting.rng, np.minimum(np.maximum(start, day), setting.as_at))


def _withdrawn_at(setting: Setting, rows: Versions) -> np.ndarray:
    """An instant on the day of the appointment or the day before, after it was recorded."""
    before = setting.days("first_withdrawn_days_before", len(rows))
    on = np.maximum(np.minimum(rows.on - before, setting.as_at), rows.recorded_at.astype(DAY))
    return np.maximum(office_hours(setting.rng, on), rows.recorded_at + TEN_MINUTES)


def _telephone(triggers: Triggers, told: np.ndarray) -> Versions:
    """Only a telephone call in the window."""
    on, setting = triggers.in_window[told], triggers.setting
    call = plain_versions(
        triggers.lasting.spell[told], on, TELEPHONE, _booked(setting, on, triggers.start[told])
    )
    call.contact = np.full(len(call), -1)
    return call


def _moved(triggers: Triggers, told: np.ndarray) -> Versions:
    """In the window at first; moved out of it before the end of its day, so it never stood."""
    setting, first = triggers.setting, triggers.lasting.take(told)
    first.on = triggers.in_window[told]
    first.recorded_at = office_hours(setting.rng, np.minimum(triggers.start[told], setting.as_at))
    first.superseded_at = _withdrawn_at(setting, first)
    triggers.lasting.recorded_at[told] = first.superseded_at
    return first


def _cancelled(triggers: Triggers, told: np.ndarray) -> Versions:
    """Cancelled on the day or before, and replaced late by another appointment."""
    setting, start = triggers.setting, triggers.start[told]
    recorded_at = office_hours(setting.rng, np.minimum(start, setting.as_at))
    called_off = plain_versions(triggers.lasting.spell[told], triggers.in_window[told], OFFICE, recorded_at)
    called_off.contact = np.full(len(called_off), -1)
    called_off.cancelled_at = _withdrawn_at(setting, called_off)
    called_off.cancelled_by = setting.rng.integers(0, len(CANCELLED_BY), len(called_off)).astype(np.int8)
    return called_off


def _recorded_late(triggers: Triggers, told: np.ndarray) -> Versions:
    """Written up after its day, and not attended: nobody can have offered it."""
    setting, on = triggers.setting, triggers.in_window[told]
    after = setting.calendar.on_or_after(on + ONE_DAY)
    written = plain_versions(triggers.lasting.spell[told], on, OFFICE, office_hours(setting.rng, after))
    written.contact = np.full(len(written), -1)
    written.outcome = np.full(len(written), UNACCEPTABLE, dtype=np.int8)
    return written.take(after <= setting.as_at)
