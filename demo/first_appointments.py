"""The first appointment of an order or a release: kept in time, or one of the ways to miss it."""

import numpy as np

from demo.chance import happens, office_hours, pick_code
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


def first_appointments(
    setting: Setting, spell: np.ndarray, unit: np.ndarray, start: np.ndarray, clock: np.ndarray
) -> tuple[np.ndarray, Versions]:
    """The day of the first lasting appointment of each trigger, and every version that led to it.

    `clock` is the number of business days allowed (1 and 3 are releases: SL005; 5: SL004).
    """
    rng, rows = setting.rng, len(start)
    due = setting.calendar.add(start, clock)
    share = np.where(
        clock == 5,
        setting.performance.chance("SL004", unit, due),
        setting.performance.chance("SL005", unit, due),
    )
    met = happens(rng, share, rows)
    story = pick_code(rng, setting.profile["misses"]["first_appointment"], STORIES, rows)
    in_window = _day_in_window(setting, start, clock)
    late = setting.calendar.add(due, rng.integers(1, 12, rows))
    on = np.where(met, in_window, late)
    lasting = _lasting(setting, spell, on, start)
    parts = [lasting]
    for code, tell in enumerate((_telephone, _moved, _cancelled, _recorded_late), start=1):
        told = ~met & (story == code)
        parts.append(tell(setting, lasting, told, in_window, start))
    return on, join_sharing(lasting, parts[1:])


def join_sharing(lasting: Versions, told: list[Versions]) -> Versions:
    """Earlier versions of a lasting contact keep its number; the others (negative) get their own."""
    count = len(lasting)
    for part in told:
        own = part.contact < 0
        part.contact = np.where(own, count + np.cumsum(own) - 1, part.contact)
        count += int(own.sum())
    joined = join_versions([lasting])
    for part in told:
        joined = _append(joined, part)
    return joined


def _append(left: Versions, right: Versions) -> Versions:
    return Versions(
        *(np.concatenate([a, b]) for a, b in zip(vars(left).values(), vars(right).values(), strict=True))
    )


def _day_in_window(setting: Setting, start: np.ndarray, clock: np.ndarray) -> np.ndarray:
    """A business day from the trigger to the due day, the later ones more often."""
    step = np.floor((clock + 1) * np.sqrt(setting.rng.random(len(start)))).astype(int)
    step = np.minimum(step, clock)
    return np.where(step == 0, setting.calendar.on_or_after(start), setting.calendar.add(start, step))


def _lasting(setting: Setting, spell: np.ndarray, on: np.ndarray, start: np.ndarray) -> Versions:
    mode = np.where(happens(setting.rng, 0.12, len(on)), HOME, OFFICE)
    return plain_versions(spell, on, mode, _booked(setting, on, start))


def _booked(setting: Setting, on: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Recorded in office hours between the trigger and the day itself, never after it."""
    ahead = setting.rng.integers(0, 4, len(on)).astype("timedelta64[D]")
    return office_hours(setting.rng, np.minimum(np.maximum(start, on - ahead), setting.as_at))


def _telephone(setting: Setting, lasting: Versions, told, in_window, start) -> Versions:
    """Only a telephone call in the window."""
    call = plain_versions(
        lasting.spell[told], in_window[told], TELEPHONE, _booked(setting, in_window, start)[told]
    )
    call.contact = np.full(len(call), -1)
    return call


def _moved(setting: Setting, lasting: Versions, told, in_window, start) -> Versions:
    """In the window at first; moved out of it before the end of its day, so it never stood."""
    first = lasting.take(told)
    first.on = in_window[told]
    first.recorded_at = office_hours(setting.rng, np.minimum(start[told], setting.as_at))
    evening = np.minimum(first.on, setting.as_at).astype("datetime64[s]") + np.timedelta64(
        17 * 3600 + 1800, "s"
    )
    first.superseded_at = np.minimum(first.recorded_at + np.timedelta64(5400, "s"), evening)
    first.superseded_at = np.maximum(first.superseded_at, first.recorded_at)
    lasting.recorded_at[told] = first.superseded_at
    return first


def _cancelled(setting: Setting, lasting: Versions, told, in_window, start) -> Versions:
    """Cancelled on the day or before, and replaced late by another appointment."""
    called_off = plain_versions(
        lasting.spell[told], in_window[told], OFFICE, _booked(setting, start, start)[told]
    )
    called_off.contact = np.full(len(called_off), -1)
    called_off.cancelled_at = called_off.recorded_at + np.timedelta64(3600, "s")
    called_off.cancelled_by = setting.rng.integers(0, len(CANCELLED_BY), len(called_off)).astype(np.int8)
    return called_off


def _recorded_late(setting: Setting, lasting: Versions, told, in_window, _start) -> Versions:
    """Written up after its day, and not attended: nobody can have offered it."""
    written = plain_versions(
        lasting.spell[told],
        in_window[told],
        OFFICE,
        office_hours(setting.rng, (in_window + 2 * ONE_DAY)[told]),
    )
    written.contact = np.full(len(written), -1)
    written.outcome = np.full(len(written), UNACCEPTABLE, dtype=np.int8)
    return written.take(written.recorded_at.astype("datetime64[D]") <= setting.as_at)
