"""What moved most between the last two complete quarters."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from apps.performance.models import MeasureRun
from apps.performance.queries.catalogue import current_frameworks
from apps.performance.queries.cells import QUARTERLY, series
from apps.performance.queries.figures import Figure
from apps.performance.queries.places import Place
from rules.periods import Month
from rules.statistics.intervals import Interval, wilson
from rules.tables.rounding import percentage_points


@dataclass(frozen=True, kw_only=True)
class Change:
    """A measure's rate in two quarters that may be compared. `points`: from unrounded rates.

    `is_clear`: the two intervals do not touch, so that chance alone is an unlikely reason.
    """

    before: Figure
    after: Figure
    points: Decimal
    is_clear: bool


def largest_changes(run: MeasureRun, place: Place) -> list[Change]:
    """One for each measure with two complete quarters of one series, the largest change first."""
    first, last = Month.parse(run.first_month), Month.parse(run.last_month)
    found = [
        _change(whole[-2], whole[-1])
        for one in series(
            run, place, first=first, last=last, period=QUARTERLY, frameworks=current_frameworks()
        )
        if len(whole := [figure for figure in one.figures if figure.is_complete]) > 1
        and _comparable(whole[-2:])
    ]
    return sorted(found, key=lambda change: (-abs(change.points), change.after.measure.id))


def _comparable(figures: Sequence[Figure]) -> bool:
    before, after = figures
    if not (before.has_rate and after.has_rate):
        return False
    new = [edition for edition in after.editions if edition not in before.editions]
    return not any(edition.break_reason for edition in new)


def _change(before: Figure, after: Figure) -> Change:
    old, new = (wilson(one.counts.numerator, one.counts.denominator) for one in (before, after))
    return Change(
        before=before,
        after=after,
        points=percentage_points(_share(after), _share(before)),
        is_clear=old is not None and new is not None and _apart(old, new),
    )


def _apart(one: Interval, other: Interval) -> bool:
    return one.high < other.low or other.high < one.low


def _share(figure: Figure) -> Fraction:
    """Exact. A figure without a denominator is not comparable and never comes here."""
    return Fraction(figure.counts.numerator, figure.counts.denominator)
