"""A count against its fixed figures: how far it is, what the month would suggest, and the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from rules.definitions.fixed_figures import CountingSpan, FixedFigure, figures_for
from rules.periods import Month, performance_year
from rules.statistics.rounding import half_up

MARCH = 3


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A count since the first month of its span, up to a month, beside the figure to reach by 31 March.

    is_whole: every month so far was judged, and had ended by the as-at day. `month`: the last one counted.
    """

    fixed: FixedFigure
    month: Month
    count: int
    is_whole: bool

    @property
    def span(self) -> CountingSpan:
        return self.fixed.span

    @property
    def figure(self) -> int:
        return self.fixed.figure

    @property
    def elapsed(self) -> int:
        """Months of the span that are over, or that the count holds a part of."""
        return len(self.fixed.months_to(self.month))

    @property
    def span_months(self) -> int:
        return len(self.span.months(performance_year(self.month.first_on)))

    @property
    def expected(self) -> Fraction:
        """The indicative month's profile, exact."""
        return self.fixed.profile(self.month)

    @property
    def profile(self) -> Decimal:
        """The same to one decimal, half up."""
        return half_up(self.expected, 1)

    @property
    def is_decided(self) -> bool:
        """The verdict falls on 31 March, over a span judged in full; before that it is indicative."""
        return self.month.number == MARCH and self.is_whole

    @property
    def met(self) -> bool | None:
        return self.count >= self.figure if self.is_decided else None

    @property
    def on_profile(self) -> bool:
        return self.count >= self.expected

    @property
    def verdict(self) -> str:
        """In words, the indication called so."""
        if self.is_decided:
            return "Reached" if self.count >= self.figure else "Not reached"
        if not self.is_whole:
            return "Not judged in full"
        return "Indicative: on or above profile" if self.on_profile else "Indicative: below profile"


def progress_of(
    measure_id: str,
    region: str,
    last: Month,
    counted: Mapping[Month, int],
    *,
    judged: set[Month],
    as_at: date,
) -> list[Progress]:
    """One for each fixed figure that holds in the year of a month and has begun; none for other places.

    region: empty for a place that is no region. counted: the numerator of each month.
    """
    if not region:
        return []
    found = []
    for fixed in figures_for(measure_id, region, last):
        months = fixed.months_to(last)
        if months:
            found.append(
                Progress(
                    fixed=fixed,
                    month=last,
                    count=sum(counted.get(month, 0) for month in months),
                    is_whole=set(months) <= judged and last.last_on <= as_at,
                )
            )
    return found
