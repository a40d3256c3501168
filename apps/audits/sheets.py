"""One scored case as a sheet: question by question in the answers that score, without the markers' names."""

from dataclasses import dataclass
from fractions import Fraction

from apps.assessments.models import Assignment
from apps.assessments.presentation import THIN, label_of, number_text
from apps.assessments.scoring_answers import ScoringAnswer, answers_that_score, results_that_score
from rules.definitions.banks import Question
from rules.statistics.rounding import half_up


@dataclass(frozen=True)
class SheetRow:
    question: Question
    answer: str
    note: str
    adjudicated: bool


@dataclass(frozen=True)
class SheetSection:
    title: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True)
class Sheet:
    """`thin`: why the case is not scored, else empty; `percent` then is empty."""

    percent: str
    points: str
    weight: int
    thin: str
    sections: tuple[SheetSection, ...]


def sheet_of(mark: Assignment) -> Sheet:
    """The sheet of a submitted first marking; questions that do not apply are left out."""
    answers = answers_that_score([mark])[mark.pk]
    result = results_that_score([mark])[mark.pk]
    sections = (
        SheetSection(
            section.title,
            tuple(_row(mark, each, answers[each.id]) for each in section.questions if each.id in answers),
        )
        for section in mark.bank.sections
    )
    percent = result["percent"]
    return Sheet(
        percent="" if percent is None else f"{half_up(Fraction(percent), 1)}%",
        points=number_text(Fraction(result["points"])),
        weight=result["weight"],
        thin=THIN.get(result["thin"], ""),
        sections=tuple(section for section in sections if section.rows),
    )


def _row(mark: Assignment, question: Question, answer: ScoringAnswer) -> SheetRow:
    label = label_of(mark.bank, question, answer.answer)
    return SheetRow(question, label, answer.note, answer.adjudicated)
