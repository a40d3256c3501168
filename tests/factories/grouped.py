"""People of different groups, judged and told apart: an order each, of which some met SL004."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from apps.performance.equality import count_equality
from apps.performance.models import EqualityReading, MeasureRun
from tests.factories.judged import Order, live_extract, put_orders, run_over

AS_AT = date(2026, 3, 31)
MONDAY = date(2025, 5, 12)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """So many people of one kind in one unit, of whom so many met; `of`: columns of the extract."""

    counted: int
    met: int
    unit: str = "H103"
    of: Mapping[str, Any] = field(default_factory=dict)


def told_apart(kinds: Iterable[Kind]) -> EqualityReading:
    """The kinds judged by SL004 over 2025-26 and told apart."""
    reading = count_equality(judged_kinds(kinds))
    assert reading is not None
    return reading


def judged_kinds(kinds: Iterable[Kind]) -> MeasureRun:
    live_extract(as_at=AS_AT)
    put_orders(_orders(kinds))
    return run_over("2025-04", "2026-03")


def _orders(kinds: Iterable[Kind]) -> Iterator[Order]:
    people = ((kind, place < kind.met) for kind in kinds for place in range(kind.counted))
    for number, (kind, met) in enumerate(people, start=1):
        yield Order(
            person=f"P{number:04d}",
            sentenced_on=MONDAY,
            appointment_on=MONDAY + timedelta(days=1) if met else None,
            unit=kind.unit,
            about=kind.of,
        )
