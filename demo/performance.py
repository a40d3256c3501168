"""How well each unit does on each measure, month by month: the demo's invented truth."""

from dataclasses import dataclass

import numpy as np

from demo.columns import MONTH
from demo.places import Places
from demo.profiles import Profile


@dataclass(frozen=True)
class Performance:
    """`met[measure]` rows: unit, columns: month from `first_month`; values: share met, 0 to 1."""

    first_month: np.datetime64
    met: dict[str, np.ndarray]
    missing: dict[str, float]

    def chance(self, measure: str, units: np.ndarray, on: np.ndarray) -> np.ndarray:
        """Share met for cases of `units` measured on the days `on`."""
        table = self.met[measure]
        months = (on.astype(MONTH) - self.first_month).astype(int)
        return table[units, np.clip(months, 0, table.shape[1] - 1)]


def draw_performance(profile: Profile, places: Places, rng: np.random.Generator) -> Performance:
    """Region, unit and month effects on the log-odds scale, kept between the profile's floor and ceiling."""
    section = profile["measures"]
    first = profile.first_start_on.astype(MONTH)
    months = int((profile.as_at.astype(MONTH) - first).astype(int)) + 2
    names = [name for name, value in section.items() if isinstance(value, dict)]
    return Performance(
        first_month=first,
        met={name: _one_measure(section, section[name], places, rng, first, months) for name in names},
        missing={name: section[name].get("missing", 0.0) for name in names},
    )


def _one_measure(section, measure, places: Places, rng, first: np.datetime64, months: int) -> np.ndarray:
    units, regions = len(places.units), len(places.regions)
    calendar_month = (first.astype(int) + np.arange(months)) % 12
    years_before_end = (np.arange(months) - months + 1) / 12
    region = rng.normal(0, section["region_spread"], regions)[places.region_of_unit]
    month = rng.normal(0, section["month_spread"], (regions, months))[places.region_of_unit]
    log_odds = (
        np.log(measure["base"] / (1 - measure["base"]))
        + region[:, None]
        + rng.normal(0, section["unit_spread"], units)[:, None]
        + month
        + measure.get("trend_a_year", 0.0) * years_before_end[None, :]
        - section["december_dip"] * (calendar_month == 11)[None, :]
    )
    floor, ceiling = (measure.get(bound, section[bound]) for bound in ("floor", "ceiling"))
    return np.clip(1 / (1 + np.exp(-log_odds)), floor, ceiling)
