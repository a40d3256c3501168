"""Deciding between two markers: one fact or question at a time, with a reason, never over their answers."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from apps.assessments.actions import Refused, lock_assignment
from apps.assessments.models import Adjudication, Answer, Assignment, CaseFact
from apps.assessments.scoring_answers import Settlement, settlements
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.banks import Question
from rules.scoring.applicability import read_fact

KINDS = Adjudication.Kind


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What an adjudicator says about one fact or question. `value`: an answer's id, or a fact's stored
    value, None for unknown."""

    kind: str
    key: str
    value: Any
    reason: str


@transaction.atomic
def adjudicate(assignment: Assignment, decision: Decision, *, by: User) -> Adjudication:
    """Decide what scores; `assignment` is the first marking. A later decision takes the place of an earlier.

    Raises Refused without a reason, for a marker of the case, while a marking is open, for something on
    which the markers agree, for a question while a fact that decides what is asked is open, and for a
    value that cannot be.
    """
    lock_assignment(assignment)
    if not decision.reason.strip():
        raise Refused("Give the reason for the decision")
    second = _second_of(assignment)
    if by.pk in (assignment.auditor_id, second.auditor_id):
        raise Refused("You marked this case: somebody else has to decide between the markers")
    standing = settlements([assignment])[assignment.pk]
    _check_value(assignment, decision, standing)
    made = Adjudication.objects.create(
        assignment=assignment,
        kind=decision.kind,
        key=decision.key,
        value=decision.value,
        marks=said_by_marks([assignment, second], decision.kind, decision.key),
        reason=decision.reason.strip(),
        by=by,
    )
    after = {"kind": made.kind, "key": made.key, "value": made.value, "marks": made.marks}
    record("adjudicate_marks", by=by, subject=assignment, after=after, reason=made.reason)
    return made


def said_by_marks(marks: list[Assignment], kind: str, key: str) -> dict[str, Any]:
    """Mark number as text -> what it says of a fact or question now; None for nothing."""
    return {str(mark.mark): _said(mark, kind, key) for mark in marks}


def _said(mark: Assignment, kind: str, key: str) -> Any:
    if kind == KINDS.FACT:
        row = CaseFact.objects.filter(sampled_case=mark.sampled_case_id, mark=mark.mark, fact=key).first()
        return row.value if row else None
    answer = Answer.objects.filter(assignment=mark, question=key, standing=Answer.Standing.GIVEN).first()
    return answer.answer if answer else None


def _second_of(assignment: Assignment) -> Assignment:
    """The second marking of a case whose two markings are closed. Raises Refused for any other."""
    second = Assignment.objects.filter(
        sampled_case=assignment.sampled_case_id,
        edition__bank=assignment.edition.bank,
        mark=Assignment.SECOND_MARK,
    ).first()
    if assignment.mark != Assignment.FIRST_MARK or second is None:
        raise Refused("This case has no second mark to compare with")
    if not (assignment.is_submitted and second.is_submitted):
        raise Refused("Both markers have to submit the case before anything can be decided")
    return second


def _check_value(assignment: Assignment, decision: Decision, standing: Settlement) -> None:
    if decision.kind == KINDS.FACT:
        _check_fact(assignment, decision, standing)
        return
    question = assignment.bank.questions.get(decision.key)
    if question is None:
        raise Refused(f"This bank has no question {decision.key}")
    if standing.settled.open_facts:
        raise Refused("Decide the case facts first: they settle which questions are asked")
    _check_answer(assignment, question, decision, standing)


def _check_fact(assignment: Assignment, decision: Decision, standing: Settlement) -> None:
    key = decision.key
    if key not in standing.settled.open_facts and (KINDS.FACT, key) not in standing.decisions:
        raise Refused(f"The fact {key} needs no decision")
    fact = assignment.bank.fact(key)
    readings = (standing.first.facts.get(key), standing.second.facts.get(key) if standing.second else None)
    if read_fact(fact.kind, decision.value) not in readings:
        raise Refused(f"Choose one of the two readings of “{fact.label}”")


def _check_answer(
    assignment: Assignment, question: Question, decision: Decision, standing: Settlement
) -> None:
    decided = (KINDS.ANSWER, question.id) in standing.decisions
    if question.id not in standing.settled.open_questions and not decided:
        raise Refused(f"Question {question.id} needs no decision: the markers agree or it is not asked")
    if assignment.bank.scale_of(question).answer(str(decision.value)) is None:
        raise Refused(f"{decision.value!r} is not an answer to question {question.id}")
