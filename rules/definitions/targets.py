"""Targets by measure, region and date: those of the sources, and made-up ones for demo data."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path

from rules.definitions.files import DefinitionError, Fault, read_csv
from rules.periods import Month

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "targets"
_COLUMNS = ["measure", "region", "valid_from", "valid_to", "percent", "kind", "source"]


class TargetKind(StrEnum):
    """END_STATE and INTERIM (a "ramp-up" step) are policy; DEMO is made up, shown only with demo data."""

    END_STATE = "end_state"
    INTERIM = "interim"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class TargetValue:
    """A target in percent, in force from a day to a day (None: open). region None: every region."""

    measure: str
    region: str | None
    valid_from: date
    valid_to: date | None
    percent: Decimal
    kind: TargetKind
    source: str

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedTarget:
    """What people decided for one region (None: the nation) from a month to a month (None: open).

    percent None: from here on the published target holds again. A later decision comes before an earlier one.
    """

    measure: str
    region: str | None
    first_month: Month
    last_month: Month | None
    percent: Decimal | None
    source: str

    def covers(self, month: Month) -> bool:
        return self.first_month <= month and (self.last_month is None or month <= self.last_month)

    @property
    def value(self) -> TargetValue | None:
        if self.percent is None:
            return None
        last_on = self.last_month.last_on if self.last_month else None
        kind = TargetKind.INTERIM if last_on else TargetKind.END_STATE
        return TargetValue(
            self.measure, self.region, self.first_month.first_on, last_on, self.percent, kind, self.source
        )


@dataclass(frozen=True)
class Targets:
    """The published targets, and those that people approved since, in the order of their decisions."""

    values: tuple[TargetValue, ...]
    approved: tuple[ApprovedTarget, ...] = ()

    def with_approved(self, approved: Iterable[ApprovedTarget]) -> "Targets":
        """The same published targets under these decisions, in the order in which they were taken."""
        return replace(self, approved=tuple(approved))

    def on(
        self, measure_id: str, region_code: str | None, month: Month, *, demo: bool = False
    ) -> TargetValue | None:
        """The target of a measure in a region (None: the nation) in a month; None where no source gives one.

        A region's own target comes before the nation's; of each, what was approved before what was published
        and an interim one before the end state. demo: the data shown are demo data, so that made-up targets
        may fill the gaps; never true of real data.
        """
        for region in dict.fromkeys((region_code, None)):
            decided = self._decided(measure_id, region, month)
            found = decided.value if decided else None
            found = found or self._published(measure_id, region, month, demo=demo)
            if found is not None:
                return found
        return None

    def _decided(self, measure_id: str, region: str | None, month: Month) -> ApprovedTarget | None:
        decisions = self._approved_of.get((measure_id, region), ())
        return next((one for one in reversed(decisions) if one.covers(month)), None)

    def _published(
        self, measure_id: str, region: str | None, month: Month, *, demo: bool
    ) -> TargetValue | None:
        found = [
            value
            for value in self._values_of.get((measure_id, region), ())
            if value.covers(month.first_on) and (demo or value.kind is not TargetKind.DEMO)
        ]
        order = [TargetKind.INTERIM, TargetKind.END_STATE, TargetKind.DEMO]
        return min(found, key=lambda value: order.index(value.kind), default=None)

    @cached_property
    def _values_of(self) -> Mapping[tuple[str, str | None], list[TargetValue]]:
        found: dict[tuple[str, str | None], list[TargetValue]] = defaultdict(list)
        for value in self.values:
            found[value.measure, value.region].append(value)
        return found

    @cached_property
    def _approved_of(self) -> Mapping[tuple[str, str | None], list[ApprovedTarget]]:
        found: dict[tuple[str, str | None], list[ApprovedTarget]] = defaultdict(list)
        for one in self.approved:
            found[one.measure, one.region].append(one)
        return found


def met(numerator: int, denominator: int, target: TargetValue, direction: str) -> bool | None:
    """Whether counts meet a target, decided exactly (common rule 12); None without a denominator.

    direction: `higher` is better (at least the target) or `lower` is better (at most the target).
    """
    if denominator == 0:
        return None
    reached, asked = numerator * 100, Fraction(target.percent) * denominator
    return reached <= asked if direction == "lower" else reached >= asked


@cache
def load_targets(folder: Path = _FOLDER) -> Targets:
    """Every target of the data files. Raises DefinitionError with every fault, file and line."""
    values: list[TargetValue] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.csv")):
        for line, row in read_csv(path, _COLUMNS):
            said = _fault(row)
            if said:
                faults.append(Fault(path.name, f"line {line}", said))
            else:
                values.append(_value(row))
    faults += _overlaps(values)
    if faults:
        raise DefinitionError(faults)
    return Targets(tuple(values))


def _fault(row: dict[str, str]) -> str:
    try:
        value = _value(row)
    except InvalidOperation:
        return f"percent: found {row['percent']!r}, expected a number"
    except ValueError as error:
        return f"{error}; found {row}"
    if not 0 <= value.percent <= 100:
        return f"percent: found {value.percent}, expected 0 to 100"
    if value.valid_to is not None and value.valid_to < value.valid_from:
        return f"valid_to: found {value.valid_to}, expected a day not before {value.valid_from}"
    return "" if value.source and value.measure else "measure and source: each must be given"


def _value(row: dict[str, str]) -> TargetValue:
    return TargetValue(
        measure=row["measure"],
        region=row["region"] or None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        percent=Decimal(row["percent"]),
        kind=TargetKind(row["kind"]),
        source=row["source"],
    )


def _overlaps(values: Iterable[TargetValue]) -> Iterable[Fault]:
    seen: dict[tuple[str, str | None, TargetKind], list[TargetValue]] = {}
    for value in sorted(values, key=lambda each: each.valid_from):
        earlier = seen.setdefault((value.measure, value.region, value.kind), [])
        if earlier and earlier[-1].covers(value.valid_from):
            where = f"{value.measure} {value.region or 'every region'} {value.kind}"
            yield Fault("targets", where, f"two targets in force on {value.valid_from}")
        earlier.append(value)
