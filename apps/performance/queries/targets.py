"""Targets in force: the published ones under the decisions that people took since, and their history."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from apps.performance.models import ProposedPath, ProposedStep, TargetProposal
from rules.definitions.targets import ApprovedTarget, Targets, load_targets
from rules.periods import Month


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
        percent=step.percent.normalize() if step.percent is not None else None,
        source=(
            f"Proposal {step.path.proposal_id}, approved by {decision.by} on"
            f" {decision.at:%-d %B %Y}: {decision.reason}"
        ),
    )


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
    def state(self) -> str:
        if self.is_open:
            return "Waits for a decision"
        return "Approved" if self.path.decision.approved else "Refused"


def paths_of(proposal: TargetProposal, names: dict[str, str]) -> list[PathShown]:
    """The paths of a proposal from `proposals`, the nation first, regions by code. `names`: by code."""
    return [
        PathShown(path=path, place_name=names.get(path.region, path.region), steps=list(path.steps.all()))
        for path in sorted(proposal.paths.all(), key=lambda path: path.region)
    ]
