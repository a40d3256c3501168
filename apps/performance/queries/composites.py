"""Measures made of others, in the places and periods of their parts: the mean of unrounded rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from apps.performance.queries.cells import Series
from apps.performance.queries.figures import Figure, TargetShown
from apps.performance.queries.places import Place
from apps.performance.queries.targets import targets_in_force
from rules.definitions.composites import Composite, load_composites, mean_of_rates
from rules.definitions.targets import Targets, TargetValue
from rules.statistics.rounding import half_up


@dataclass(frozen=True, kw_only=True)
class CompositeFigure:
    """One period: the figures of the parts, and the target that holds over all of its months."""

    composite: Composite
    parts: Sequence[Figure]
    in_force: TargetValue | None

    @property
    def label(self) -> str:
        return self.parts[0].label

    @property
    def is_complete(self) -> bool:
        return all(part.is_complete for part in self.parts)

    @cached_property
    def share(self) -> Fraction | None:
        """Exact, from 0 to 1; None when a part has no rate."""
        if not all(part.has_rate for part in self.parts):
            return None
        return mean_of_rates([(part.counts.numerator, part.counts.denominator) for part in self.parts])

    @property
    def rate(self) -> Decimal | None:
        """Percent to one decimal, rounded once."""
        return None if self.share is None else half_up(self.share * 100, 1)

    @property
    def target(self) -> TargetShown | None:
        """Decided on the unrounded mean."""
        held = self.in_force
        if held is None:
            return None
        return TargetShown(
            percent=held.percent, kind=str(held.kind), source=held.source, met=self._reaches(held)
        )

    def _reaches(self, held: TargetValue) -> bool | None:
        if self.share is None:
            return None
        reached, asked = self.share * 100, Fraction(held.percent)
        return reached <= asked if self.composite.direction == "lower" else reached >= asked


@dataclass(frozen=True, kw_only=True)
class CompositeSeries:
    """A composite in one place: a figure for each period of its parts, and one for all of them together."""

    composite: Composite
    place: Place
    figures: Sequence[CompositeFigure]
    total: CompositeFigure


def composites(several: Sequence[Series]) -> list[CompositeSeries]:
    """Every composite whose parts are all among these series of one place, by the same periods."""
    found = {one.measure.id: one for one in several}
    wanted = [one for one in load_composites().values() if set(one.parts) <= found.keys()]
    targets = targets_in_force() if wanted else None
    return [_series(one, [found[part] for part in one.parts], targets) for one in wanted if targets]


def _series(composite: Composite, parts: Sequence[Series], targets: Targets) -> CompositeSeries:
    place = parts[0].place

    def figure(figures: Sequence[Figure]) -> CompositeFigure:
        return CompositeFigure(
            composite=composite, parts=figures, in_force=_target(composite, place, figures[0], targets)
        )

    return CompositeSeries(
        composite=composite,
        place=place,
        figures=[figure(each) for each in zip(*(one.figures for one in parts), strict=True)],
        total=figure([one.total for one in parts]),
    )


def _target(composite: Composite, place: Place, figure: Figure, targets: Targets) -> TargetValue | None:
    """The one that holds in every month; None where there is none, or more than one."""
    held = [targets.on(composite.id, place.region_code or None, month) for month in figure.months]
    first = held[0] if held else None
    same = first is not None and all(one is not None and one.percent == first.percent for one in held)
    return first if same else None
