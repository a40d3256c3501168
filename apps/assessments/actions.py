"""What auditors do: check facts, answer questions, submit a case. Every change of evidence leaves a trace.

Each action locks its assignment first, so two people, two tabs or a double click come one after the
other; the version then tells who was late.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.assessments.comparing import (
    compare_when_all_are_in,
    is_left_out,
    keep_submission,
    lock_case,
)
from apps.assessments.models import Answer, Assignment, BankEdition, CaseFact, EvidenceChange, Sample
from apps.assessments.queries import case_state
from apps.assessments.scoring_answers import stored_result
from apps.assessments.timing import judge_dates
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.banks import Bank, Question
from rules.definitions.calendar import load_calendar
from rules.scoring.applicability import Applies, FactValue, applies, read_fact
from rules.scoring.notes import settled_answer
from rules.scoring.score import score_case


class Refused(Exception):
    """The action cannot be done; the message tells the person what to do."""


class Stale(Exception):
    """Somebody else saved first; `current` is what is stored now (None when it is gone)."""

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__("This was changed somewhere else since you opened it")


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a person entered for one question; `dates`: limit id -> {starts, ends, never_done}."""

    answer: str = ""
    note: str = ""
    dates: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a page had seen when it saved: the version, 0 for nothing; its own name and count of saves."""

    version: int = 0
    editor: str = ""
    step: int = 0


@transaction.atomic
def publish_edition(bank: Bank, *, by: User | None) -> tuple[BankEdition, bool]:
    """Store an edition of a bank; gives the record and whether it is new.

    Raises Refused when that edition was published before with other content: a published edition never
    changes, a correction is a new edition.
    """
    found = BankEdition.objects.filter(bank=bank.id, edition=bank.edition).first()
    if found is not None:
        if found.sha256 != bank.sha256:
            raise Refused(f"{found} was published with other content; give the change a new edition")
        return found, False
    made = BankEdition.objects.create(
        bank=bank.id,
        edition=bank.edition,
        title=bank.file.title,
        valid_from=bank.file.valid_from,
        source=bank.file.source,
        sha256=bank.sha256,
        content=bank.model_dump(mode="json"),
        published_by=by,
    )
    record("publish_bank_edition", by=by, subject=made, after={"sha256": bank.sha256})
    return made, True


@transaction.atomic
def save_fact(assignment: Assignment, *, fact_id: str, value: Any, seen: Seen, by: User) -> CaseFact:
    """Store a fact; answers to questions that no longer apply are withdrawn, never removed.

    `value` is the JSON value, None for unknown.
    Raises Stale when the fact changed meanwhile, Refused after submission or for an unknown fact.
    """
    _lock_open(assignment)
    if fact_id not in {fact.id for fact in assignment.bank.facts}:
        raise Refused(f"This bank has no fact {fact_id}")
    key = {"sampled_case": assignment.sampled_case, "mark": assignment.mark, "fact": fact_id}
    current = CaseFact.objects.filter(**key).first()
    before = current.value if current else None
    if current and current.value == value:
        return current  # the same again, from a retry or another tab, is no conflict
    _check_seen(current, seen)
    if current is None:
        current = CaseFact(**key)
    current.value, current.origin = value, CaseFact.Origin.AUDITOR
    _save_as(current, seen)
    _trace(assignment, EvidenceChange.Kind.FACT, fact_id, before, value, by)
    _withdraw_and_restore(assignment, by)
    return current


@transaction.atomic
def confirm_facts(assignment: Assignment, *, by: User) -> None:
    """The auditor has checked the facts of the case. Raises Refused after submission."""
    _lock_open(assignment)
    if assignment.facts_checked_at is None:
        assignment.facts_checked_at = timezone.now()
        assignment.save(update_fields=["facts_checked_at"])
        record("check_case_facts", by=by, subject=assignment)


@transaction.atomic
def save_answer(assignment: Assignment, *, question_id: str, given: Given, seen: Seen, by: User) -> Answer:
    """Store an answer, complete or not, and work out what its dates say.

    The same content again is no conflict, whatever the version: a retry after a lost reply must succeed.
    Raises Stale when the answer changed meanwhile; Refused after submission, for an unknown question or
    answer, or for one that does not apply; timing.OutOfOrder for dates in the wrong order.
    """
    _lock_open(assignment)
    question = _question(assignment, question_id)
    _check_answer(assignment.bank, question, given.answer)
    current = Answer.objects.filter(assignment=assignment, question=question_id).first()
    worked_out = judge_dates(question, given.dates, load_calendar()) or ""
    after = {
        "answer": settled_answer(
            chosen=given.answer,
            worked_out=worked_out,
            was_chosen=current.answer if current else "",
            was_worked_out=current.worked_out if current else "",
        ),
        "worked_out": worked_out,
        "dates": given.dates,
        "note": given.note.strip(),
        "standing": Answer.Standing.GIVEN,
    }
    if current is not None and current.as_evidence() == after:
        return current
    _check_seen(current, seen)
    answer = current or Answer(question=question_id)
    answer.assignment = assignment  # the one that is locked, not a second reading of it
    return _store(answer, after, seen, by)


@transaction.atomic
def submit(assignment: Assignment, *, by: User) -> Assignment:
    """Close the case with its score, and keep what was closed. A second submission changes nothing.

    Raises Refused while facts are unchecked, answers missing or compulsory notes unwritten.
    """
    lock_case(assignment)
    lock_assignment(assignment)
    if assignment.is_submitted:
        return assignment
    _refuse_left_out(assignment)
    state = case_state(assignment)
    if assignment.facts_checked_at is None:
        raise Refused("Check the case facts before you submit")
    if state.unfinished:
        raise Refused("Answer every question that applies and write the compulsory notes before you submit")
    _mark_hidden(assignment, state.hidden_ids)
    assignment.result = stored_result(score_case(assignment.bank, state.facts, state.answer_ids))
    assignment.submitted_at = timezone.now()
    assignment.save(update_fields=["result", "submitted_at"])
    keep_submission(assignment, by=by)
    record("submit_case", by=by, subject=assignment, after=assignment.result)
    compare_when_all_are_in(assignment)
    return assignment


@transaction.atomic
def reassign(assignment: Assignment, *, auditor: User, by: User | None, reason: str) -> Assignment:
    """Give a case that is not yet submitted to another auditor. Raises Refused.

    Whether the auditor may hold the case is for the caller to check (`draws.is_barred`).
    """
    _lock_open(assignment)
    if not reason.strip():
        raise Refused("Give a reason for the change of auditor")
    others = Assignment.objects.filter(sampled_case=assignment.sampled_case_id).exclude(pk=assignment.pk)
    if others.filter(auditor=auditor).exists():
        raise Refused(f"{auditor} marks this case already: its two marks need two people")
    before = assignment.auditor.username
    assignment.auditor = auditor
    assignment.save(update_fields=["auditor"])
    after = {"auditor": auditor.username}
    record("reassign_case", by=by, subject=assignment, before={"auditor": before}, after=after, reason=reason)
    return assignment


def lock_assignment(assignment: Assignment) -> None:
    """Take the row's lock and read what may have changed while waiting for it."""
    edition = assignment.edition
    assignment.refresh_from_db(
        fields=["auditor_id", "edition_id", "facts_checked_at", "submitted_at", "result"],
        from_queryset=Assignment.objects.select_for_update(),
    )
    if assignment.edition_id == edition.pk:
        assignment.edition = edition  # refreshing forgets it, and reading a bank again takes a millisecond


