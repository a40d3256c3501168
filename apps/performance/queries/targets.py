"""Targets in force: the published ones under the decisions that people took since, and their history."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import QuerySet

from apps.performance.models import ProposedPath, ProposedStep, TargetProposal
from rules.definitions.targets import ApprovedTarget, Targets, TargetValue, load_targets
from rules.periods import Month, months_between


def targets_in_force() -> Targets:
    """The published targets and every approved step, in the order of the decisions. One query."""
    steps = ProposedStep.objects.filter(path__decision__approved=True)
    steps = steps.select_related("path__proposal", "path__decision__by")
    return load_targets().with_approved(
        _approved(step) for step in steps.order_by("path__decision__id", "first_month")
    )


def _approved(step: ProposedStep) -> ApprovedTarget:
    decision = step.path.decision
    return ApprovedTarget(
        measure=step.path.proposal.measure,
        region=step.path.region or None,
        first_month=Month.parse(step.first_month),
        last_month=Month.parse(step.last_month) if step.last_month else None,
        percent=_plain(step.percent),
        source=(
            f"Proposal {step.path.proposal_id}, approved by {decision.by} on"
            f" {decision.at:%-d %B %Y}: {decision.reason}"
        ),
    )


def _plain(percent: Decimal | None) -> Decimal | None:
    """Without trailing zeros, and without the exponent that normalize() alone gives: 80, not 8E+1."""
    return None if percent is None else Decimal(f"{percent.normalize():f}")


def proposals() -> QuerySet[TargetProposal]:
    """Every proposal with its paths, steps and decisions, the newest first."""
    found = TargetProposal.objects.select_related("by", "run__extract")
    return found.prefetch_related("paths__steps", "paths__decision__by")


@dataclass(frozen=True, kw_only=True)
class PathShown:
    """A proposed path with its place's name; `state`: what was decided, in a word."""

    path: ProposedPath
    place_name: str
    steps: Sequence[ProposedStep]

    @property
    def is_open(self) -> bool:
        return not hasattr(self.path, "decision")

    @property
    def is_approved(self) -> bool:
        return not self.is_open and self.path.decision.approved

    @property
    def state(self) -> str:
        if self.is_open:
            return "Waits for a decision"
        return "Approved" if self.is_approved else "Refused"


def proposals_for(regions: Collection[str]) -> QuerySet[TargetProposal]:
    """The proposals with a path of one of these regions (an empty code: the nation)."""
    return proposals().filter(pk__in=ProposedPath.objects.filter(region__in=regions).values("proposal"))


def paths_of(proposal: TargetProposal, names: Mapping[str, str]) -> list[PathShown]:
    """The paths of a proposal from `proposals` in the places of `names` (name by code), the nation first."""
    return [
        PathShown(path=path, place_name=names[path.region], steps=list(path.steps.all()))
        for path in sorted(proposal.paths.all(), key=lambda path: path.region)
        if path.region in names
    ]


@dataclass(frozen=True, kw_only=True)
class Span:
    """A target of one measure and place over a stretch of months; `value` None: the sources give none."""

    measure: str
    first_month: Month
    last_month: Month
    value: TargetValue | None


def schedule(
    measures: Iterable[str], region: str | None, *, first: Month, last: Month, demo: bool
) -> list[Span]:
    """What a region (None: the nation) is held to from first to last: for each measure the stretches of
    months with one target, in order. A measure without any target has one stretch without a value."""
    targets = targets_in_force()
    months = list(months_between(first, last))
    found = []
    for measure in measures:
        held = [(targets.on(measure, region, month, demo=demo), month) for month in months]
        for value, group in groupby(held, key=lambda pair: pair[0]):
            stretch = [month for _, month in group]
            found.append(Span(measure=measure, first_month=stretch[0], last_month=stretch[-1], value=value))
    return found
