"""How much unpaid work is completed at six and at nine months, beside the measure at twelve (SL029)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from apps.performance.models import MeasureRun, UnpaidWorkCount
from apps.performance.queries.places import Place
from apps.performance.queries.quality import newest_reading
from rules.definitions.measures import measure
from rules.measures.unpaid_work_progress import MEASURE
from rules.periods import Month, months_between
from rules.tables.rounding import rate_percent


@dataclass(frozen=True, kw_only=True)
class Completed:
    """Of the requirements that reached a point on the way, those that were completed by then."""

    after_months: int
    requirements: int
    completed: int

    @property
    def percent(self) -> Decimal | None:
        """To one decimal; None where none reached the point."""
        return rate_percent(self.completed, self.requirements)


@dataclass(frozen=True, kw_only=True)
class OnTheWay:
    """A place's counts: for each month in order one for each point, and one for all months together."""

    place: Place
    points: Sequence[int]
    months: Sequence[tuple[Month, Sequence[Completed]]]
    total: Sequence[Completed]


def unpaid_work(run: MeasureRun, place: Place, *, first: Month, last: Month) -> OnTheWay | None:
    """Zeros where nothing reached a point in a month; None until the run's extract has been counted."""
    reading = newest_reading(run)
    if reading is None or not reading.unpaid_work_counted:
        return None
    rows = UnpaidWorkCount.objects.filter(
        place.cell_filter, reading=reading, counts_in__gte=str(first), counts_in__lte=str(last)
    )
    summed = rows.order_by().values_list("counts_in", "after_months")
    found = {
        (month, point): (requirements, completed)
        for month, point, requirements, completed in summed.annotate(Sum("requirements"), Sum("completed"))
    }
    points, months = _points(), list(months_between(first, last))
    by_month = [(month, [_completed(found, [month], point) for point in points]) for month in months]
    total = [_completed(found, months, point) for point in points]
    return OnTheWay(place=place, points=points, months=by_month, total=total)


def unpaid_work_rows(several: Sequence[OnTheWay]) -> Iterator[dict[str, object]]:
    """A row for each place, point and month: place, place_name, month, after_months, requirements,
    completed, completed_percent."""
    for one in several:
        for month, counted in one.months:
            for each in counted:
                yield {
                    "place": one.place.code,
                    "place_name": one.place.name,
                    "month": str(month),
                    "after_months": each.after_months,
                    "requirements": each.requirements,
                    "completed": each.completed,
                    "completed_percent": each.percent,
                }


def _points() -> list[int]:
    editions = measure(MEASURE).editions
    return sorted({months for edition in editions for months in edition.parameters.progress_months})


def _completed(
    found: Mapping[tuple[str, int], tuple[int, int]], months: Sequence[Month], point: int
) -> Completed:
    counted = [found.get((str(month), point), (0, 0)) for month in months]
    requirements, completed = (sum(each) for each in zip(*counted, strict=True))
    return Completed(after_months=point, requirements=requirements, completed=completed)
