"""Regions, delivery units and the staff codes of the demo caseload."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from demo.columns import Coded
from demo.profiles import Profile

UNITS = Path(__file__).parents[1] / "rules" / "data" / "geography" / "units.csv"


@dataclass(frozen=True)
class Places:
    """The delivery units in code order; every array has one entry a unit unless it says otherwise.

    `share` adds up to 1. Practitioners are numbered from 1 within their unit; manager m looks after
    `practitioners_per_manager` of them in order.
    """

    units: tuple[str, ...]
    region_of_unit: np.ndarray
    regions: tuple[str, ...]
    share: np.ndarray
    practitioners: np.ndarray
    practitioners_per_manager: int
    first_staff: np.ndarray
    staff: tuple[str, ...]
    managers: tuple[str, ...]

    def unit(self, units: np.ndarray) -> Coded:
        return Coded(units, self.units)

    def region(self, units: np.ndarray) -> Coded:
        return Coded(_of(self.region_of_unit, units), self.regions)

    def practitioner(self, units: np.ndarray, numbers: np.ndarray) -> Coded:
        """Staff codes like H103-P01; `numbers` from 0, wrapped to the unit's headcount."""
        return Coded(self._position(units, numbers), self.staff)

    def manager(self, units: np.ndarray, numbers: np.ndarray) -> Coded:
        return Coded(self._position(units, numbers), self.managers)

    def _position(self, units: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        return np.where(units < 0, -1, self.first_staff[units] + numbers % self.practitioners[units])


def _of(values: np.ndarray, positions: np.ndarray) -> np.ndarray:
    return np.where(positions < 0, -1, values[positions])


def load_places(profile: Profile, people: int) -> Places:
    """Units from the geography file, with as many practitioners as `people` need."""
    with UNITS.open(encoding="utf-8", newline="") as handle:
        rows = sorted(csv.DictReader(handle), key=lambda row: row["code"])
    regions = tuple(sorted({row["region"] for row in rows}))
    region_of_unit = np.array([regions.index(row["region"]) for row in rows])
    share = _unit_shares(profile, regions, region_of_unit)
    practitioners = np.maximum(
        2, np.ceil(share * people / profile["regions"]["cases_per_practitioner"])
    ).astype(int)
    per_manager = profile["regions"]["practitioners_per_manager"]
    units = tuple(row["code"] for row in rows)
    return Places(
        units=units,
        region_of_unit=region_of_unit,
        regions=regions,
        share=share,
        practitioners=practitioners,
        practitioners_per_manager=per_manager,
        first_staff=np.concatenate([[0], np.cumsum(practitioners)[:-1]]),
        staff=tuple(
            f"{u}-P{n:02}" for u, k in zip(units, practitioners, strict=True) for n in range(1, k + 1)
        ),
        managers=tuple(
            f"{u}-M{n // per_manager + 1:02}"
            for u, k in zip(units, practitioners, strict=True)
            for n in range(k)
        ),
    )


def _unit_shares(profile: Profile, regions: tuple[str, ...], region_of_unit: np.ndarray) -> np.ndarray:
    """A region's share spread over its units, unevenly: the first ones of a list tend to be cities."""
    wanted = np.array([profile["regions"]["share"][code] for code in regions], dtype=float)
    size = 1 + 0.35 * np.cos(np.arange(len(region_of_unit)) * 2.4)
    within = size / np.bincount(region_of_unit, weights=size)[region_of_unit]
    return wanted[region_of_unit] / wanted.sum() * within
