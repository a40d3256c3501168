"""Targets: proposed by one person, approved or refused by another, undone by a later proposal."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from apps.organisation.actions import record
from apps.organisation.models import User
from apps.performance.models import (
    MeasureRun,
    ProposedPath,
    ProposedStep,
    TargetDecision,
    TargetProposal,
)
from apps.performance.queries.benchmarks import Baseline, Benchmark
from rules.periods import Month


class TargetRefused(Exception):
    """A proposal or a decision that cannot be: the message says why and what to do."""


@transaction.atomic
def propose_ramp_up(
    found: Benchmark,
    *,
    run: MeasureRun,
    first: Month,
    last: Month,
    regions: Sequence[str],
    why: str,
    by: User,
) -> TargetProposal:
    """Save the paths of a benchmark for these places (codes; empty text: the nation).

    The same proposal of the same person, still undecided, is given back: a button pressed twice makes one.
    Raises TargetRefused where the benchmark cannot be proposed or none of the places has a path.
    """
    if found.refusal:
        raise TargetRefused(found.refusal)
    wanted = [one for one in found.baselines if one.place.region_code in regions and one.steps]
    if not wanted:
        raise TargetRefused("Choose one region or more that counted a case in the baseline period.")
    goal = found.goal
    values = {
        "measure": wanted[0].figure.measure.id,
        "kind": TargetProposal.Kind.RAMP_UP,
        "run": run,
        "baseline_first": str(first),
        "baseline_last": str(last),
        "end_percent": goal.percent,
        "from_month": str(goal.from_month),
        "steps": goal.steps,
        "step_months": goal.step_months,
        "rounded_to": goal.rounded_to,
        "tolerance": goal.tolerance,
        "reason": why,
        "by": by,
    }
    standing = _standing(values, [one.place.region_code for one in wanted])
    if standing is not None:
        return standing
    proposal = TargetProposal.objects.create(**values)
    for one in wanted:
        _save_path(proposal, one)
    record("propose_targets", by=by, subject=proposal, after=_described(proposal), reason=why)
    return proposal


def _standing(values: Mapping[str, Any], regions: Sequence[str]) -> TargetProposal | None:
    """The same proposal for the same places, none of them decided on. The proposer waits for themselves."""
    User.objects.select_for_update().get(pk=values["by"].pk)
    for one in TargetProposal.objects.filter(**values).prefetch_related("paths__decision"):
        paths = list(one.paths.all())
        if {path.region for path in paths} == set(regions) and not any(hasattr(p, "decision") for p in paths):
            return one
    return None


def _save_path(proposal: TargetProposal, one: Baseline) -> None:
    path = ProposedPath.objects.create(
        proposal=proposal,
        region=one.place.region_code,
        baseline_numerator=one.figure.counts.numerator,
        baseline_denominator=one.figure.counts.denominator,
    )
    ProposedStep.objects.bulk_create(
        ProposedStep(
            path=path,
            first_month=str(step.first_month),
            last_month=str(step.last_month) if step.last_month else "",
            percent=step.percent,
        )
        for step in one.steps
    )


@transaction.atomic
def propose_return(
    *, run: MeasureRun, measure: str, region: str, from_month: Month, why: str, by: User
) -> TargetProposal:
    """Propose that a region (empty text: the nation) be held to the published target again, from a month."""
    values = {
        "measure": measure,
        "kind": TargetProposal.Kind.RETURN,
        "run": run,
        "baseline_first": run.first_month,
        "baseline_last": run.last_month,
        "from_month": str(from_month),
        "reason": why,
        "by": by,
    }
    standing = _standing(values, [region])
    if standing is not None:
        return standing
    proposal = TargetProposal.objects.create(**values)
    path = ProposedPath.objects.create(
        proposal=proposal, region=region, baseline_numerator=0, baseline_denominator=0
    )
    ProposedStep.objects.create(path=path, first_month=str(from_month))
    record("propose_targets", by=by, subject=proposal, after=_described(proposal), reason=why)
    return proposal


def decide(path: ProposedPath, *, approved: bool, why: str, by: User) -> TargetDecision:
    """Approve or refuse the path of one region. Raises TargetRefused for one's own, and for a second time."""
    if path.proposal.by_id == by.pk:
        raise TargetRefused("You made this proposal. Another person has to decide on it.")
    try:
        with transaction.atomic():
            decision = TargetDecision.objects.create(path=path, approved=approved, reason=why, by=by)
            after = _described(path.proposal) | {"region": path.region, "approved": approved}
            record("decide_targets", by=by, subject=path, after=after, reason=why)
    except IntegrityError as error:
        raise TargetRefused("This path has been decided on already.") from error
    return decision


def _described(proposal: TargetProposal) -> dict[str, object]:
    return {
        "measure": proposal.measure,
        "kind": str(proposal.kind),
        "baseline": [proposal.baseline_first, proposal.baseline_last],
        "end_percent": str(proposal.end_percent) if proposal.end_percent is not None else None,
        "from_month": proposal.from_month,
    }
