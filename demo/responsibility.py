"""Who holds each case when: allocation, moves between units and practitioners."""

from dataclasses import dataclass

import numpy as np

from demo.chance import happens, pick_number
from demo.columns import Coded, Table
from demo.setting import Setting, person_ids
from demo.spells import KINDS, POST_SENTENCE, Spells

FAR = np.datetime64("2199-01-01", "D")
NONE = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Responsibility:
    """One entry a spell: the first responsible day, and the days and results of the two kinds of move."""

    spells: Spells
    from_on: np.ndarray
    unit_change_on: np.ndarray
    next_unit: np.ndarray
    staff_change_on: np.ndarray

    def unit_on(self, spell: np.ndarray, on: np.ndarray) -> np.ndarray:
        moved = on >= self.unit_change_on[spell]
        return np.where(moved, self.next_unit[spell], self.spells.unit[spell])

    def practitioner_on(self, spell: np.ndarray, on: np.ndarray) -> np.ndarray:
        """Staff number within the unit of that day; each move gives another one."""
        changes = (on >= self.unit_change_on[spell]) * 7 + (on >= self.staff_change_on[spell]) * 1
        return self.spells.practitioner[spell] + changes

    def kind_on(self, spell: np.ndarray, on: np.ndarray) -> np.ndarray:
        return np.where(on >= _or_far(self.spells.switch_on)[spell], POST_SENTENCE, self.spells.kind[spell])


def _or_far(on: np.ndarray) -> np.ndarray:
    return np.where(np.isnat(on), FAR, on)


def draw_responsibility(setting: Setting, spells: Spells) -> Responsibility:
    section, rng, rows = setting.profile["supervision"], setting.rng, len(spells)
    last = spells.last_or(setting.as_at)
    delay = pick_number(rng, section["allocation_business_days"], rows)
    allocated = np.where(delay > 0, setting.calendar.add(spells.start, delay), spells.start)
    return Responsibility(
        spells=spells,
        from_on=np.where(allocated <= last, allocated, spells.start),
        unit_change_on=_change(rng, section["unit_transfer_share"], spells.start, last),
        next_unit=_other_units(setting, spells.unit),
        staff_change_on=_change(rng, section["practitioner_change_share"], spells.start, last),
    )


def _change(rng: np.random.Generator, share: float, start: np.ndarray, last: np.ndarray) -> np.ndarray:
    """A day inside the spell for `share` of them, never in the first month (place is judged at the start)."""
    days = (last - start).astype(int)
    on = start + (31 + rng.random(len(start)) * np.maximum(days - 31, 0)).astype("timedelta64[D]")
    return np.where(happens(rng, share, len(start)) & (days > 60), on, FAR)


def _other_units(setting: Setting, unit: np.ndarray) -> np.ndarray:
    """Mostly a unit of the same region (the next one round), else anywhere by size."""
    places, rng = setting.places, setting.rng
    first = np.searchsorted(places.region_of_unit, places.region_of_unit[unit], side="left")
    size = np.bincount(places.region_of_unit)[places.region_of_unit[unit]]
    step = 1 + (rng.random(len(unit)) * (size - 1)).astype(int)
    near = first + (unit - first + step) % size
    far = rng.choice(len(places.units), len(unit), p=places.share)
    same = happens(rng, setting.profile["supervision"]["same_region_share"], len(unit))
    return np.where(same, near, far)


def supervision_table(setting: Setting, held: Responsibility, numbers: np.ndarray) -> Table:
    """One row for every stretch with the same unit, practitioner and kind; `numbers` are the people's."""
    spells = held.spells
    cuts = np.stack([held.unit_change_on, held.staff_change_on, _or_far(spells.switch_on)])
    starts = np.concatenate([held.from_on[None], np.sort(np.maximum(cuts, held.from_on), axis=0)])
    nexts = np.concatenate([starts[1:], np.full((1, len(spells)), FAR)])
    last = spells.last_or(setting.as_at)
    order, spell = np.nonzero(((starts <= last) & (nexts > starts)).T)[::-1]
    start, following = starts[order, spell], nexts[order, spell]
    end = np.where(following <= last[spell], following - np.timedelta64(1, "D"), spells.last[spell])
    unit, staff = held.unit_on(spell, start), held.practitioner_on(spell, start)
    return {
        "period_id": setting.numbering.ids("SP", len(spell)),
        "person_id": person_ids(numbers[spells.person[spell]]),
        "kind": Coded(held.kind_on(spell, start).astype(np.int8), KINDS),
        "region_code": setting.places.region(unit),
        "unit_code": setting.places.unit(unit),
        "practitioner_code": setting.places.practitioner(unit, staff),
        "manager_code": setting.places.manager(unit, staff),
        "start_on": start,
        "end_on": end,
    }
