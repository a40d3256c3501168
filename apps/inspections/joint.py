"""Assessing a case jointly with a local assessor: set up, judged by each apart, ended."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.assessments.blindness import hidden_marks
from apps.assessments.draws import is_barred
from apps.assessments.models import Assignment
from apps.inspections.access import is_on
from apps.inspections.actions import locked
from apps.inspections.judgements import first_marks
from apps.inspections.models import Inspection, JointAssessment, JointJudgement, JointView, Member
from apps.inspections.quality_queries import GATEKEEPERS
from apps.organisation.access import can
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.banks import Bank, Question
from rules.scoring.case_judgements import OUTCOME, SUFFICIENT

State, Job = Inspection.State, Member.Job
SET_UP_IN = (State.ANNOUNCED, State.FIELDWORK)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """How somebody judges one key question, and why."""

    judged: str
    rationale: str


def questions_of(bank: Bank) -> list[Question]:
    """What each of the two judges: the key questions, without the justifications of stability."""
    return [each for each in bank.questions.values() if each.judges and each.scale in (SUFFICIENT, OUTCOME)]


@transaction.atomic
def set_up(inspection: Inspection, mark: Assignment, *, local: User, by: User) -> JointAssessment:
    """Let a local assessor work on a case with its inspector.

    Raises Refused for somebody who is no local assessor of the inspection or holds, supervises or knows the
    case, for a case that is submitted or shared already, and out of time.
    """
    inspection = locked(inspection)
    if inspection.state not in SET_UP_IN:
        raise Refused("Cases are assessed jointly from the announcement to the end of fieldwork")
    if not is_on(local, inspection, Job.LOCAL) or not can(local, "assess_jointly"):
        raise Refused(f"{local} is no local assessor of this inspection")
    mark = first_marks(inspection).select_for_update(of=("self",)).get(pk=mark.pk)
    if mark.is_submitted or mark.auditor is None:
        raise Refused("Only a case that an inspector still assesses can be assessed jointly")
    if is_barred(local, mark.sampled_case):
        raise Refused(f"{local} holds, supervises or knows this case")
    try:
        with transaction.atomic():
            made = JointAssessment.objects.create(
                inspection=inspection, assignment=mark, local=local, set_up_by=by
            )
    except IntegrityError as error:
        raise Refused("This case is assessed jointly already") from error
    after = {"case": mark.sampled_case.case_id, "local": local.username}
    record("assess_jointly", by=by, subject=inspection, after=after)
    return made


@transaction.atomic
def give_view(joint: JointAssessment, given: Mapping[str, Judged], *, by: User) -> JointView:
    """Keep what one of the two judges, before either sees the other's.

    given: the bank's question -> judgement; those that somebody leaves out are not judged. Raises Refused
    for a third person, a second view, no judgement or one without a rationale, and once the case is
    submitted or the joint work ended.
    """
    inspection = locked(joint.inspection)
    joint = JointAssessment.objects.select_for_update().select_related("assignment").get(pk=joint.pk)
    if not may_give_view(joint, by) or inspection.state not in SET_UP_IN:
        raise Refused("Your view is given once, while both of you assess the case and it is not submitted")
    asked = {each.id: each for each in questions_of(joint.assignment.bank)}
    _check(joint.assignment.bank, asked, given)
    made = JointView.objects.create(joint=joint, by=by)
    JointJudgement.objects.bulk_create(
        JointJudgement(
            view=made,
            question=name,
            key_question=asked[name].judges,
            judged=one.judged,
            rationale=one.rationale.strip(),
        )
        for name, one in given.items()
    )
    # The trail is read by people who may not see an open inspection's judgements: no words.
    record("give_joint_view", by=by, subject=inspection, after={"joint": joint.pk})
    return made


def _check(bank: Bank, asked: Mapping[str, Question], given: Mapping[str, Judged]) -> None:
    if not given:
        raise Refused("Judge at least one key question")
    for name, one in given.items():
        allowed = {each.id for each in bank.scale_of(asked[name]).answers} if name in asked else set()
        if one.judged not in allowed:
            raise Refused("A view judges key questions of the case, in the words of their scale")
        if not one.rationale.strip():
            raise Refused(f"Say what your judgement of {asked[name].judges} rests on")


@transaction.atomic
def end_joint(joint: JointAssessment, *, reason: str, by: User) -> JointAssessment:
    """End joint work that cannot be finished; the inspector goes on alone. Raises Refused without why."""
    inspection = locked(joint.inspection)
    if not reason.strip():
        raise Refused("Say why the joint work ends")
    joint = JointAssessment.objects.select_for_update().get(pk=joint.pk)
    if joint.is_ended:
        return joint
    joint.ended_at, joint.ended_by, joint.ended_reason = timezone.now(), by, reason.strip()
    joint.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    record("end_joint_work", by=by, subject=inspection, after={"joint": joint.pk}, reason=reason.strip())
    return joint


def readable_joints(user: User) -> QuerySet[JointAssessment]:
    """The joint cases that the user may open: those they share, and of inspections whose quality is theirs.

    A local assessor sees their own, while they belong to the team and the joint work lasts; never a case
    that they mark blind beside it.
    """
    held = Member.objects.filter(inspection=OuterRef("inspection"), user=user, left_at=None)
    theirs = Q(local=user, ended_at=None) & Exists(held.filter(job=Job.LOCAL))
    team = can(user, "view_inspections")
    inspectors = Q(assignment__auditor=user) & Exists(held) if team else Q(pk=None)
    gatekeepers = Exists(held.filter(job__in=GATEKEEPERS)) if team else Q(pk=None)
    return (
        JointAssessment.objects.filter(theirs | inspectors | gatekeepers)
        .exclude(inspection__state=State.DROPPED)
        .exclude(assignment__in=hidden_marks(user).values("pk"))
    )


def shared_by(user: User) -> QuerySet[JointAssessment]:
    """The joint cases of the user's own, the open ones first."""
    own = Q(local=user) | Q(assignment__auditor=user)
    return readable_joints(user).filter(own).order_by("assignment__submitted_at", "-id")


def may_give_view(joint: JointAssessment, user: User) -> bool:
    """Whether the user is one of the two, may still give a view, and has not."""
    is_one = user.pk in (joint.local_id, joint.assignment.auditor_id)
    is_open = not joint.is_ended and not joint.assignment.is_submitted
    return is_one and is_open and not joint.views.filter(by=user).exists()


def joint_open(inspection: Inspection) -> list[str]:
    """Why the panel cannot rate yet: a gate."""
    found = inspection.joint_assessments.filter(ended_at=None).select_related("assignment__sampled_case")
    return [
        f"Case {each.assignment.sampled_case.case_id} is assessed jointly, and not both views are in: "
        "have them given, or end the joint work with a reason"
        for each in found.prefetch_related("views")
        if len({view.by_id for view in each.views.all()} & {each.local_id, each.assignment.auditor_id}) < 2
    ]
