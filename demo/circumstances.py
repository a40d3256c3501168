"""Where people live and what they do, as recorded in the course of each spell of supervision."""

from dataclasses import dataclass

import numpy as np

from demo.chance import days, happens, office_hours, pick_code, pick_number
from demo.columns import DAY, Coded, Table
from demo.setting import Setting, person_ids
from demo.spells import Spells

HOMES = (
    "settled",
    "other_housed",
    "bail_or_probation",
    "homeless",
    "rough_sleeping",
    "immigration",
    "awaiting_assessment",
    "unknown",
)
WORK = (
    "full_time",
    "part_time",
    "self_employed",
    "zero_hours",
    "apprentice",
    "training",
    "volunteering",
    "unemployed",
    "unavailable",
    "unknown",
)
ONE_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Kept:
    """A table of circumstances: its words, its profile section and the prefix of its ids."""

    section: str
    words: tuple[str, ...]
    key: str
    prefix: str


ACCOMMODATION = Kept("accommodation", HOMES, "accommodation_id", "AC")
EMPLOYMENT = Kept("employment", WORK, "employment_id", "EM")


def circumstances_table(setting: Setting, spells: Spells, numbers: np.ndarray, kept: Kept) -> Table:
    """Records at the points of the profile: at the start, some time later, and towards the end of a spell.

    Each holds until the next one begins, the last until the spell ends. Some spells have no record at all,
    some records are entered late: both are what the product counts as not recorded.
    """
    section, rng, rows = setting.profile[kept.section], setting.rng, len(spells)
    last = spells.last_or(setting.as_at)
    silent = happens(rng, section["no_record_share"], rows)
    starts, states = [], []
    for point in section["points"]:
        start = _starts(setting, spells, last, point)
        start = np.where(silent, np.datetime64("NaT", "D"), start)
        starts.append(start)
        states.append(_states(setting, spells, start, point, kept))
    return _rows(setting, spells, np.stack(starts), np.stack(states), numbers, kept)


def _starts(setting: Setting, spells: Spells, last: np.ndarray, point) -> np.ndarray:
    """The day of the point in each spell; NaT where the spell is too short for it."""
    away = days(setting.rng, point["days"], len(spells))
    ended = ~np.isnat(spells.last)
    on = last - away if point["counted_from"] == "end" else spells.start + away
    room = (last - spells.start).astype(int) >= point["spell_days_at_least"]
    here = room & (ended if point["counted_from"] == "end" else True) & (on <= last) & (on >= spells.start)
    return np.where(here, on, np.datetime64("NaT", "D"))


def _states(setting: Setting, spells: Spells, start: np.ndarray, point, kept: Kept) -> np.ndarray:
    """Codes into the words: from the measure of the point where it has one for this kind of spell."""
    rng, rows = setting.rng, len(spells)
    on = np.where(np.isnat(start), setting.as_at, start)
    states = np.zeros(rows, dtype=int)
    for release, of in ((False, point["order"]), (True, point["release"])):
        mine = spells.is_release == release
        share = setting.performance.chance(of["measure"], spells.unit, on)
        met = happens(rng, share, rows)
        drawn = np.where(
            met,
            pick_code(rng, of["met"], kept.words, rows),
            pick_code(rng, of["missed"], kept.words, rows),
        )
        unknown = happens(rng, setting.performance.missing[of["measure"]], rows)
        states = np.where(mine, np.where(unknown, kept.words.index("unknown"), drawn), states)
    return states


def _rows(setting: Setting, spells: Spells, starts, states, numbers, kept: Kept) -> Table:
    point, spell = np.nonzero(~np.isnat(starts))
    order = np.lexsort((starts[point, spell], spell))
    point, spell = point[order], spell[order]
    start, state = starts[point, spell], states[point, spell]
    same = np.concatenate([spell[1:] == spell[:-1], [False]])[: len(spell)]
    following = np.concatenate([start[1:], start[:1]])[: len(spell)]
    end = np.where(same, np.maximum(following - ONE_DAY, start), spells.last[spell])
    keep = ~(same & (following == start))
    waited = pick_number(setting.rng, setting.profile[kept.section]["recorded_after_days"], len(start))
    entered = setting.calendar.on_or_after(start + waited.astype("timedelta64[D]"))
    keep &= entered <= setting.as_at
    spell, start, end, state, entered = (column[keep] for column in (spell, start, end, state, entered))
    return {
        kept.key: setting.numbering.ids(kept.prefix, len(spell)),
        "person_id": person_ids(numbers[spells.person[spell]]),
        "status": Coded(state.astype(np.int8), kept.words),
        "start_on": start,
        "end_on": end.astype(DAY),
        "recorded_at": office_hours(setting.rng, entered),
    }
