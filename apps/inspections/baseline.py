"""Outcomes over all published inspections: the baseline, and whether it would carry rating boundaries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from apps.inspections.judgements import case_judgements
from apps.inspections.models import Inspection
from rules.definitions.outcome_boundaries import boundary_rule_on
from rules.definitions.rating_rules import RatingRules, load_rating_rules, rating_rules_in_force
from rules.definitions.small_numbers import small_numbers_on
from rules.scoring.boundaries import BoundaryAnalysis, UnitCounts, analyse_boundaries
from rules.statistics.intervals import wilson
from rules.statistics.rounding import half_up, rate_percent

PLACES = 1
NATION = "England and Wales"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Outcomes counted: `met` holds those that rest on stability, which `stable` counts apart.

    `stable` counts every outcome judged on stability, also those that it leaves part met.
    """

    met: int = 0
    part_met: int = 0
    not_met: int = 0
    stable: int = 0

    @property
    def cases(self) -> int:
        return self.met + self.part_met + self.not_met

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(
            met=self.met + other.met,
            part_met=self.part_met + other.part_met,
            not_met=self.not_met + other.not_met,
            stable=self.stable + other.stable,
        )


@dataclass(frozen=True, kw_only=True)
class BaselineRow:
    """A unit, a region or the nation. Percent met and its 95% interval to one decimal; None for few cases."""

    kind: str
    place: str
    published_on: date | None
    progress: Progress
    percent: Decimal | None
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """Units, then regions, then the nation; `months` between the first and the last publication."""

    rows: tuple[BaselineRow, ...]
    units: tuple[UnitCounts, ...]
    months: int


def published_units(inspections: QuerySet[Inspection]) -> list[Inspection]:
    """Of these inspections the published ones of delivery units, the newest of each unit, by unit."""
    found = inspections.filter(state=Inspection.State.PUBLISHED, unit__isnull=False)
    return list(
        found.select_related("unit", "region").order_by("unit_id", "-published_at", "-id").distinct("unit_id")
    )


def baseline_of(inspections: Sequence[Inspection], *, today: date) -> Baseline:
    """The outcomes of published inspections of units; without any, the nation's row of zeros alone."""
    counted = [(each, progress_of(each)) for each in inspections]
    counted = [(each, progress) for each, progress in counted if progress.cases]
    rows = [_row("unit", str(each.unit), progress, today, _day(each)) for each, progress in counted]
    regions = sorted({each.region.name for each, _ in counted})
    for name in regions:
        within = [progress for each, progress in counted if each.region.name == name]
        rows.append(_row("region", name, _sum(within), today))
    rows.append(_row("nation", NATION, _sum(progress for _, progress in counted), today))
    days = [day for each, _ in counted if (day := _day(each))]
    return Baseline(
        rows=tuple(rows),
        units=tuple(
            UnitCounts(unit=str(each.unit), met=progress.met, cases=progress.cases)
            for each, progress in counted
        ),
        months=_months(min(days), max(days)) if days else 0,
    )


def progress_of(inspection: Inspection) -> Progress:
    """The outcomes of an inspection's cases; none of a question that its rules do not collect."""
    rules = load_rating_rules(inspection.rating_rules)
    outcomes = case_judgements(inspection).outcomes if rules.outcomes else ()
    return Progress(
        met=sum(each.outcome == "met" for each in outcomes),
        part_met=sum(each.outcome == "part_met" for each in outcomes),
        not_met=sum(each.outcome == "not_met" for each in outcomes),
        stable=sum(each.stability for each in outcomes),
    )


def analysis_of(baseline: Baseline, starts: Sequence[int], *, today: date) -> BoundaryAnalysis | None:
    """Would boundaries at these percentages be reliable; None for fewer than two units."""
    if len(baseline.units) < 2:
        return None
    return analyse_boundaries(baseline.units, starts, boundary_rule_on(today), months=baseline.months)


def default_boundaries(rules: RatingRules | None = None) -> tuple[int, ...]:
    """The boundaries of the rated key questions, lowest first: where a review would begin."""
    scale = (rules or rating_rules_in_force()).bands.scale
    return tuple(sorted(band.starts_at for band in scale[:-1]))


def _row(kind: str, place: str, progress: Progress, today: date, on: date | None = None) -> BaselineRow:
    shown = small_numbers_on(today).shows_percent(progress.cases)
    interval = wilson(progress.met, progress.cases) if shown else None
    return BaselineRow(
        kind=kind,
        place=place,
        published_on=on,
        progress=progress,
        percent=rate_percent(progress.met, progress.cases, PLACES) if shown else None,
        low=half_up(interval.low, PLACES) if interval else None,
        high=half_up(interval.high, PLACES) if interval else None,
    )


def _sum(found: Iterable[Progress]) -> Progress:
    return sum(found, Progress())


def _day(inspection: Inspection) -> date | None:
    return timezone.localdate(inspection.published_at) if inspection.published_at else None


def _months(first: date, last: date) -> int:
    """Whole months from the first to the last day."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)
