"""What rooms know of a place, as tables for readers who look at it from outside, such as inspectors.

Inspections and performance are neighbours and do not import each other: whoever knows something of a region
or a delivery unit registers here.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from apps.organisation.models import ProbationDeliveryUnit, Region


@dataclass(frozen=True, kw_only=True)
class EvidenceTable:
    """One table, values as they are shown. Without rows, `notes` say why there are none."""

    id: str
    title: str
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


Provider = Callable[[Region, ProbationDeliveryUnit | None, date], Sequence[EvidenceTable]]
_providers: dict[str, tuple[int, Provider]] = {}


def register(name: str, *, order: int, provider: Provider) -> None:
    """Let a room tell what it knows of a region, or of one unit in it, on a day. A second call replaces."""
    _providers[name] = (order, provider)


def tables_about(region: Region, unit: ProbationDeliveryUnit | None, on: date) -> list[EvidenceTable]:
    """Everything that rooms know of the place, in the order of the rooms."""
    ordered = sorted(_providers.values(), key=lambda entry: entry[0])
    return [table for _, provider in ordered for table in provider(region, unit, on)]
