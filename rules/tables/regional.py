"""A region's counts as they may be printed: rates, intervals and shares, with small counts suppressed.

Places are whatever a table has rows for: quarters, delivery units, the year. Sums between places are told
by `Total`s of places; everything that a reader could subtract goes into one protection.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rules.definitions.disclosure import DisclosureEdition
from rules.statistics.intervals import wilson
from rules.statistics.rounding import half_up, percentage_points, rate_percent
from rules.tables.disclosure import Price, Protection, Total, protect

SUPPRESSED = "c"
NOT_APPLICABLE = "z"
NOT_AVAILABLE = "x"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What one place counted. `counted`: the denominator; `not_recorded`: left out for want of a record."""

    counted: int = 0
    met: int = 0
    not_recorded: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            counted=self.counted + other.counted,
            met=self.met + other.met,
            not_recorded=self.not_recorded + other.not_recorded,
        )


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number to print, or the symbol that stands in its place; never both, never neither."""

    value: Decimal | None = None
    symbol: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) == (self.symbol == ""):
            raise ValueError(f"a figure has a value or a symbol: found {self.value} and {self.symbol!r}")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What may be printed of a place. Percentages have one decimal.

    `exact`: the unrounded rate, for changes; None unless both counts are printed.
    """

    counted: Figure
    met: Figure
    rate: Figure
    low: Figure
    high: Figure
    not_recorded: Figure
    not_recorded_share: Figure
    exact: Fraction | None


def add_up(counts: Iterable[Counts]) -> Counts:
    """The sum; of nothing: zeros."""
    return sum(counts, start=Counts())


def publish(
    counts: Mapping[Hashable, Counts], breakdowns: Sequence[Total], *, edition: DisclosureEdition
) -> dict[Hashable, Shown]:
    """Every place of one measure as it may be printed.

    `breakdowns`: which places add up to which (quarters to the year, units to the year). A place that
    counted nothing has no rate: `z`. Raises ValueError when the places do not add up.
    """
    protection = _protect(counts, breakdowns, edition)
    return {place: _shown(place, found, protection, edition) for place, found in counts.items()}


def publish_profile(
    counts: Mapping[Hashable, int],
    breakdowns: Sequence[Total],
    *,
    edition: DisclosureEdition,
    before: Mapping[Hashable, Figure] | None = None,
) -> dict[Hashable, Figure]:
    """Plain counts (people by sex, by unit) as they may be printed.

    `before`: those of the counts that another document prints, as it prints them: what it suppresses stays
    suppressed, and what it shows stays shown, for nobody could be kept from reading it there.
    """
    printed = before or {}
    wholes = {total.whole for total in breakdowns}
    cost: dict[Hashable, Price] = {key: (key in wholes, n) for key, n in counts.items()}
    already = [key for key, figure in printed.items() if figure.symbol == SUPPRESSED]
    known = [key for key, figure in printed.items() if figure.value == edition.rounded(counts[key])]
    hidden = protect(counts, breakdowns, edition=edition, already=already, known=known, cost=cost).hidden
    return {key: _count(value, hidden=key in hidden, edition=edition) for key, value in counts.items()}


def share(part: Figure, whole: Figure) -> Figure:
    """The percentage that one printed count is of another; the symbol of whichever is missing; of 0: `z`."""
    if part.value is None or whole.value is None:
        return Figure(symbol=part.symbol or whole.symbol)
    percent = rate_percent(int(part.value), int(whole.value))
    return Figure(value=percent) if percent is not None else Figure(symbol=NOT_APPLICABLE)


def change(now: Shown, before: Shown | None) -> Figure:
    """Percentage points since `before`, from unrounded rates; the symbol of whichever rate is missing."""
    if before is None:
        return Figure(symbol=NOT_AVAILABLE)
    if now.exact is None or before.exact is None:
        missing = now if now.exact is None else before
        return Figure(symbol=missing.rate.symbol)
    return Figure(value=percentage_points(now.exact, before.exact))


def _protect(
    counts: Mapping[Hashable, Counts], breakdowns: Sequence[Total], edition: DisclosureEdition
) -> Protection:
    kinds = ["counted", "met", "not_recorded", "missed"]
    cells: dict[Hashable, int] = {
        (kind, place): _cell(kind, found) for place, found in counts.items() for kind in kinds
    }
    totals = [
        Total(whole=(kind, down.whole), parts=tuple((kind, part) for part in down.parts))
        for kind in kinds
        for down in breakdowns
    ]
    # Never printed, yet everybody knows that nobody can meet a measure uncounted.
    latent = [("missed", place) for place in counts]
    totals += [Total(whole=("counted", p), parts=(("met", p), ("missed", p))) for _, p in latent]
    wholes = {down.whole for down in breakdowns}
    # What losing a cell costs a reader: a total more than any of its parts, a denominator more than what was
    # counted in it, and then its own size.
    cost: dict[Hashable, Price] = {
        (kind, place): (place in wholes, kind == "counted", cells[kind, place])
        for place in counts
        for kind in kinds
    }
    return protect(cells, totals, edition=edition, latent=latent, cost=cost)


def _cell(kind: str, found: Counts) -> int:
    if kind == "missed":
        return found.counted - found.met
    return {"counted": found.counted, "met": found.met, "not_recorded": found.not_recorded}[kind]


def _count(value: int, *, hidden: bool, edition: DisclosureEdition) -> Figure:
    return Figure(symbol=SUPPRESSED) if hidden else Figure(value=Decimal(edition.rounded(value)))


def _shown(place: Hashable, found: Counts, protection: Protection, edition: DisclosureEdition) -> Shown:
    no_counted = ("counted", place) in protection.hidden
    # "0 of [c]" would say of everybody in a small group that they missed, so the zero goes as well.
    no_met = no_counted or ("met", place) in protection.hidden
    no_unrecorded = ("not_recorded", place) in protection.hidden
    rate, low, high, exact = _rate(found, hidden=no_met)
    return Shown(
        counted=_count(found.counted, hidden=no_counted, edition=edition),
        met=_count(found.met, hidden=no_met, edition=edition),
        rate=rate,
        low=low,
        high=high,
        not_recorded=_count(found.not_recorded, hidden=no_unrecorded, edition=edition),
        not_recorded_share=_unrecorded_share(found, hidden=no_counted or no_unrecorded),
        exact=exact,
    )


def _rate(found: Counts, *, hidden: bool) -> tuple[Figure, Figure, Figure, Fraction | None]:
    interval = wilson(found.met, found.counted)
    percent = rate_percent(found.met, found.counted)
    if hidden or interval is None or percent is None:
        missing = Figure(symbol=SUPPRESSED if hidden else NOT_APPLICABLE)
        return missing, missing, missing, None
    low, high = (Figure(value=half_up(end, 1)) for end in (interval.low, interval.high))
    return Figure(value=percent), low, high, Fraction(found.met, found.counted)


def _unrecorded_share(found: Counts, *, hidden: bool) -> Figure:
    if hidden:
        return Figure(symbol=SUPPRESSED)
    percent = rate_percent(found.not_recorded, found.counted + found.not_recorded)
    return Figure(value=percent) if percent is not None else Figure(symbol=NOT_APPLICABLE)
