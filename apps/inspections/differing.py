"""Where the two assessors of a case differ on what is judged, and who decides what counts.

Prompts inform a judgement and are not averaged, so they may differ; a key question, an outcome, and a fact
that says which of them are asked may not. What is decided counts (`judgements`); both assessors' answers
stay.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from apps.assessments import adjudication
from apps.assessments.actions import Refused
from apps.assessments.adjudication import Decision
from apps.assessments.agreement import AgreementTables, blind_marks, tables
from apps.assessments.difference_rows import Difference, Differences, differences_of
from apps.assessments.models import Adjudication, Assignment, Comparison, SampledCase
from apps.assessments.scoring_answers import Settlement, settlements
from apps.inspections.access import is_on
from apps.inspections.actions import locked
from apps.inspections.judgements import first_marks
from apps.inspections.models import Inspection, Member
from apps.organisation.models import User
from rules.definitions.banks import Bank, Question

DECIDED_IN = (Inspection.State.FIELDWORK, Inspection.State.RATING)
DECIDERS = (Member.Job.LEAD, Member.Job.QUALITY)


@dataclass(frozen=True, kw_only=True)
class ComparedCase:
    """A case that both assessors have submitted. `to_decide`: facts and judged questions, by id."""

    settlement: Settlement
    second: Assignment
    to_decide: tuple[str, ...]

    @property
    def case(self) -> SampledCase:
        return self.settlement.assignment.sampled_case


def second_marks(inspection: Inspection) -> QuerySet[Assignment]:
    """The second assessments that somebody holds."""
    return Assignment.objects.filter(
        sampled_case__sample=inspection.sample_id,
        sampled_case__sample__isnull=False,
        sampled_case__standing=SampledCase.Standing.SAMPLED,
        mark=Assignment.SECOND_MARK,
        auditor__isnull=False,
    ).select_related("sampled_case", "edition", "auditor")


def compared_cases(inspection: Inspection) -> list[ComparedCase]:
    """The cases whose assessors were compared and have both submitted, by case id."""
    compared = _comparisons(inspection).values("sampled_case")
    closed = second_marks(inspection).filter(submitted_at__isnull=False, sampled_case__in=compared)
    seconds = {mark.sampled_case_id: mark for mark in closed}
    firsts = first_marks(inspection).filter(submitted_at__isnull=False, sampled_case__in=list(seconds))
    found = settlements(firsts.order_by("sampled_case__case_id"))
    return [
        ComparedCase(
            settlement=each,
            second=seconds[each.assignment.sampled_case_id],
            to_decide=_to_decide(each),
        )
        for each in found.values()
    ]


def _comparisons(inspection: Inspection) -> QuerySet[Comparison]:
    return Comparison.objects.filter(
        sampled_case__sample=inspection.sample_id,
        sampled_case__sample__isnull=False,
        sampled_case__standing=SampledCase.Standing.SAMPLED,
    )


def _to_decide(settlement: Settlement) -> tuple[str, ...]:
    judged = {question.id for question in judged_questions(settlement.assignment.bank)}
    questions = tuple(each for each in settlement.settled.open_questions if each in judged)
    return (*settlement.settled.open_facts, *questions)


def judged_questions(bank: Bank) -> list[Question]:
    """The questions whose answers are judgements: key questions and outcomes."""
    return [question for question in bank.questions.values() if question.judges]


def differences_in(case: ComparedCase) -> Differences:
    """The facts and judged questions on which the assessors of the case differ, also those decided."""
    found = differences_of(case.settlement, case.second)
    judged = {question.id for question in judged_questions(case.settlement.assignment.bank)}
    return Differences(
        facts=found.facts, questions=tuple(_judged(found.questions, judged)), agreed=found.agreed
    )


def _judged(rows: tuple[Difference, ...], judged: set[str]) -> list[Difference]:
    return [row for row in rows if row.key in judged]


def agreement_of(inspection: Inspection) -> AgreementTables | None:
    """How far the assessors agreed on what is judged, by key question and pair; None before the draw."""
    first = first_marks(inspection).first()
    if first is None:
        return None
    marks = blind_marks(_comparisons(inspection))
    return tables(first.bank, marks, judged_questions(first.bank))


@transaction.atomic
def decide(inspection: Inspection, first: Assignment, decision: Decision, *, by: User) -> Adjudication:
    """Decide between the assessors of a case; `first` is its first assessment.

    Raises Refused out of time, for somebody who neither leads the inspection nor assures its quality, for an
    assessor of the case, for a prompt, and for what `adjudication.adjudicate` refuses.
    """
    inspection = locked(inspection)
    if inspection.state not in DECIDED_IN:
        raise Refused("Differences are decided during fieldwork and until the panel has sat")
    if not is_on(by, inspection, *DECIDERS):
        raise Refused("Who leads the inspection or assures its quality decides between assessors")
    if first.sampled_case.sample_id != inspection.sample_id:
        raise Refused("This case belongs to another inspection")
    judged = {question.id for question in judged_questions(first.bank)}
    if decision.kind == Adjudication.Kind.ANSWER and decision.key not in judged:
        raise Refused("Prompts inform a judgement: only key questions and outcomes are decided")
    return adjudication.adjudicate(first, decision, by=by)


def seconds_waiting(inspection: Inspection) -> list[str]:
    """Why the panel cannot rate yet: a gate. A case drawn for two assessors waits for both."""
    left = second_marks(inspection).filter(submitted_at=None).count()
    return [f"{left} second assessment{'' if left == 1 else 's'} not submitted yet"] if left else []


def differences_undecided(inspection: Inspection) -> list[str]:
    """Why the panel cannot rate yet: a gate."""
    cases = [each.case.case_id for each in compared_cases(inspection) if each.to_decide]
    return [f"Two assessors differ and nobody has decided yet: {', '.join(cases)}"] if cases else []
