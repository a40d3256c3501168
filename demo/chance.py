"""Draws from the profile's weights."""

from collections.abc import Mapping, Sequence

import numpy as np

from demo.columns import DAY, SECOND, Coded


def pick(rng: np.random.Generator, weights: Mapping[str, float], rows: int) -> Coded:
    """Words by weight; the word "" is drawn as empty (-1)."""
    words = tuple(str(word) for word in weights if word != "")
    positions = np.array([words.index(str(w)) if w != "" else -1 for w in weights], dtype=np.int8)
    return Coded(positions[_draw(rng, list(weights.values()), rows)], words)


def pick_code(
    rng: np.random.Generator, weights: Mapping[str, float], words: Sequence[str], rows: int
) -> np.ndarray:
    """Positions in `words` by weight; "" is -1. Raises ValueError for a weight that is no such word."""
    strange = {str(word) for word in weights} - {*words, ""}
    if strange:
        raise ValueError(
            f"The profile weighs {', '.join(sorted(strange))}; expected only {', '.join(words)}."
        )
    positions = np.array([words.index(str(w)) if w != "" else -1 for w in weights], dtype=np.int8)
    return positions[_draw(rng, list(weights.values()), rows)]


def pick_number(rng: np.random.Generator, weights: Mapping[int, float], rows: int) -> np.ndarray:
    """Whole numbers by weight."""
    return np.array([int(k) for k in weights])[_draw(rng, list(weights.values()), rows)]


def _draw(rng: np.random.Generator, weights: Sequence[float], rows: int) -> np.ndarray:
    edges = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(edges / edges[-1], rng.random(rows), side="right")


def happens(rng: np.random.Generator, share: float | np.ndarray, rows: int) -> np.ndarray:
    """True in `share` of the rows."""
    return rng.random(rows) < share


def span(rng: np.random.Generator, between: Sequence[int], rows: int) -> np.ndarray:
    """Whole numbers spread evenly over a pair of the profile, both ends included."""
    low, high = between
    return rng.integers(low, high + 1, rows)


def days(rng: np.random.Generator, between: Sequence[int], rows: int) -> np.ndarray:
    """As `span`, in days."""
    return span(rng, between, rows).astype("timedelta64[D]")


def days_between(rng: np.random.Generator, low: int, high: int, rows: int) -> np.ndarray:
    """Whole days, both ends included."""
    return rng.integers(low, high + 1, rows).astype("timedelta64[D]")


def office_hours(rng: np.random.Generator, on: np.ndarray) -> np.ndarray:
    """An instant between 09:00 and 17:29 on each day; no day gives no instant."""
    seconds = rng.integers(9 * 3600, 17 * 3600 + 1800, len(on)).astype("timedelta64[s]")
    return on.astype(DAY).astype(SECOND) + seconds
