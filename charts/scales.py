"""From values to places on the paper, and the round numbers to print along an axis."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

STEPS = (1, 2, 5, 10, 20, 25, 50)
LEAST_SPAN = 10
MOST_STEPS = 6


@dataclass(frozen=True, kw_only=True)
class Linear:
    """A straight scale: `low` lands on `start`, `high` on `end` (either way round)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Decimal | float) -> float:
        share = (float(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def percent_ticks(values: Iterable[Decimal | float]) -> list[int]:
    """Round percentages that enclose all values, within 0 to 100; no values: the whole of 0 to 100."""
    known = [float(value) for value in values]
    if not known:
        return [0, 25, 50, 75, 100]
    low, high = max(0.0, min(known)), min(100.0, max(known))
    if high - low < LEAST_SPAN:
        # A flat series must not be blown up into a mountain range.
        middle = (low + high) / 2
        low = max(0.0, min(middle - LEAST_SPAN / 2, 100.0 - LEAST_SPAN))
        high = low + LEAST_SPAN
    step = next(step for step in STEPS if (high - low) / step <= MOST_STEPS - 1 or step == STEPS[-1])
    first, last = math.floor(low / step) * step, min(100, math.ceil(high / step) * step)
    return [*range(first, last, step), last]


def count_ticks(largest: float) -> list[int]:
    """Round counts from zero that enclose `largest`."""
    magnitude = 10 ** max(0, math.floor(math.log10(max(largest, 1))) - 1)
    step = next(
        (s * magnitude for s in STEPS if largest / (s * magnitude) <= MOST_STEPS - 1), 100 * magnitude
    )
    return list(range(0, (math.ceil(largest / step) or 1) * step + 1, step))


def thinned(labels: Sequence[str], *, slot: float, widest: float) -> list[int]:
    """The positions whose labels can be printed without touching, the last one always among them."""
    every = max(1, math.ceil(widest / slot))
    return sorted(range(len(labels) - 1, -1, -every))
