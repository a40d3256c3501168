"""What a series is held to, month by month: one target throughout, or steps."""

from collections.abc import Sequence
from itertools import groupby

from apps.performance.queries.cells import Series
from apps.performance.queries.figures import Figure
from apps.performance.queries.targets import Span
from rules.definitions.targets import TargetValue
from rules.periods import Month


def target_steps(one: Series) -> list[Span]:
    """The stretches of months with one target, in order; those without any have no value."""
    held = [pair for figure in one.figures for pair in zip(figure.months, targets_of(figure), strict=True)]
    return [_span(one, list(months), value) for value, months in groupby(held, key=_target)]


def targets_of(figure: Figure) -> Sequence[TargetValue | None]:
    """The target of each of the figure's months. A rolling figure has its last month's alone."""
    if len(figure.targets) == len(figure.months):
        return figure.targets
    return [figure.targets[-1]] * len(figure.months)


def _target(pair: tuple[Month, TargetValue | None]) -> TargetValue | None:
    return pair[1]


def _span(one: Series, months: Sequence[tuple[Month, TargetValue | None]], value: TargetValue | None) -> Span:
    return Span(measure=one.measure.id, first_month=months[0][0], last_month=months[-1][0], value=value)
