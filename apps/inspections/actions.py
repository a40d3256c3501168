"""Planning an inspection, setting up its team, and taking it from stage to stage."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.inspections.access import belongs_to_body
from apps.inspections.gates import arrive, reasons_not_to_go
from apps.inspections.models import Inspection, Member, Stage, StandardsEdition
from apps.organisation.access import can
from apps.organisation.actions import record
from apps.organisation.errors import Conflict
from apps.organisation.models import ProbationDeliveryUnit, Region, User
from rules.definitions.rating_rules import rating_editions

State, Job = Inspection.State, Member.Job
# What somebody must be allowed to do, to do a job in an inspection.
_VERB_OF_JOB = {
    Job.LEAD: "plan_inspection",
    Job.INSPECTOR: "rate_standard",
    Job.LOCAL: "score_case",
    Job.QUALITY: "rate_standard",
    Job.PANEL: "decide_rating",
}
_RECORDS = ("region", "unit", "standards")
ELSEWHERE = (
    "Somebody changed this inspection since the page was shown. Look at it again, then repeat your step."
)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a lead inspector decides before an inspection is announced; every day inclusive."""

    region: Region
    unit: ProbationDeliveryUnit | None
    standards: StandardsEdition
    rating_rules: str
    announce_on: date
    fieldwork_first_on: date
    fieldwork_last_on: date
    draft_on: date
    publish_on: date
    cohort_first_on: date
    cohort_last_on: date
    size: int
    seed: str


@transaction.atomic
def plan_inspection(plan: Plan, *, demo: bool, by: User | None, lead: User | None = None) -> Inspection:
    """Plan an inspection, led by `lead` (else by whoever plans it). Raises Refused for a plan that cannot be.

    demo: whether the caseload that it will draw from is made up.
    """
    _check(plan)
    try:
        with transaction.atomic():
            made = Inspection.objects.create(demo=demo, planned_by=by, **_values(plan))
    except IntegrityError as error:
        raise Refused("An inspection of this body with fieldwork from this day is planned already") from error
    Stage.objects.create(inspection=made, before="", after=State.PLANNED, by=by)
    record("plan_inspection", by=by, subject=made, after=_trace(plan))
    if lead or by:
        add_member(made, user=lead or by, job=Job.LEAD, by=by)
    return made


@transaction.atomic
def change_plan(inspection: Inspection, plan: Plan, *, version: int, by: User) -> Inspection:
    """Change what was planned; the cohort only until it is drawn, the body and the standards never.

    Raises Conflict when somebody changed it meanwhile, Refused for a plan that cannot be.
    """
    inspection = locked(inspection, version=version)
    _check(plan)
    before = _trace(_plan_of(inspection))
    kept = {"region", "unit", "standards", "rating_rules"}
    if inspection.sample_id:
        kept |= {"cohort_first_on", "cohort_last_on", "size", "seed"}
    values = {name: value for name, value in _values(plan).items() if name not in kept}
    for name, value in values.items():
        setattr(inspection, name, value)
    inspection.version += 1
    inspection.save(update_fields=[*values, "version"])
    record(
        "change_inspection_plan", by=by, subject=inspection, before=before, after=_trace(_plan_of(inspection))
    )
    return inspection


def locked(inspection: Inspection, *, version: int | None = None) -> Inspection:
    """The inspection, locked until the end of the transaction; open, and as the page showed it.

    Raises Conflict for another version, Refused for an inspection that is published or dropped.
    """
    found = Inspection.objects.select_for_update().get(pk=inspection.pk)
    if version is not None and found.version != version:
        raise Conflict(ELSEWHERE)
    if not found.is_open:
        raise Refused(
            f"This inspection is {found.get_state_display().lower()}: nothing of it changes any more"
        )
    return found


def _check(plan: Plan) -> None:
    days = (
        plan.announce_on,
        plan.fieldwork_first_on,
        plan.fieldwork_last_on,
        plan.draft_on,
        plan.publish_on,
    )
    if list(days) != sorted(days):
        raise Refused("The days of an inspection follow each other: announced, fieldwork, draft, published")
    if plan.cohort_last_on < plan.cohort_first_on:
        raise Refused("The cohort ends before it begins")
    if plan.cohort_last_on >= plan.fieldwork_first_on:
        raise Refused("The cases of the cohort must have begun before fieldwork begins")
    if plan.unit and plan.unit.region_id != plan.region.pk:
        raise Refused(f"{plan.unit} is not a delivery unit of {plan.region}")
    if plan.rating_rules not in rating_editions():
        raise Refused(f"There are no rating rules {plan.rating_rules}")
    if plan.size < 1:
        raise Refused("Plan to assess at least one case")


