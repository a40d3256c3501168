"""The course of contact after the first appointment: weekly, then thinner, until the spell ends."""

from functools import cache

import numpy as np

from demo.chance import happens, office_hours, pick_code
from demo.columns import MONTH, NO_SECOND, SECOND, Coded, Table
from demo.contact_rows import (
    ACCEPTABLE,
    ATTENDED,
    CANCELLED_BY,
    LETTER,
    MODES,
    OFFICE,
    OUTCOMES,
    PROVIDERS,
    TELEPHONE,
    Versions,
    plain_versions,
)
from demo.responsibility import Responsibility
from demo.setting import Setting, ids, person_ids
from demo.spells import POST_SENTENCE, UNPAID_WORK_ONLY, Spells

ONE_DAY = np.timedelta64(1, "D")
RESET_ON = np.datetime64("2024-05-01", "D")  # Probation Reset: no routine contact in the final third
BOOKED_AHEAD = np.timedelta64(28, "D")
TIERS = ("low", "standard", "high")
LONGEST_DAYS = 1900


@cache
def _offsets(weekly: int, fortnightly: int, then_every: int) -> np.ndarray:
    """Days after the first appointment on which a contact is due."""
    steps = [7] * weekly + [14] * (fortnightly // 2)
    steps += [then_every] * (1 + (LONGEST_DAYS - sum(steps)) // then_every)
    return np.cumsum(steps)


def _rhythms(setting: Setting) -> list[np.ndarray]:
    """The offsets of each tier; the last is for unpaid work alone."""
    section = setting.profile["contacts"]
    tiers = [
        _offsets(
            section["weekly_for_weeks"][t], section["fortnightly_for_weeks"][t], section["then_every_days"][t]
        )
        for t in TIERS
    ]
    return [*tiers, _offsets(0, 0, section["unpaid_work_only_every_days"])]


def later_contacts(setting: Setting, spells: Spells, first_on: np.ndarray) -> Versions:
    """Every planned contact after the first appointment, before anything happens to it."""
    until = np.where(
        spells.closed, spells.last_or(setting.as_at), spells.last_or(setting.as_at + BOOKED_AHEAD)
    )
    spell, planned = _planned_days(setting, spells, first_on, until)
    jitter = setting.days("contact_shifted_days", len(spell))
    on = setting.calendar.on_or_after(planned + jitter)
    keep = (on <= until[spell]) & (on > first_on[spell]) & _in_touch(setting, spells, spell, on)
    spell, on = spell[keep], on[keep]
    mode = pick_code(setting.rng, setting.profile["contacts"]["mode"], MODES, len(on))
    return plain_versions(spell, on, mode, _booked(setting, on, spells.start[spell]))


def _planned_days(setting: Setting, spells: Spells, first_on, until) -> tuple[np.ndarray, np.ndarray]:
    spell_parts, day_parts = [], []
    days = np.maximum((until - first_on).astype(int), 0)
    for tier, offsets in enumerate(_rhythms(setting)):
        of_tier = np.flatnonzero(spells.tier == tier)
        counts = np.searchsorted(offsets, days[of_tier], side="right")
        spell = np.repeat(of_tier, counts)
        step = np.arange(len(spell)) - np.repeat(np.cumsum(counts) - counts, counts)
        spell_parts.append(spell)
        day_parts.append(first_on[spell] + offsets[step].astype("timedelta64[D]"))
    return np.concatenate(spell_parts), np.concatenate(day_parts)


def _in_touch(setting: Setting, spells: Spells, spell: np.ndarray, on: np.ndarray) -> np.ndarray:
    """Not while away, and seldom in the final third since Probation Reset."""
    kept = setting.profile["contacts"]["kept_in_final_third_share"]
    away = (on >= spells.away_from[spell]) & (on <= spells.away_to[spell])
    suspended = (on >= spells.final_third_on[spell]) & (on >= RESET_ON)
    return ~away & (~suspended | happens(setting.rng, kept, len(on)))


def _booked(setting: Setting, on: np.ndarray, start: np.ndarray) -> np.ndarray:
    low, high = setting.profile["contacts"]["booked_ahead_business_days"]
    ahead = setting.rng.integers(low, high + 1, len(on))
    day = np.maximum(setting.calendar.add(on, -ahead), start)
    return office_hours(setting.rng, np.minimum(day, setting.as_at))


def live_through(setting: Setting, rows: Versions) -> Versions:
    """Turns plans into history: suppliers, cancellations, late recording, moves and outcomes."""
    section, rng, count = setting.profile["contacts"], setting.rng, len(rows)
    rows.provider = np.where(happens(rng, section["supplier_share"], count), 1, 0).astype(np.int8)
    _cancel(setting, rows, happens(rng, section["cancelled_share"], count))
    _record_late(setting, rows, happens(rng, section["recorded_late_share"], count))
    return rows


def _cancel(setting: Setting, rows: Versions, drawn: np.ndarray) -> None:
    """Cancelled on the day or up to two days before, never before it was recorded."""
    before = setting.days("contact_cancelled_days_before", len(rows))
    at = np.maximum(rows.on.astype(SECOND) - before + np.timedelta64(8 * 3600, "s"), rows.recorded_at + 600)
    goes = drawn & (at.astype("datetime64[D]") <= np.minimum(rows.on, setting.as_at))
    who = pick_code(setting.rng, setting.profile["contacts"]["cancelled_by"], CANCELLED_BY, len(rows))
    rows.cancelled_at = np.where(goes, at, NO_SECOND)
    rows.cancelled_by = np.where(goes, who, -1).astype(np.int8)


def _record_late(setting: Setting, rows: Versions, drawn: np.ndarray) -> None:
    """Unplanned contact, written up afterwards (and attended: `outcomes` sees to that)."""
    after = setting.calendar.add(rows.on, setting.spread("contact_recorded_late_business_days", len(rows)))
    goes = drawn & (after <= setting.as_at) & np.isnat(rows.cancelled_at)
    rows.recorded_at = np.where(goes, office_hours(setting.rng, after), rows.recorded_at)


def offer_each_month(setting: Setting, rows: Versions, held: Responsibility) -> None:
    """Gives every full month of a spell an in-person appointment, or none, as the unit's SL007 says."""
    spells = held.spells
    months = rows.on.astype(MONTH).astype(int)
    key = rows.spell.astype(np.int64) * 4096 + months
    found, where = np.unique(key, return_inverse=True)
    spell, month = found // 4096, found % 4096
    middle = month.astype(MONTH).astype("datetime64[D]") + 14 * ONE_DAY
    share = setting.performance.chance("SL007", held.unit_on(spell, middle), middle)
    offered = happens(setting.rng, share, len(found))
    full_from = spells.start[spell].astype(MONTH).astype(int)
    routine = (
        (spells.kind[spell] != UNPAID_WORK_ONLY) & (spells.kind[spell] != POST_SENTENCE) & (month > full_from)
    )
    withheld = (routine & ~offered)[where]
    rows.mode = np.where(withheld & rows.in_person, TELEPHONE, rows.mode).astype(np.int8)
    _see_once(rows, where, routine & offered)


def _see_once(rows: Versions, where: np.ndarray, wanted: np.ndarray) -> None:
    """Makes the first countable contact of each wanted month an office appointment."""
    in_time = rows.recorded_at.astype("datetime64[D]") < rows.on
    countable = np.flatnonzero(in_time & (rows.provider == 0) & np.isnat(rows.cancelled_at) & wanted[where])
    seen = np.bincount(where[countable], weights=rows.in_person[countable], minlength=len(wanted)) > 0
    months, first = np.unique(where[countable], return_index=True)
    lacking = ~seen[months]
    rows.mode[countable[first[lacking]]] = OFFICE


def move_some(setting: Setting, rows: Versions, spells: Spells) -> Versions:
    """Earlier versions of moved contacts: most moved before their day, some after it was missed."""
    section, rng, calendar, count = setting.profile["contacts"], setting.rng, setting.calendar, len(rows)
    start = spells.start[rows.spell]
    on = calendar.on_or_before(rows.on - setting.days("contact_moved_days", count))
    booked = np.maximum(calendar.add(on, -setting.spread("moved_contact_booked_business_days", count)), start)
    after = happens(rng, section["moved_after_the_day_share"], count)
    before = np.maximum(calendar.on_or_before(on - ONE_DAY), booked)
    moved = np.where(after, calendar.on_or_after(on + ONE_DAY), before)
    goes = happens(rng, section["moved_share"], count) & (on > start) & _can_move(setting, rows, moved)
    earlier = rows.take(goes)
    earlier.on = on[goes]
    earlier.recorded_at = office_hours(rng, np.minimum(booked, moved)[goes])
    earlier.superseded_at = np.maximum(office_hours(rng, moved[goes]), earlier.recorded_at + 900)
    earlier.outcome = np.where(after[goes], ACCEPTABLE, -1).astype(np.int8)
    rows.recorded_at[goes] = earlier.superseded_at
    return earlier


def _can_move(setting: Setting, rows: Versions, moved: np.ndarray) -> np.ndarray:
    """Neither cancelled nor written up afterwards, and moved before its new day and by the as-at day."""
    planned = np.isnat(rows.cancelled_at) & (rows.recorded_at.astype("datetime64[D]") <= rows.on)
    return planned & (moved < rows.on) & (moved <= setting.as_at)


def within_spell(setting: Setting, rows: Versions, spells: Spells) -> np.ndarray:
    """True for versions that a spell's end or an absence leaves standing."""
    until = np.where(
        spells.closed, spells.last_or(setting.as_at), spells.last_or(setting.as_at + BOOKED_AHEAD)
    )
    away = (rows.on >= spells.away_from[rows.spell]) & (rows.on <= spells.away_to[rows.spell])
    return (rows.on <= until[rows.spell]) & ~away


def outcomes(setting: Setting, rows: Versions) -> None:
    """What came of each contact whose day has passed; late records are attended ones."""
    drawn = pick_code(setting.rng, setting.profile["contacts"]["outcome"], OUTCOMES, len(rows))
    past = (rows.on <= setting.as_at) & np.isnat(rows.cancelled_at) & np.isnat(rows.superseded_at)
    late = rows.recorded_at.astype("datetime64[D]") > rows.on
    letter = (rows.mode == LETTER) & ~late  # nobody attends a letter
    codes = np.where(late, ATTENDED, np.where(letter, -1, drawn))
    rows.outcome = np.where(past & (rows.outcome < 0), codes, rows.outcome).astype(np.int8)


def contacts_table(setting: Setting, rows: Versions, held: Responsibility, numbers: np.ndarray) -> Table:
    """Sorted by person, contact and time of recording, and numbered in that order."""
    person = held.spells.person[rows.spell]
    first_on = np.full(int(rows.contact.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first_on, rows.contact, rows.on.astype(np.int64))
    order = np.lexsort((rows.recorded_at, rows.contact, first_on[rows.contact], person))
    rows, person = rows.take(order), person[order]
    starts = np.concatenate([[True], rows.contact[1:] != rows.contact[:-1]])
    group = np.cumsum(starts) - 1
    unit = held.unit_on(rows.spell, rows.on)
    by_practitioner = np.where(rows.provider == 0, unit, -1)
    staff = setting.places.practitioner(by_practitioner, held.practitioner_on(rows.spell, rows.on))
    contacts = setting.numbering.take("C", int(starts.sum()))
    return {
        "contact_version_id": setting.numbering.ids("V", len(rows)),
        "contact_id": ids("C", contacts[group]),
        "person_id": person_ids(numbers[person]),
        "mode": Coded(rows.mode, MODES),
        "provider": Coded(rows.provider, PROVIDERS),
        "practitioner_code": staff,
        "scheduled_on": rows.on,
        "recorded_at": rows.recorded_at,
        "superseded_at": rows.superseded_at,
        "cancelled_at": rows.cancelled_at,
        "cancelled_by": Coded(rows.cancelled_by, CANCELLED_BY),
        "outcome": Coded(rows.outcome, OUTCOMES),
    }
