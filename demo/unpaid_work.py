"""Unpaid work: requirements, the first work session and the weekly ones after it."""

from dataclasses import dataclass

import numpy as np

from demo.chance import happens, office_hours, pick, pick_code, pick_number
from demo.columns import NO_SECOND, SECOND, Coded, Table, in_order_of_appearance
from demo.setting import Setting, ids, person_ids

TYPES = ("induction", "work")
STORIES = ("late", "moved_out", "cancelled")
ONE_DAY = np.timedelta64(1, "D")


@dataclass
class Hours:
    """One entry a requirement. `until` is the last day on which anything may happen under it."""

    requirement: np.ndarray
    person: np.ndarray
    unit: np.ndarray
    imposed_on: np.ndarray
    until: np.ndarray
    away_from: np.ndarray
    away_to: np.ndarray
    hours: np.ndarray

    def __len__(self) -> int:
        return len(self.person)


@dataclass
class Sessions:
    """One entry a version of a session."""

    session: np.ndarray
    work: np.ndarray
    of: np.ndarray
    on: np.ndarray
    recorded_at: np.ndarray
    superseded_at: np.ndarray
    cancelled_at: np.ndarray

    def __len__(self) -> int:
        return len(self.on)


def draw_hours(setting: Setting, rows: int) -> np.ndarray:
    return pick_number(setting.rng, setting.profile["unpaid_work"]["hours"], rows)


def sessions_table(setting: Setting, owed: Hours, numbers: np.ndarray) -> tuple[Table, np.ndarray]:
    """Every version of every session, sorted by person and day; and the unit of each row."""
    sessions = _join([*_starts(setting, owed)])
    inside = (sessions.on <= owed.until[sessions.of]) & ~(
        (sessions.on >= owed.away_from[sessions.of]) & (sessions.on <= owed.away_to[sessions.of])
    )
    return _table(setting, _take(sessions, inside), owed, numbers)


def _starts(setting: Setting, owed: Hours) -> list[Sessions]:
    rng, rows = setting.rng, len(owed)
    due = setting.calendar.add(owed.imposed_on, 15)
    met = happens(rng, setting.performance.chance("SL027", owed.unit, due), rows)
    story = pick_code(rng, setting.profile["misses"]["unpaid_work"], STORIES, rows)
    in_window = setting.calendar.add(owed.imposed_on, setting.spread("work_started_business_days", rows))
    first = np.where(
        met, in_window, setting.calendar.add(due, setting.spread("work_late_business_days", rows))
    )
    work = _plain(np.arange(rows), first, _booked(setting, owed, np.arange(rows), first), work=True)
    settled = in_window <= setting.as_at
    moved, cancelled = ~met & settled & (story == 1), ~met & settled & (story == 2)
    return [
        _inductions(setting, owed),
        _moved(work, moved, in_window, owed),
        _called_off(setting, owed, cancelled, in_window),
        work,
        _weekly(setting, owed, first),
    ]


def _plain(of: np.ndarray, on: np.ndarray, recorded_at: np.ndarray, *, work: bool) -> Sessions:
    rows = len(of)
    none = np.full(rows, NO_SECOND)
    return Sessions(np.arange(rows), np.full(rows, work), of, on, recorded_at, none, none.copy())


def _booked(setting: Setting, owed: Hours, of: np.ndarray, on: np.ndarray) -> np.ndarray:
    day = np.maximum(
        setting.calendar.add(on, -setting.spread("session_booked_business_days", len(on))),
        owed.imposed_on[of],
    )
    return office_hours(setting.rng, np.minimum(day, setting.as_at))


def _inductions(setting: Setting, owed: Hours) -> Sessions:
    on = setting.calendar.add(owed.imposed_on, setting.spread("inducted_business_days", len(owed)))
    of = np.arange(len(owed))
    return _plain(of, on, _booked(setting, owed, of, on), work=False)


def _moved(work: Sessions, told: np.ndarray, in_window: np.ndarray, owed: Hours) -> Sessions:
    """First arranged in time, moved out of it the day before; shares its number with the lasting version."""
    earlier = _take(work, told)
    earlier.on = in_window[told]
    earlier.recorded_at = (owed.imposed_on[told] + ONE_DAY).astype(SECOND) + np.timedelta64(10 * 3600, "s")
    earlier.superseded_at = (earlier.on - ONE_DAY).astype(SECOND) + np.timedelta64(15 * 3600, "s")
    work.recorded_at[told] = earlier.superseded_at
    return earlier


