"""What moved most between the last two complete quarters."""

from dataclasses import dataclass
from decimal import Decimal

from apps.performance.models import MeasureRun
from apps.performance.queries.catalogue import current_frameworks
from apps.performance.queries.cells import QUARTERLY, series
from apps.performance.queries.comparing import difference_of
from apps.performance.queries.figures import Figure
from apps.performance.queries.places import Place
from rules.periods import Month
from rules.tables.rounding import RATE_PLACES, half_up


@dataclass(frozen=True, kw_only=True)
class Change:
    """A measure's rate in two quarters that may be compared. `points`: from unrounded rates.

    `is_clear`: the interval of the difference leaves out zero, so that chance alone is an unlikely reason.
    """

    before: Figure
    after: Figure
    points: Decimal
    is_clear: bool


def largest_changes(run: MeasureRun, place: Place) -> list[Change]:
    """One for each measure with two complete quarters of one series, the largest change first."""
    first, last = Month.parse(run.first_month), Month.parse(run.last_month)
    found = [
        change
        for one in series(
            run, place, first=first, last=last, period=QUARTERLY, frameworks=current_frameworks()
        )
        if len(whole := [figure for figure in one.figures if figure.is_complete]) > 1
        and (change := _change(whole[-2], whole[-1])) is not None
    ]
    return sorted(found, key=lambda change: (-abs(change.points), change.after.measure.id))


def _change(before: Figure, after: Figure) -> Change | None:
    """None for two quarters that must not be compared."""
    told = difference_of(before, after)
    if told is None:
        return None
    points = half_up(told.points, RATE_PLACES)
    return Change(before=before, after=after, points=points, is_clear=told.is_clear)
