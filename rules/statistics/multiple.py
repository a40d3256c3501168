"""Many comparisons at once: what each one's chance becomes when all of them are told together."""

from collections.abc import Sequence


def holm(chances: Sequence[float | None]) -> list[float | None]:
    """Each chance (0 to 1) adjusted so that, compared with one level, at most that share of pages as a whole
    calls anything different that is not; None stays None and counts for nothing. Order is kept.

    Source: Holm (1979), A simple sequentially rejective multiple test procedure.
    """
    known = sorted((chance, place) for place, chance in enumerate(chances) if chance is not None)
    adjusted: list[float | None] = [None] * len(chances)
    highest = 0.0
    for rank, (chance, place) in enumerate(known):
        highest = max(highest, min(1.0, (len(known) - rank) * chance))
        adjusted[place] = highest
    return adjusted


def benjamini_hochberg(chances: Sequence[float | None]) -> list[float | None]:
    """Each chance (0 to 1) adjusted so that, of those below a level, at most that share is expected to be
    chance alone; None stays None and counts for nothing. Order is kept.

    Source: Benjamini and Hochberg (1995), Controlling the false discovery rate.
    """
    known = sorted((chance, place) for place, chance in enumerate(chances) if chance is not None)
    adjusted: list[float | None] = [None] * len(chances)
    lowest = 1.0
    for rank in range(len(known), 0, -1):
        chance, place = known[rank - 1]
        lowest = min(lowest, chance * len(known) / rank)
        adjusted[place] = lowest
    return adjusted
