"""Two performance years of orders in Wales, judged: what a report is built from in tests.

This year's quarters: 30 of 40, 3 of 20, 18 of 20, 18 of 24 met, 69 of 104 in all; by unit: H103 48 of 60,
H104 19 of 40, H105 2 of 4. Last year: 15 of 20 in each quarter, all in H103.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from apps.organisation.models import Region
from apps.performance.models import MeasureRun
from apps.publication.actions import freeze_region_year
from apps.publication.models import FrozenFigures
from rules.periods import PerformanceYear
from tests.factories.judged import Order, live_extract, put_orders, run_over

AS_AT = date(2026, 3, 31)
KNOWN_ON = date(2026, 4, 10)
YEAR = PerformanceYear(2025)
# A Monday in each quarter of the year, far enough from its ends for the due date to stay inside.
MONDAYS = (date(2025, 5, 12), date(2025, 8, 11), date(2025, 11, 10), date(2026, 2, 9))


@dataclass(frozen=True)
class Group:
    unit: str
    sentenced_on: date
    counted: int
    met: int


THIS_YEAR = (
    Group("H103", MONDAYS[0], 30, 24),
    Group("H104", MONDAYS[0], 10, 6),
    Group("H104", MONDAYS[1], 20, 3),
    Group("H103", MONDAYS[2], 16, 16),
    Group("H105", MONDAYS[2], 4, 2),
    Group("H103", MONDAYS[3], 14, 8),
    Group("H104", MONDAYS[3], 10, 10),
)
LAST_YEAR = tuple(Group("H103", monday - timedelta(days=364), 20, 15) for monday in MONDAYS)


def orders(groups: tuple[Group, ...] = (*LAST_YEAR, *THIS_YEAR)) -> Iterator[Order]:
    """One order a case; who met has an office appointment on the next day, who missed has none."""
    number = 0
    for group in groups:
        for place in range(group.counted):
            number += 1
            met = place < group.met
            yield Order(
                person=f"P{number:04d}",
                sentenced_on=group.sentenced_on,
                appointment_on=group.sentenced_on + timedelta(days=1) if met else None,
                unit=group.unit,
            )


def judged_years(*, first: str = "2024-04", demo: bool = True) -> MeasureRun:
    """The orders in the live extract, and SL004 judged over both years."""
    live_extract(as_at=AS_AT, demo=demo)
    put_orders(orders())
    return run_over(first, "2026-03")


def freeze(run: MeasureRun, *, year: PerformanceYear = YEAR) -> FrozenFigures:
    return freeze_region_year(
        region=Region.objects.get(code="H"), year=year, run=run, known_on=KNOWN_ON, by=None
    )