def _values(plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in plan.__dataclass_fields__}


def _plan_of(inspection: Inspection) -> Plan:
    return Plan(**{name: getattr(inspection, name) for name in Plan.__dataclass_fields__})


def _trace(plan: Plan) -> dict[str, Any]:
    plain = {
        name: value for name, value in _values(plan).items() if name not in ("region", "unit", "standards")
    }
    days = {name: value.isoformat() if isinstance(value, date) else value for name, value in plain.items()}
    place = {"region": plan.region.pk, "unit": plan.unit.pk if plan.unit else ""}
    return place | {"standards": plan.standards.edition} | days


@transaction.atomic
def add_member(inspection: Inspection, *, user: User, job: str, by: User | None) -> Member:
    """Take somebody into the team. Raises Refused for somebody whose roles do not carry the job.

    The inspectorate is independent: whoever has a role in the inspected region can only be a local assessor,
    and nobody from elsewhere can be one.
    """
    inspection = locked(inspection)
    if not can(user, _VERB_OF_JOB[Job(job)]):
        raise Refused(f"{user} has no role that allows to be {Job(job).label.lower()}")
    ours = belongs_to_body(user, inspection)
    if ours and job != Job.LOCAL:
        raise Refused(f"{user} works in the inspected region and can only be a local assessor")
    if not ours and job == Job.LOCAL:
        raise Refused(f"{user} does not work in the inspected region: local assessors do")
    made, is_new = Member.objects.get_or_create(
        inspection=inspection, user=user, job=job, left_at=None, defaults={"added_by": by}
    )
    if is_new:
        record("join_inspection", by=by, subject=inspection, after={"user": user.username, "job": job})
    return made


@transaction.atomic
def remove_member(member: Member, *, by: User) -> Member:
    """Let somebody leave the team; what they did stays. Raises Refused for the last lead inspector."""
    inspection = locked(member.inspection)
    member = Member.objects.select_for_update().get(pk=member.pk)
    if member.left_at:
        return member
    others = inspection.members.filter(job=Job.LEAD, left_at=None).exclude(pk=member.pk)
    if member.job == Job.LEAD and not others.exists():
        raise Refused("An inspection has a lead inspector: add another one first")
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
    record(
        "leave_inspection", by=by, subject=inspection, after={"user": member.user.username, "job": member.job}
    )
    return member


@transaction.atomic
def go_to(inspection: Inspection, into: str, *, version: int, by: User, reason: str = "") -> Inspection:
    """Take the inspection to its next stage.

    Raises Conflict when somebody changed it meanwhile, Refused with everything that stands in the way.
    """
    inspection = locked(inspection, version=version)
    if into == State.PUBLISHED and not can(by, "publish_inspection"):
        raise Refused("Your roles do not allow you to publish")
    if reasons := reasons_not_to_go(inspection, into):
        raise Refused(". ".join(reasons))
    return _moved(inspection, into, by=by, reason=reason)


@transaction.atomic
def drop(inspection: Inspection, *, version: int, by: User, reason: str) -> Inspection:
    """Give an inspection up before it is published; everything entered stays. Raises Refused without why."""
    if not reason.strip():
        raise Refused("Say why the inspection is dropped")
    inspection = locked(inspection, version=version)
    return _moved(inspection, State.DROPPED, by=by, reason=reason.strip())


def _moved(inspection: Inspection, into: str, *, by: User, reason: str) -> Inspection:
    Stage.objects.create(inspection=inspection, before=inspection.state, after=into, by=by, reason=reason)
    before, inspection.state = inspection.state, into
    inspection.published_at = timezone.now() if into == State.PUBLISHED else None
    inspection.version += 1
    inspection.save(update_fields=["state", "published_at", "version"])
    arrive(inspection, by)
    record("move_inspection", by=by, subject=inspection, before=before, after=into, reason=reason)
    return inspection
