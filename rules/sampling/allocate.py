"""How many cases each stratum gives, and how many are enough."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

from rules.statistics.intervals import normal_quantile

LEAST_PER_STRATUM = 2  # two scored cases are the fewest that show any spread


class SampleTooSmall(ValueError):
    """The sample cannot give every stratum its least share."""


def allocate(frame_sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """Places per stratum, in proportion: stratum -> places, every stratum present.

    Floors of n N_h / N first, spare places to the largest fractions, ties by the stratum's text; then
    each stratum is raised to two (or all it has) by taking from the largest allocation. A size of the
    frame or more takes everyone. Raises SampleTooSmall below the sum of those least shares.
    Source: assessment.md, From frame to sample.
    """
    total = sum(frame_sizes.values())
    if size >= total:
        return dict(frame_sizes)
    least = {name: min(LEAST_PER_STRATUM, count) for name, count in frame_sizes.items()}
    if size < sum(least.values()):
        raise SampleTooSmall(f"found {size}, expected at least {sum(least.values())}: two from each stratum")
    return _raise_to(least, _proportional(frame_sizes, size, total))


def _proportional(frame_sizes: Mapping[str, int], size: int, total: int) -> dict[str, int]:
    quotas = {name: Fraction(size * count, total) for name, count in frame_sizes.items()}
    places = {name: floor(quota) for name, quota in quotas.items()}
    by_remainder = sorted(quotas, key=lambda name: (places[name] - quotas[name], name))
    for name in by_remainder[: size - sum(places.values())]:
        places[name] += 1
    return places


def _raise_to(least: Mapping[str, int], places: dict[str, int]) -> dict[str, int]:
    for name in places:
        while places[name] < least[name]:
            giver = min(places, key=lambda other: (-places[other], other))
            places[giver] -= 1
            places[name] += 1
    return places


def sample_size(
    frame_size: int, *, confidence: Fraction, margin: Fraction, share: Fraction = Fraction(1, 2)
) -> int:
    """How many cases of a frame give a share within `margin` (both fractions of 1) at `confidence`.

    n0 = z^2 p (1 - p) / e^2, then n0 / (1 + (n0 - 1) / N), rounded up; 0 for an empty frame.
    """
    if frame_size == 0:
        return 0
    z = Fraction(normal_quantile(confidence))
    endless = z * z * share * (1 - share) / (margin * margin)
    return ceil(endless / (1 + (endless - 1) / frame_size))
