"""What a practitioner says of the marking of a case, and its answer. Nothing is changed afterwards."""

from datetime import date

from django.db import IntegrityError, transaction

from apps.assessments.actions import Refused
from apps.assessments.models import Assignment
from apps.audits.models import AuditRound, Feedback, FeedbackAnswer
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.improvement import improvement_on


@transaction.atomic
def give_feedback(
    assignment: Assignment, *, kind: str, question: str, words: str, by: User, on: date
) -> Feedback:
    """A comment or a challenge by the practitioner of the case. `on`: today, whence the time to answer runs.

    Raises Refused for a challenge after the score is locked, for a case that is not marked, and for a
    question that the bank does not have.
    """
    # Locking the score takes the round's row first: a challenge comes before or after it, never during.
    audit_round = AuditRound.objects.select_for_update().get(sample=assignment.sampled_case.sample_id)
    if not assignment.is_submitted:
        raise Refused("This case is not marked yet")
    if question and question not in assignment.bank.questions:
        raise Refused(f"This bank has no question {question}")
    challenged = kind == Feedback.Kind.CHALLENGE
    if challenged and audit_round.state == AuditRound.State.LOCKED:
        raise Refused("The score of this round is published. Leave a comment, or speak to the lead auditor")
    due_on = improvement_on(on).answer_by(on) if challenged else None
    made = Feedback.objects.create(
        assignment=assignment, kind=kind, question=question, words=words, due_on=due_on, by=by
    )
    record(f"give_{kind}", by=by, subject=made, after={"case": assignment.pk, "question": question})
    return made


@transaction.atomic
def answer_challenge(feedback: Feedback, *, outcome: str, words: str, by: User) -> FeedbackAnswer:
    """Answer a challenge, once. Raises Refused for a comment, for a second answer, and to whoever marked the
    case: nobody judges a challenge of their own marking."""
    if not feedback.is_challenge:
        raise Refused("A comment asks for no answer")
    if _marked(feedback.assignment, by):
        raise Refused("You marked this case. Somebody else must answer the challenge")
    try:
        with transaction.atomic():
            made = FeedbackAnswer.objects.create(feedback=feedback, outcome=outcome, words=words, by=by)
    except IntegrityError as error:
        raise Refused("This challenge was answered meanwhile") from error
    record("answer_challenge", by=by, subject=feedback, after={"outcome": outcome}, reason=words)
    return made


def _marked(assignment: Assignment, user: User) -> bool:
    same_case = {"sampled_case": assignment.sampled_case_id, "auditor": user}
    return Assignment.objects.filter(**same_case).exists()
