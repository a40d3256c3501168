"""Reads of assessments: whose cases, how far, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from apps.assessments.models import (
    Answer,
    Assignment,
    CaseFact,
    Comparison,
    EvidenceChange,
    Sample,
    SampledCase,
)
from apps.organisation.access import scope_for
from apps.organisation.models import User
from rules.definitions.banks import Bank, Question, Section
from rules.scoring.applicability import Applies, FactValue, applies, read_fact
from rules.scoring.notes import note_needed

# What lists and saves do not read, and what would be parsed anew for each of them.
BULKY = ("edition__content", "sampled_case__snapshot", "sampled_case__sample__frame_csv")


def marked_by(user: User) -> QuerySet[Assignment]:
    """The cases that the user marks and may still score: those of a region where the role has ended are
    closed to them until somebody else takes them over, and those that were replaced by a reserve for good."""
    scope = scope_for(user, "score_case")
    mine = Assignment.objects.filter(auditor=user, sampled_case__standing=SampledCase.Standing.SAMPLED)
    return (
        mine if scope.all_regions else mine.filter(sampled_case__sample__region_code__in=scope.region_codes)
    )


def assignments_of(user: User) -> QuerySet[Assignment]:
    """The cases that the user marks, the most urgent first; nobody sees another's."""
    return (
        marked_by(user)
        .exclude(pk__in=_left_out(user).values("pk"))
        .select_related("sampled_case__sample", "edition")
        .defer(*BULKY)
        .annotate(answered=Count("answers", filter=Q(answers__standing="given") & ~Q(answers__answer="")))
        .order_by("submitted_at", "sampled_case__sample__due_on", "sampled_case__case_id")
    )


def _left_out(user: User) -> QuerySet[Assignment]:
    """Markings of calibrations that were closed before the user submitted them: nothing is to be done."""
    return Assignment.objects.filter(
        Exists(Comparison.objects.filter(sampled_case=OuterRef("sampled_case"))),
        auditor=user,
        submissions__isnull=True,
        sampled_case__sample__purpose=Sample.Purpose.CALIBRATION,
    )


def next_case(user: User, *, after: Assignment | None = None) -> Assignment | None:
    """The first case that the user has not submitted, other than `after`."""
    waiting = assignments_of(user).filter(submitted_at__isnull=True)
    return waiting.exclude(pk=after.pk).first() if after else waiting.first()


@dataclass(frozen=True)
class QuestionState:
    """One question of one case: whether it is asked, what was answered, what is still needed."""

    question: Question
    applies: Applies
    answer: Answer | None
    note_needed: str

    @property
    def is_hidden(self) -> bool:
        return self.applies is Applies.NO

    @property
    def is_answered(self) -> bool:
        return self.answer is not None and self.answer.answer != ""

    @property
    def lacks_note(self) -> bool:
        return bool(self.note_needed) and not (self.answer and self.answer.note)

    @property
    def is_finished(self) -> bool:
        return self.is_hidden or (self.is_answered and not self.lacks_note)


@dataclass(frozen=True)
class SectionState:
    section: Section
    questions: tuple[QuestionState, ...]

    @property
    def asked(self) -> tuple[QuestionState, ...]:
        return tuple(each for each in self.questions if not each.is_hidden)

    @property
    def hidden(self) -> tuple[QuestionState, ...]:
        return tuple(each for each in self.questions if each.is_hidden)

    @property
    def finished_count(self) -> int:
        return sum(each.is_finished for each in self.asked)

    @property
    def status(self) -> str:
        """One of: nothing asked, not started, in progress, completed."""
        if not self.asked:
            return "nothing asked"
        if self.finished_count == len(self.asked):
            return "completed"
        return "in progress" if any(each.is_answered for each in self.asked) else "not started"


@dataclass(frozen=True)
class CaseState:
    """How far the marking of a case is."""

    bank: Bank
    facts: Mapping[str, FactValue]
    fact_rows: Mapping[str, CaseFact]
    sections: tuple[SectionState, ...]

    @cached_property
    def questions(self) -> tuple[QuestionState, ...]:
        return tuple(each for section in self.sections for each in section.questions)

    @property
    def unfinished(self) -> tuple[QuestionState, ...]:
        return tuple(each for each in self.questions if not each.is_finished)

    @property
    def hidden_ids(self) -> tuple[str, ...]:
        return tuple(each.question.id for each in self.questions if each.is_hidden)

    @property
    def answer_ids(self) -> dict[str, str]:
        """question id -> answer id, for the questions that are asked and answered."""
        return {
            each.question.id: each.answer.answer
            for each in self.questions
            if not each.is_hidden and each.answer is not None and each.answer.answer
        }

    @property
    def asked_count(self) -> int:
        return sum(not each.is_hidden for each in self.questions)

    @property
    def finished_count(self) -> int:
        return sum(each.is_finished and not each.is_hidden for each in self.questions)

    def question(self, question_id: str) -> QuestionState:
        """Raises KeyError for a question that the bank does not have."""
        return {each.question.id: each for each in self.questions}[question_id]


def case_state(assignment: Assignment) -> CaseState:
    """The state of one case, from two queries."""
    bank = assignment.bank
    fact_rows = _fact_rows(assignment)
    facts = _known(bank, fact_rows)
    answers = {answer.question: answer for answer in Answer.objects.filter(assignment=assignment)}
    sections = tuple(
        SectionState(
            section, tuple(_question_state(bank, each, facts, answers) for each in section.questions)
        )
        for section in bank.sections
    )
    return CaseState(bank, facts, fact_rows, sections)


def question_state(assignment: Assignment, question: Question) -> QuestionState:
    """The state of one question of a case, without reading the answers to the others."""
    bank = assignment.bank
    answers = Answer.objects.filter(assignment=assignment, question=question.id)
    facts = _known(bank, _fact_rows(assignment))
    return _question_state(bank, question, facts, {answer.question: answer for answer in answers})


def _fact_rows(assignment: Assignment) -> dict[str, CaseFact]:
    """Of the facts that the bank asks for, by their id."""
    asked = {fact.id for fact in assignment.bank.facts}
    rows = CaseFact.objects.filter(sampled_case=assignment.sampled_case_id, mark=assignment.mark)
    return {row.fact: row for row in rows if row.fact in asked}


def _known(bank: Bank, rows: Mapping[str, CaseFact]) -> dict[str, FactValue]:
    kinds = {fact.id: fact.kind for fact in bank.facts}
    known = {name: read_fact(kinds[name], row.value) for name, row in rows.items()}
    return {name: value for name, value in known.items() if value is not None}


def _question_state(
    bank: Bank, question: Question, facts: Mapping[str, FactValue], answers: Mapping[str, Answer]
) -> QuestionState:
    answer = answers.get(question.id)
    needed = note_needed(bank, question, answer=answer.answer, worked_out=answer.worked_out) if answer else ""
    return QuestionState(question, applies(bank, question, facts), answer, needed)


def last_changed_by(assignment: Assignment, key: str) -> EvidenceChange | None:
    """The newest change of one fact or answer, for telling who it was."""
    return (
        EvidenceChange.objects.filter(assignment=assignment, key=key)
        .select_related("by")
        .order_by("-id")
        .first()
    )