def _lock_open(assignment: Assignment) -> None:
    lock_assignment(assignment)
    if assignment.is_submitted:
        raise Refused("This case was submitted; its facts and answers can no longer be changed")
    _refuse_left_out(assignment)


def _refuse_left_out(assignment: Assignment) -> None:
    """Only a calibration is closed before everybody has submitted; a round's saves need no look at it."""
    purpose = assignment.sampled_case.sample.purpose
    if purpose == Sample.Purpose.CALIBRATION and is_left_out(assignment):
        raise Refused("This exercise was closed before you submitted the case; nothing has to be done")


def _check_seen(current: CaseFact | Answer | None, seen: Seen) -> None:
    """Raises Stale unless the page had seen the newest version or saves on after its own last save."""
    if seen.version == (current.version if current else 0):
        return
    own = current is not None and bool(seen.editor) and current.editor == seen.editor
    if not own or seen.step <= current.step:
        raise Stale(current)


def _save_as(row: CaseFact | Answer, seen: Seen) -> None:
    row.version += 1
    row.editor, row.step = seen.editor, seen.step
    row.save()


def _question(assignment: Assignment, question_id: str) -> Question:
    question = assignment.bank.questions.get(question_id)
    if question is None:
        raise Refused(f"This bank has no question {question_id}")
    if applies(assignment.bank, question, _facts(assignment)) is Applies.NO:
        raise Refused(f"Question {question_id} does not apply to this case")
    return question


def _check_answer(bank: Bank, question: Question, answer: str) -> None:
    if answer and bank.scale_of(question).answer(answer) is None:
        raise Refused(f"{answer!r} is not an answer to question {question.id}")


def _facts(assignment: Assignment) -> dict[str, FactValue]:
    kinds = {fact.id: fact.kind for fact in assignment.bank.facts}
    rows = CaseFact.objects.filter(sampled_case=assignment.sampled_case_id, mark=assignment.mark)
    found = {row.fact: read_fact(kinds[row.fact], row.value) for row in rows if row.fact in kinds}
    return {fact: value for fact, value in found.items() if value is not None}


def _store(answer: Answer, after: dict[str, Any], seen: Seen, by: User) -> Answer:
    before = answer.as_evidence() if answer.pk else None
    for name, value in after.items():
        setattr(answer, name, value)
    _save_as(answer, seen)
    kind = EvidenceChange.Kind.ANSWER
    _trace(answer.assignment, kind, answer.question, before, answer.as_evidence(), by)
    return answer


def _withdraw_and_restore(assignment: Assignment, by: User) -> None:
    """After a change of facts: answers to hidden questions are withdrawn, those shown again come back."""
    facts, bank = _facts(assignment), assignment.bank
    for answer in assignment.answers.filter(question__in=list(bank.questions)):  # not of an earlier edition
        hidden = applies(bank, bank.questions[answer.question], facts) is Applies.NO
        if hidden and answer.standing == Answer.Standing.BY_RULE:
            continue  # hidden before the case was reopened, and still
        standing = Answer.Standing.WITHDRAWN if hidden else Answer.Standing.GIVEN
        if answer.standing != standing:
            after = answer.as_evidence() | {"standing": standing}
            _store(answer, after, Seen(), by)


def _mark_hidden(assignment: Assignment, hidden: tuple[str, ...]) -> None:
    """A hidden question without an earlier answer is stored as not applicable by rule."""
    answered = set(assignment.answers.values_list("question", flat=True))
    Answer.objects.bulk_create(
        Answer(assignment=assignment, question=question, standing=Answer.Standing.BY_RULE)
        for question in hidden
        if question not in answered
    )


def _trace(
    assignment: Assignment, kind: EvidenceChange.Kind, key: str, before: Any, after: Any, by: User | None
) -> None:
    EvidenceChange.objects.create(
        by=by, assignment=assignment, kind=kind, key=key, before=before, after=after
    )