def _called_off(setting: Setting, owed: Hours, told: np.ndarray, in_window: np.ndarray) -> Sessions:
    """Arranged in time and cancelled on its day or the day before."""
    of = np.flatnonzero(told)
    sessions = _plain(of, in_window[of], _booked(setting, owed, of, in_window[of] - 2 * ONE_DAY), work=True)
    sessions.cancelled_at = _cancel_time(setting, sessions)
    return sessions


def _cancel_time(setting: Setting, sessions: Sessions) -> np.ndarray:
    """07:00 on the day, or 16:00 the day before; never before the session was recorded."""
    share = setting.profile["unpaid_work"]["cancelled_on_the_day_share"]
    on_the_day = happens(setting.rng, share, len(sessions))
    morning = sessions.on.astype(SECOND) + np.timedelta64(7 * 3600, "s")
    evening = (sessions.on - ONE_DAY).astype(SECOND) + np.timedelta64(16 * 3600, "s")
    return np.maximum(np.where(on_the_day, morning, evening), sessions.recorded_at + 300)


def _weekly(setting: Setting, owed: Hours, first: np.ndarray) -> Sessions:
    section, rng = setting.profile["unpaid_work"], setting.rng
    needed = np.ceil(owed.hours / section["hours_a_session"] / section["worked_share"]).astype(int)
    room = np.maximum((owed.until - first).astype(int) // 7, 0)
    counts = np.minimum(needed, room)
    of = np.repeat(np.arange(len(owed)), counts)
    step = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    on = first[of] + ((step + 1) * 7).astype("timedelta64[D]")
    keep = setting.calendar.is_open(on) & (on <= setting.as_at + 14 * ONE_DAY)
    of, on = of[keep], on[keep]
    sessions = _plain(of, on, _booked(setting, owed, of, on), work=True)
    drawn = happens(rng, section["cancelled_share"], len(sessions))
    at = _cancel_time(setting, sessions)
    sessions.cancelled_at = np.where(drawn & (at.astype("datetime64[D]") <= setting.as_at), at, NO_SECOND)
    return sessions


def _take(sessions: Sessions, where: np.ndarray) -> Sessions:
    return Sessions(*(column[where] for column in vars(sessions).values()))


def _join(parts: list[Sessions]) -> Sessions:
    """Inductions, moved, called off, work, weekly: moved versions share the numbers of `work`."""
    inductions, moved, called_off, work, weekly = parts
    base = len(inductions)
    moved.session, work.session = moved.session + base, work.session + base
    called_off.session = called_off.session + base + len(work)
    weekly.session = weekly.session + base + len(work) + len(called_off)
    return Sessions(
        *(np.concatenate(columns) for columns in zip(*(vars(p).values() for p in parts), strict=True))
    )


def _table(
    setting: Setting, sessions: Sessions, owed: Hours, numbers: np.ndarray
) -> tuple[Table, np.ndarray]:
    sessions = _take(sessions, np.lexsort((sessions.recorded_at, sessions.on, sessions.of)))
    known = sessions.cancelled_at.astype("datetime64[D]") <= setting.as_at
    sessions.cancelled_at = np.where(known, sessions.cancelled_at, NO_SECOND)
    group = in_order_of_appearance(sessions.session)
    number = setting.numbering.take("U", int(group.max(initial=-1)) + 1)
    section, rng, rows = setting.profile["unpaid_work"], setting.rng, len(sessions)
    cancelled = ~np.isnat(sessions.cancelled_at)
    happened = ~cancelled & np.isnat(sessions.superseded_at) & (sessions.on <= setting.as_at)
    return {
        "session_version_id": setting.numbering.ids("UV", rows),
        "session_id": ids("U", number[group]),
        "person_id": person_ids(numbers[owed.person[sessions.of]]),
        "requirement_id": ids("RQ", owed.requirement[sessions.of]),
        "session_type": Coded(sessions.work.astype(np.int8), TYPES),
        "scheduled_on": sessions.on,
        "recorded_at": sessions.recorded_at,
        "superseded_at": sessions.superseded_at,
        "cancelled_at": sessions.cancelled_at,
        "cancelled_by": _where(cancelled, pick(rng, section["cancelled_by"], rows)),
        "cancel_reason": _where(cancelled, pick(rng, section["cancel_reason"], rows)),
        "outcome": _where(happened, pick(rng, section["outcome"], rows)),
    }, owed.unit[sessions.of]


def _where(mask: np.ndarray, drawn: Coded) -> Coded:
    return Coded(np.where(mask, drawn.codes, -1), drawn.words)
