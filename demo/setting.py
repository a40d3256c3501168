"""What every step of the generator shares, and how it numbers what it makes."""

from dataclasses import dataclass, field

import numpy as np

from demo.calendar import Calendar
from demo.chance import span
from demo.columns import Ids
from demo.performance import Performance
from demo.places import Places
from demo.profiles import Profile

DIGITS = {"C": 8, "V": 9, "S": 7, "R": 7}


@dataclass
class Numbering:
    """Hands out references without gaps, in the order of asking: the same ones for a seed."""

    next_number: dict[str, int] = field(default_factory=dict)

    def take(self, prefix: str, count: int) -> np.ndarray:
        first = self.next_number.get(prefix, 1)
        self.next_number[prefix] = first + count
        return np.arange(first, first + count)

    def ids(self, prefix: str, count: int) -> Ids:
        return ids(prefix, self.take(prefix, count))


def ids(prefix: str, numbers: np.ndarray) -> Ids:
    return Ids(prefix, numbers, DIGITS.get(prefix, 7))


@dataclass(frozen=True)
class Setting:
    """The fixed surroundings of one piece of the caseload."""

    profile: Profile
    calendar: Calendar
    places: Places
    performance: Performance
    numbering: Numbering
    rng: np.random.Generator

    def spread(self, name: str, rows: int) -> np.ndarray:
        """Whole numbers drawn evenly between the profile's bounds of this name."""
        return span(self.rng, self.profile["spreads"][name], rows)

    def days(self, name: str, rows: int) -> np.ndarray:
        """As `spread`, in days."""
        return self.spread(name, rows).astype("timedelta64[D]")

    def shares(self, name: str, rows: int) -> np.ndarray:
        """As `spread`, numbers of any size between."""
        return self.rng.uniform(*self.profile["spreads"][name], rows)

    @property
    def as_at(self) -> np.datetime64:
        return self.profile.as_at


def person_ids(numbers: np.ndarray) -> Ids:
    """References like X482913: a fixed shuffle of the running number, so that order tells nothing.

    611,953 shares no factor with 900,000, so the first 900,000 people differ; later ones get more digits.
    """
    lap, within = np.divmod(numbers, 900_000)
    return Ids("X", (lap + 1) * 10**6 * (lap > 0) + 100_000 + (within * 611_953 + 271_828) % 900_000, 6)
