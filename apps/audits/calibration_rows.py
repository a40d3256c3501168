"""An exercise as its page shows it: every case that was compared, question by question."""

from dataclasses import dataclass

from apps.assessments.agreement import BlindMark, blind_marks
from apps.assessments.models import Assignment, Comparison
from apps.audits.models import CalibrationExercise
from rules.definitions.banks import Bank, Question

NOT_ASKED = "Not asked"


@dataclass(frozen=True)
class QuestionLine:
    """One question and what each marker answered, in the markers' order."""

    question: Question
    answers: tuple[str, ...]
    differ: bool


@dataclass(frozen=True)
class ComparedCase:
    case_id: str
    markers: tuple[str, ...]
    lines: tuple[QuestionLine, ...]

    @property
    def differing(self) -> int:
        return sum(line.differ for line in self.lines)


@dataclass(frozen=True)
class MarkerProgress:
    marker: str
    cases: int
    submitted: int


def compared_cases_of(exercise: CalibrationExercise) -> list[ComparedCase]:
    """The cases whose markers see each other, by case id; what they said while they did not."""
    found = Comparison.objects.filter(sampled_case__sample=exercise.sample_id)
    by_case: dict[str, list[BlindMark]] = {}
    for mark in blind_marks(found):
        by_case.setdefault(mark.case_id, []).append(mark)
    return [_case(exercise.edition.definition, case_id, marks) for case_id, marks in by_case.items()]


def progress_of(exercise: CalibrationExercise) -> list[MarkerProgress]:
    """How far each auditor is, in the order of their numbers."""
    marks: dict[int, list[Assignment]] = {}
    for mark in exercise.assignments.select_related("auditor").order_by("mark"):
        marks.setdefault(mark.mark, []).append(mark)
    return [
        MarkerProgress(str(each[0].auditor), len(each), sum(mark.is_submitted for mark in each))
        for each in marks.values()
    ]


def _case(bank: Bank, case_id: str, marks: list[BlindMark]) -> ComparedCase:
    asked = [each for each in bank.questions.values() if any(each.id in mark.answers for mark in marks)]
    return ComparedCase(
        case_id=case_id,
        markers=tuple(mark.marker for mark in marks),
        lines=tuple(_line(bank, question, marks) for question in asked),
    )


def _line(bank: Bank, question: Question, marks: list[BlindMark]) -> QuestionLine:
    given = [mark.answers.get(question.id, "") for mark in marks]
    scale = bank.scale_of(question)
    labels = {option.id: option.label for option in scale.answers}
    return QuestionLine(
        question=question,
        answers=tuple(labels.get(each, NOT_ASKED) for each in given),
        differ=len(set(given)) > 1,
    )
