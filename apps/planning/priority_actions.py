"""Setting priorities, handing them down, and answering what was handed down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.organisation.actions import Refused, record
from apps.organisation.errors import Conflict
from apps.organisation.models import Region, User
from apps.planning.models import (
    HandedDownPriority,
    HandedDownWithdrawal,
    HandedTo,
    Milestone,
    Priority,
    PriorityAnswer,
)
from apps.planning.owners import check_owner
from apps.planning.plan_actions import ELSEWHERE


@dataclass(frozen=True, kw_only=True)
class PriorityWords:
    """What somebody enters of a priority; years as "2026-27"."""

    title: str
    words: str
    first_year: str
    last_year: str
    owner: User
    origin: str = Priority.Origin.REGIONAL


@transaction.atomic
def add_priority(region: Region, given: PriorityWords, *, by: User, on: date) -> Priority:
    """Set a priority. Raises Refused for an owner of elsewhere and for years out of order."""
    _check(region, given, on)
    made = Priority.objects.create(region=region, made_by=by, **vars(given))
    record("add_priority", by=by, subject=made, after=_described(made))
    return made


@transaction.atomic
def change_priority(priority: Priority, given: PriorityWords, *, seen: int, by: User, on: date) -> Priority:
    """Change a priority; the trail keeps what it was. Raises Conflict when somebody changed it meanwhile."""
    current = _locked(priority, seen)
    _check(current.region, given, on)
    _check_milestones(current, given)
    before = _described(current)
    for name, value in vars(given).items():
        setattr(current, name, value)
    current.version += 1
    current.save()
    record("change_priority", by=by, subject=current, before=before, after=_described(current))
    return current


@transaction.atomic
def withdraw_priority(priority: Priority, *, seen: int, reason: str, by: User) -> Priority:
    """Take a priority back, with a reason; its milestones stay and must be dropped or done first."""
    current = _locked(priority, seen)
    if not reason.strip():
        raise Refused("Say why the priority is withdrawn")
    if current.milestones.exclude(state__in=("done", "dropped")).exists():
        raise Refused("Milestones of this priority are open: end or drop them first")
    if _takes_up(current):
        raise Refused("This priority takes up one that was handed down: answer that one anew first")
    current.withdrawn_at, current.withdrawn_by = timezone.now(), by
    current.withdrawn_reason = reason.strip()
    current.version += 1
    current.save()
    record("withdraw_priority", by=by, subject=current, reason=reason)
    return current


def _takes_up(priority: Priority) -> bool:
    """Whether the newest answer to something that is handed down still rests on the priority."""
    rows = {each.handed_to_id: each for each in _answers_of(priority.region).order_by("pk")}
    return any(each.priority_id == priority.pk for each in rows.values())


def _answers_of(region: Region) -> QuerySet[PriorityAnswer]:
    return PriorityAnswer.objects.filter(handed_to__region=region, handed_to__handed__withdrawal=None)


def _locked(priority: Priority, seen: int) -> Priority:
    current = Priority.objects.select_for_update(of=("self",)).select_related("region").get(pk=priority.pk)
    if current.version != seen:
        raise Conflict(ELSEWHERE)
    if current.is_withdrawn:
        raise Refused("This priority was withdrawn")
    return current


def _check(region: Region, given: PriorityWords, on: date) -> None:
    check_owner(given.owner, region, on)
    _check_years(given.first_year, given.last_year)


def _check_years(first_year: str, last_year: str) -> None:
    if last_year < first_year:
        raise Refused("The last year lies before the first")


def _check_milestones(priority: Priority, given: PriorityWords) -> None:
    standing = priority.milestones.exclude(state="dropped")
    outside = standing.exclude(year__range=(given.first_year, given.last_year)).first()
    if outside:
        raise Refused(f"The milestone “{outside}” of {outside.year} lies outside these years")


def _described(priority: Priority) -> dict[str, Any]:
    same = ("title", "words", "first_year", "last_year", "origin")
    return {name: str(getattr(priority, name)) for name in same} | {"owner": priority.owner.username}


@transaction.atomic
def hand_down(
    regions: Sequence[Region],
    *,
    kind: str,
    title: str,
    words: str,
    first_year: str,
    last_year: str,
    answer_by: date,
    by: User,
    on: date,
) -> HandedDownPriority:
    """Hand a national or cross-regional priority to regions, which must answer it.

    Raises Refused without a region, for a cross-regional one with a single region, years out of order, or a
    day that is over.
    """
    if not regions:
        raise Refused("Choose at least one region")
    if kind == HandedDownPriority.Kind.CROSS_REGIONAL and len(regions) < 2:
        raise Refused("A cross-regional priority is for two regions or more")
    if answer_by < on:
        raise Refused("The day for answers must be today or later")
    _check_years(first_year, last_year)
    made = HandedDownPriority.objects.create(
        kind=kind,
        title=title,
        words=words,
        first_year=first_year,
        last_year=last_year,
        answer_by=answer_by,
        handed_by=by,
    )
    HandedTo.objects.bulk_create(HandedTo(handed=made, region=region) for region in regions)
    after = {"title": title, "kind": kind, "regions": [region.code for region in regions]}
    record("hand_down_priority", by=by, subject=made, after=after)
    return made


@transaction.atomic
def take_back(handed: HandedDownPriority, *, reason: str, by: User) -> HandedDownWithdrawal:
    """Take back what was handed down, with the reason: no region needs to answer it any more.

    What regions made of it is theirs and stays. A second click changes nothing. Raises Refused.
    """
    if not reason.strip():
        raise Refused("Say why it is taken back")
    made, is_new = HandedDownWithdrawal.objects.get_or_create(
        handed=handed, defaults={"reason": reason.strip(), "by": by}
    )
    if is_new:
        record("take_back_handed_down", by=by, subject=handed, reason=reason)
    return made


@transaction.atomic
def answer(
    handed: HandedTo,
    *,
    taken_up: bool,
    reason: str = "",
    priority: Priority | None = None,
    milestone: Milestone | None = None,
    by: User,
) -> PriorityAnswer:
    """Take up what was handed down, by a priority or a milestone of the region, or decline it with a reason.

    A region may answer again, and the newest answer holds. Raises Refused for neither, or for another
    region's priority or milestone.
    """
    if HandedDownWithdrawal.objects.filter(handed=handed.handed_id).exists():
        raise Refused("This priority was taken back: it needs no answer")
    _check_answer(handed, taken_up=taken_up, reason=reason, priority=priority, milestone=milestone)
    kinds = PriorityAnswer.Kind
    made = PriorityAnswer.objects.create(
        handed_to=handed,
        kind=kinds.TAKEN_UP if taken_up else kinds.DECLINED,
        reason=reason.strip(),
        priority=priority if taken_up else None,
        milestone=milestone if taken_up else None,
        by=by,
    )
    after = {"region": handed.region_id, "kind": made.kind}
    record("answer_handed_down", by=by, subject=handed.handed, after=after, reason=reason)
    return made


def _check_answer(
    handed: HandedTo, *, taken_up: bool, reason: str, priority: Priority | None, milestone: Milestone | None
) -> None:
    if not taken_up and not reason.strip():
        raise Refused("Say why the priority is declined")
    if taken_up and not (priority or milestone):
        raise Refused("Choose the priority or the milestone that takes it up")
    if any(one and one.region_id != handed.region_id for one in (priority, milestone)):
        raise Refused("Choose a priority or milestone of this region")
