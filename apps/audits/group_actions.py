"""Several rounds opened in one go, and drawn in one go: each is still one bank and one place."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from apps.assessments.actions import Refused
from apps.audits.actions import RoundPlan, draw_round, may_mark, open_round
from apps.audits.models import AuditRound, RoundGroup
from apps.audits.planning import PlannedRound
from apps.organisation.actions import record
from apps.organisation.models import User


@dataclass(frozen=True, kw_only=True)
class GroupPlan:
    """What a lead decides for all rounds of a group. `seed` is the beginning of each round's own."""

    title: str
    seed: str
    strata_columns: tuple[str, ...]
    due_on: date
    auditors: tuple[User, ...]


@dataclass(frozen=True)
class WantedRound:
    """One of the planned rounds, and how many cases it samples."""

    planned: PlannedRound
    size: int


@transaction.atomic
def open_rounds(plan: GroupPlan, wanted: list[WantedRound], *, by: User | None) -> RoundGroup:
    """Open all rounds, or none. Raises Refused with what is wrong with each that cannot be opened."""
    if not wanted:
        raise Refused("Choose at least one round to open")
    group = _group(plan, by)
    problems = []
    for each in wanted:
        try:
            with transaction.atomic():
                open_round(round_plan(plan, each, group), by=by)
        except Refused as refused:
            problems.append(f"{each.planned.round.edition.bank}, {each.planned.round.place}: {refused}")
    if problems:
        raise Refused(". ".join(problems))
    record("open_group", by=by, subject=group, after={"title": group.title, "rounds": len(wanted)})
    return group


def _group(plan: GroupPlan, by: User | None) -> RoundGroup:
    try:
        with transaction.atomic():
            return RoundGroup.objects.create(title=plan.title.strip(), opened_by=by)
    except IntegrityError as error:
        raise Refused(
            f"There is a group called “{plan.title}” already; give this one another name"
        ) from error


def round_plan(plan: GroupPlan, wanted: WantedRound, group: RoundGroup | None) -> RoundPlan:
    """The plan of one round: the group's, with a seed of its own and the auditors of its region."""
    planned = wanted.planned.round
    return RoundPlan(
        region=planned.region,
        edition=planned.edition,
        window_first_on=planned.window_first_on,
        window_last_on=planned.window_last_on,
        size=wanted.size,
        # Two banks may share a frame: with one seed they would draw the same cases.
        seed=f"{plan.seed.strip()}-{wanted.planned.key}",
        strata_columns=plan.strata_columns,
        due_on=plan.due_on,
        auditors=tuple(user for user in plan.auditors if may_mark(user, planned.region_id)),
        contract=wanted.planned.contract,
        group=group,
    )


@dataclass(frozen=True)
class GroupDraw:
    """What became of a group's draw: rounds drawn, and by round why another was not."""

    drawn: list[AuditRound]
    refused: list[tuple[AuditRound, str]]
    left: list[str]


def draw_group(group: RoundGroup, *, within: QuerySet[AuditRound], by: User | None) -> GroupDraw:
    """Draw every round of the group that is not drawn yet; one that cannot be keeps no other from it.

    `within`: the rounds that the person may draw.
    """
    result = GroupDraw([], [], [])
    waiting = within.filter(group=group, state=AuditRound.State.OPEN).order_by("pk")
    for each in waiting.select_related("region", "edition"):
        try:
            result.left.extend(draw_round(each, by=by))
            result.drawn.append(each)
        except Refused as refused:
            result.refused.append((each, str(refused)))
    return result
