"""Marked cases as the rows of answers.csv and facts.csv, with which anyone scores them again."""

from collections.abc import Iterable, Iterator

from apps.assessments.models import Assignment
from apps.assessments.scoring_answers import ScoringAnswer, answers_that_score, settlements
from rules.definitions.vocabulary import NOT_APPLICABLE
from rules.scoring.answer_files import AnswerRow
from rules.scoring.applicability import FactValue


def answer_rows(marks: Iterable[Assignment]) -> list[AnswerRow]:
    """The answers that score, by case and in the bank's order; nothing of hidden or withdrawn ones.

    `marks`: first markings with their sampled case and edition. Of the notes only the reasons for not
    applicable go along: the score needs no other, and they tell of people.
    """
    by_case = sorted(marks, key=lambda mark: mark.sampled_case.case_id)
    answers = answers_that_score(by_case)
    return [
        AnswerRow(mark.sampled_case.case_id, question, found.answer, _reason(found))
        for mark in by_case
        for question in mark.bank.questions
        if (found := answers[mark.pk].get(question)) is not None
    ]


def _reason(found: ScoringAnswer) -> str:
    return found.note if found.answer == NOT_APPLICABLE else ""


def fact_rows(marks: Iterable[Assignment]) -> list[tuple[str, str, FactValue | None]]:
    """(case id, fact id, value) for every fact of the bank, by case; None is unknown."""
    return sorted(_facts(marks), key=lambda row: row[:2])


def _facts(marks: Iterable[Assignment]) -> Iterator[tuple[str, str, FactValue | None]]:
    for found in settlements(marks).values():
        for fact in found.assignment.bank.facts:
            case_id = found.assignment.sampled_case.case_id
            yield case_id, fact.id, found.settled.facts.get(fact.id)
