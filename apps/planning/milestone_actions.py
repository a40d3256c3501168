"""From a milestone to its end. Every step stays, with its evidence; of two people at once one is told."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from apps.organisation.actions import Refused, record
from apps.organisation.errors import Conflict
from apps.organisation.models import Region, User
from apps.planning.attaching import kept
from apps.planning.models import Milestone, MilestoneStep, Priority
from apps.planning.owners import check_owner
from apps.planning.plan_actions import ELSEWHERE
from rules.definitions.measures import load_catalogue
from rules.definitions.planning import governance_on
from rules.periods import Month, PerformanceYear, performance_year

Kind = MilestoneStep.Kind
DONE, DROPPED = "done", "dropped"
_MONTHS_IN_QUARTER = 3


@dataclass(frozen=True, kw_only=True)
class MilestoneWords:
    """What somebody enters. measure: an id of the catalogue, or empty; baseline, aim: percent."""

    priority: Priority
    title: str
    words: str
    due_on: date
    owner: User
    measure: str = ""
    baseline: Decimal | None = None
    aim: Decimal | None = None


def quarter_of(day: date) -> int:
    """The quarter of the performance year that holds the day: 1 is April to June."""
    first = Month.of(PerformanceYear(performance_year(day).starts_in).first_on)
    months = (day.year - first.year) * 12 + day.month - first.number
    return months // _MONTHS_IN_QUARTER + 1


@transaction.atomic
def add_milestone(region: Region, given: MilestoneWords, *, why: str, by: User, on: date) -> Milestone:
    """Set a milestone of one of the region's priorities; its year and quarter follow from its day.

    Raises Refused for a priority or an owner of elsewhere, an unknown measure, and a day outside the
    priority's years.
    """
    _check(region, given, on)
    made = Milestone.objects.create(
        region=region,
        opened_by=by,
        year=str(performance_year(given.due_on)),
        quarter=quarter_of(given.due_on),
        **vars(given),
    )
    _keep(made, Kind.OPENED, words=why or given.title, by=by, before=None)
    return made


def _check(region: Region, given: MilestoneWords, on: date) -> None:
    check_owner(given.owner, region, on)
    if given.priority.region_id != region.pk or given.priority.is_withdrawn:
        raise Refused("Choose a priority of this region that stands")
    if given.measure and given.measure not in load_catalogue():
        raise Refused(f"There is no measure {given.measure}")
    year = str(performance_year(given.due_on))
    if not given.priority.first_year <= year <= given.priority.last_year:
        years = f"{given.priority.first_year} to {given.priority.last_year}"
        raise Refused(f"The day lies outside the priority's years, {years}")


@transaction.atomic
def report_progress(
    milestone: Milestone,
    *,
    state: str,
    words: str,
    seen: int,
    by: User,
    on: date,
    done_on: date | None = None,
    upload: UploadedFile | None = None,
) -> Milestone:
    """Say how far the milestone is, with a reason and the evidence. done_on: for "done"; today where empty.

    Raises Conflict when somebody took a step meanwhile, Refused without words, for an unknown state, and for
    a day of doing that is to come.
    """
    current = _locked(milestone, seen)
    if state not in {one.id for one in governance_on(on).milestone_states}:
        raise Refused("Choose how the milestone stands")
    if not words.strip():
        raise Refused("Say what was done and why it stands so")
    if done_on and done_on > on:
        raise Refused("The day on which it was done is to come")
    before = _described(current)
    current.state, current.reason = state, words.strip()
    current.done_on = (done_on or on) if state == DONE else None
    return _step(current, Kind.PROGRESS, words=words, by=by, before=before, file=kept(upload, today=on))


@transaction.atomic
def change_milestone(
    milestone: Milestone, given: MilestoneWords, *, why: str, seen: int, by: User, on: date
) -> Milestone:
    """Change what the milestone is, its day or its owner, with the reason. Raises Conflict, Refused."""
    current = _locked(milestone, seen)
    _check(current.region, given, on)
    if not why.strip():
        raise Refused("Say why it is changed")
    before = _described(current)
    for name, value in vars(given).items():
        setattr(current, name, value)
    current.year, current.quarter = str(performance_year(given.due_on)), quarter_of(given.due_on)
    return _step(current, Kind.CHANGED, words=why, by=by, before=before, file={})


def _locked(milestone: Milestone, seen: int) -> Milestone:
    found = Milestone.objects.select_for_update(of=("self",)).select_related("region", "priority", "owner")
    current = found.get(pk=milestone.pk)
    if current.version != seen:
        raise Conflict(ELSEWHERE)
    return current


def _step(
    current: Milestone, kind: str, *, words: str, by: User, before: dict[str, Any], file: dict[str, Any]
) -> Milestone:
    current.version += 1
    current.save()
    _keep(current, kind, words=words, by=by, before=before, file=file)
    return current


def _keep(
    milestone: Milestone,
    kind: str,
    *,
    words: str,
    by: User,
    before: dict[str, Any] | None,
    file: dict[str, Any] | None = None,
) -> None:
    MilestoneStep.objects.create(
        milestone=milestone,
        number=milestone.version,
        kind=kind,
        state=milestone.state,
        words=words.strip(),
        owner=milestone.owner,
        due_on=milestone.due_on,
        by=by,
        **(file or {}),
    )
    verb = f"{kind}_milestone"
    record(verb, by=by, subject=milestone, before=before, after=_described(milestone), reason=words)


def _described(milestone: Milestone) -> dict[str, Any]:
    return {
        "title": milestone.title,
        "state": milestone.state,
        "owner": milestone.owner.username,
        "due_on": milestone.due_on.isoformat(),
        "priority": milestone.priority_id,
        "measure": milestone.measure,
        "aim": str(milestone.aim) if milestone.aim is not None else "",
    }
