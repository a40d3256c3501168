"""Moving a case that is still being marked to another edition of its bank: shown first, nothing lost.

Every marking of the case moves, or none. An answer that does not stand is withdrawn or emptied; what it
was stays in the history of evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from apps.assessments.actions import Refused, lock_assignment
from apps.assessments.models import Answer, Assignment, BankEdition, CaseFact, Comparison, EvidenceChange
from apps.assessments.scoring_answers import read_facts
from apps.assessments.timing import judge_dates
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.bank_changes import numbers
from rules.definitions.banks import Question
from rules.definitions.calendar import load_calendar
from rules.scoring.applicability import Applies, Facts, applies
from rules.scoring.carry_over import Carried, Fate, carry_over, unasked_facts
from rules.scoring.notes import settled_answer


@dataclass(frozen=True)
class MarkingMove:
    """What moving one marking would do to each of its answers, and the facts that have to be asked anew."""

    assignment: Assignment
    answers: tuple[Carried, ...]
    new_facts: tuple[str, ...]

    @property
    def carried(self) -> tuple[Carried, ...]:
        return tuple(each for each in self.answers if each.fate.stands)

    @property
    def lost(self) -> tuple[Carried, ...]:
        return tuple(each for each in self.answers if not each.fate.stands)

    @property
    def looked_at_again(self) -> tuple[Carried, ...]:
        return tuple(each for each in self.carried if each.look_again)


@dataclass(frozen=True)
class CaseMove:
    """What moving a case would do, or why it stays (`stays` is empty for a case that can move)."""

    case_id: str
    markings: tuple[MarkingMove, ...]
    stays: str


def plan_move(marks: Sequence[Assignment], edition: BankEdition) -> CaseMove:
    """What moving a case (all its markings with one bank) to the edition would do."""
    stays = _why_it_stays(marks)
    moves = () if stays else tuple(_marking_move(mark, edition) for mark in marks)
    return CaseMove(marks[0].sampled_case.case_id, moves, stays)


def is_newer(edition: BankEdition, than: BankEdition) -> bool:
    """Whether it is a later edition of the same bank."""
    return edition.bank == than.bank and numbers(edition.edition) > numbers(than.edition)


@transaction.atomic
def move_case(marks: Sequence[Assignment], edition: BankEdition, *, by: User, reason: str) -> CaseMove:
    """Move every marking of a case to a later edition of its bank; gives what was done.

    Raises Refused for a case that has to stay, for an edition that is not a later one, and without a reason.
    """
    if not reason.strip():
        raise Refused("Give a reason for the change of edition")
    for mark in marks:
        lock_assignment(mark)
        if not is_newer(edition, mark.edition):
            raise Refused(f"{edition} is not a later edition of {mark.edition}")
    plan = plan_move(marks, edition)
    if plan.stays:
        raise Refused(f"Case {plan.case_id} {plan.stays}")
    for move in plan.markings:
        _move(move, edition, by=by, reason=reason.strip())
    return plan


def _why_it_stays(marks: Sequence[Assignment]) -> str:
    case, bank = marks[0].sampled_case, marks[0].edition.bank
    if any(mark.is_submitted for mark in marks):
        return "was submitted and stays in its edition"
    if Comparison.objects.filter(sampled_case=case, bank=bank).exists():
        return "was compared between its markers and stays in its edition"
    return ""


def _marking_move(mark: Assignment, edition: BankEdition) -> MarkingMove:
    old, new = mark.edition.definition, edition.definition
    stored = _stored_facts(mark)
    given = dict(Answer.objects.filter(assignment=mark).values_list("question", "answer"))
    fates = carry_over(old, new, read_facts(new, stored), given)
    unanswered = tuple(name for name in unasked_facts(old, new) if stored.get(name) is None)
    return MarkingMove(mark, fates, unanswered)


def _stored_facts(mark: Assignment) -> dict[str, Any]:
    rows = CaseFact.objects.filter(sampled_case=mark.sampled_case_id, mark=mark.mark)
    return dict(rows.values_list("fact", "value"))


def _move(move: MarkingMove, edition: BankEdition, *, by: User, reason: str) -> None:
    mark, before = move.assignment, move.assignment.edition
    facts = read_facts(edition.definition, _stored_facts(mark))
    rows = {row.question: row for row in Answer.objects.filter(assignment=mark)}
    for each in move.answers:
        _carry(rows[each.question_id], each, edition, facts, by=by)
    mark.edition = edition
    if move.new_facts:
        mark.facts_checked_at = None  # the new edition asks something that nobody has looked at
    mark.save(update_fields=["edition", "facts_checked_at"])
    after = {
        "edition": edition.edition,
        "carried": [each.question_id for each in move.carried],
        "not_carried": {each.question_id: each.fate for each in move.lost},
        "new_facts": list(move.new_facts),
    }
    record(
        "carry_answers_over",
        by=by,
        subject=mark,
        before={"edition": before.edition},
        after=after,
        reason=reason,
    )


def _carry(row: Answer, carried: Carried, edition: BankEdition, facts: Facts, *, by: User) -> None:
    before = row.as_evidence()
    question = edition.definition.questions.get(row.question)
    after = before | _after(row, carried, question)
    hidden = question is None or applies(edition.definition, question, facts) is Applies.NO
    if not (hidden and row.standing == Answer.Standing.BY_RULE):
        after["standing"] = Answer.Standing.WITHDRAWN if hidden else Answer.Standing.GIVEN
    if after == before:
        return
    for name, value in after.items():
        setattr(row, name, value)
    row.version += 1  # a page that is open still shows the old edition and is told so when it saves
    row.editor, row.step = "", 0
    row.save()
    EvidenceChange.objects.create(
        by=by,
        assignment_id=row.assignment_id,
        kind=EvidenceChange.Kind.ANSWER,
        key=row.question,
        before=before,
        after=row.as_evidence(),
    )


def _after(row: Answer, carried: Carried, question: Question | None) -> dict[str, Any]:
    """What changes of an answer: emptied where scale or dates are others, judged anew under new limits."""
    if carried.fate in (Fate.SCALE_CHANGED, Fate.PAIRS_CHANGED):
        return {"answer": "", "worked_out": "", "dates": {}}
    if question is None or not question.timing:
        return {}
    worked_out = judge_dates(question, row.dates, load_calendar()) or ""
    answer = settled_answer(
        chosen=row.answer, worked_out=worked_out, was_chosen=row.answer, was_worked_out=row.worked_out
    )
    return {"answer": answer, "worked_out": worked_out}
