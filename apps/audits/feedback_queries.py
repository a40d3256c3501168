"""Reads of the audited cases that a practitioner holds, and of what practitioners say of them."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from apps.assessments.models import Assignment, Comparison, SampledCase
from apps.assessments.queries import BULKY
from apps.audits.models import AuditRound, Feedback
from apps.organisation.access import Scope

WAITING, ANSWERED, COMMENTS, EVERY = "waiting", "answered", "comments", "all"


def audited_cases(scope: Scope) -> QuerySet[Assignment]:
    """The first marks of the audited cases in scope, newest first: those submitted, and compared with the
    second marking where there is one. Own cases: those held when the sample was drawn."""
    reach = scope.filter_q(
        region_field="sampled_case__sample__region_code",
        unit_field="sampled_case__unit_code",
        staff_field="sampled_case__practitioner_code",
    )
    return (
        Assignment.objects.filter(
            reach,
            mark=Assignment.FIRST_MARK,
            submitted_at__isnull=False,
            sampled_case__standing=SampledCase.Standing.SAMPLED,
            sampled_case__sample__round__isnull=False,
        )
        .select_related("sampled_case__sample__round", "edition", "auditor")
        .exclude(Exists(_second_marks()), ~Exists(_comparisons()))
        .defer(*BULKY)
        .order_by("-submitted_at", "-pk")
    )


def _second_marks() -> QuerySet[Assignment]:
    same_case = {"sampled_case": OuterRef("sampled_case"), "edition__bank": OuterRef("edition__bank")}
    return Assignment.objects.filter(mark=Assignment.SECOND_MARK, **same_case)


def _comparisons() -> QuerySet[Comparison]:
    return Comparison.objects.filter(sampled_case=OuterRef("sampled_case"), bank=OuterRef("edition__bank"))


def feedback_on(assignment: Assignment) -> QuerySet[Feedback]:
    """What was said of a case, in order, with its answers."""
    return assignment.feedback.select_related("by", "answer__by")


def feedback_within(scope: Scope, *, state: str = EVERY) -> QuerySet[Feedback]:
    """What practitioners say of the cases in scope, those that wait for an answer first due first."""
    reach = scope.filter_q(
        region_field="assignment__sampled_case__sample__region_code",
        unit_field="assignment__sampled_case__unit_code",
    )
    by_state = {
        WAITING: Q(kind=Feedback.Kind.CHALLENGE, answer__isnull=True),
        ANSWERED: Q(answer__isnull=False),
        COMMENTS: Q(kind=Feedback.Kind.COMMENT),
    }
    return (
        Feedback.objects.filter(reach, by_state.get(state, Q()))
        .select_related("by", "answer__by", "assignment__sampled_case__sample__round", "assignment__edition")
        .defer("assignment__edition__content", "assignment__sampled_case__snapshot")
        .order_by("answer", "due_on", "-at")
    )


def waiting_challenges(audit_round: AuditRound) -> QuerySet[Feedback]:
    """The challenges of a round that nobody has answered."""
    return Feedback.objects.filter(
        assignment__sampled_case__sample=audit_round.sample_id,
        kind=Feedback.Kind.CHALLENGE,
        answer__isnull=True,
    )


def with_feedback(marks: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """The marks with what was said of each, read once for the whole page."""
    return marks.prefetch_related(Prefetch("feedback", Feedback.objects.select_related("answer")))


def reasons_not_to_lock(audit_round: AuditRound) -> list[str]:
    """Why a score cannot be published yet as far as practitioners' challenges go."""
    waiting = waiting_challenges(audit_round).count()
    if not waiting:
        return []
    return [f"Challenges of practitioners that wait for an answer: {waiting}"]
