"""How far markers agreed: by question, by pair of markers, over all, from what they said while blind."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from apps.assessments.models import Answer, Comparison, Submission
from rules.definitions.banks import Bank, Question
from rules.scoring.moderation import credit
from rules.statistics.agreement import Agreement, agreement
from rules.statistics.agreement_intervals import AgreementIntervals, agreement_intervals


@dataclass(frozen=True)
class BlindMark:
    """What one marker had closed when the markers of the case were compared."""

    case_id: str
    mark: int
    marker: str
    answers: dict[str, str]  # question id -> answer id, of the questions that were asked and answered


Case = tuple[BlindMark | None, ...]


@dataclass(frozen=True)
class AgreementRow:
    """The figures of one line. `asked_of_some`: questions of cases that only some markers were asked."""

    key: str
    label: str
    figures: Agreement
    asked_of_some: int
    intervals: AgreementIntervals = field(default_factory=AgreementIntervals)


@dataclass(frozen=True)
class AgreementTables:
    """All figures of a round, an exercise or an inspection; no cases gives rows without items."""

    cases: int
    overall: AgreementRow
    by_question: tuple[AgreementRow, ...]
    by_pair: tuple[AgreementRow, ...]


def blind_marks(comparisons: Iterable[Comparison]) -> list[BlindMark]:
    """What every marker of these cases had closed at the comparison, by case and mark."""
    ids = [pk for each in comparisons for pk in each.submissions]
    rows = Submission.objects.filter(pk__in=ids).select_related(
        "assignment__sampled_case", "assignment__auditor", "by"
    )
    rows = rows.defer("assignment__sampled_case__snapshot")
    ordered = rows.order_by("assignment__sampled_case__case_id", "assignment__mark")
    return [
        BlindMark(
            case_id=row.assignment.sampled_case.case_id,
            mark=row.assignment.mark,
            marker=str(row.by),
            answers={question: said["answer"] for question, said in row.answers.items() if _is_given(said)},
        )
        for row in ordered
    ]


def _is_given(said: dict[str, str]) -> bool:
    return bool(said["answer"]) and said["standing"] == Answer.Standing.GIVEN


def tables(
    bank: Bank, marks: Sequence[BlindMark], questions: Sequence[Question] | None = None
) -> AgreementTables:
    """The figures over these marks and questions, all of the bank where none are given. Answers count by
    what they are worth, so that scales can be put together: full, part, none, not applicable, no evidence."""
    cases = _by_case(marks)
    questions = tuple(bank.questions.values() if questions is None else questions)
    return AgreementTables(
        cases=len(cases),
        overall=_row("all", "All questions", bank, questions, cases),
        by_question=tuple(
            _row(question.judges or question.id, question.text, bank, (question,), cases)
            for question in questions
        ),
        by_pair=tuple(
            _row(" and ".join(pair), " and ".join(pair), bank, questions, _of_pair(cases, pair))
            for pair in _pairs(cases)
        ),
    )


def _by_case(marks: Sequence[BlindMark]) -> list[Case]:
    """The cases with two markers or more, each with one place a marking number, None where it has none."""
    numbers = sorted({mark.mark for mark in marks})
    found: dict[str, dict[int, BlindMark]] = defaultdict(dict)
    for mark in marks:
        found[mark.case_id][mark.mark] = mark
    return [tuple(case.get(each) for each in numbers) for case in found.values() if len(case) > 1]


def _pairs(cases: Iterable[Case]) -> list[tuple[str, str]]:
    names = [sorted(mark.marker for mark in case if mark) for case in cases]
    return sorted({pair for case in names for pair in combinations(case, 2)})


def _of_pair(cases: Iterable[Case], pair: tuple[str, str]) -> list[Case]:
    """The cases that both marked, each time in the order of the pair, so that kappa knows who is who."""
    found = []
    for case in cases:
        by_name = {mark.marker: mark for mark in case if mark}
        if set(pair) <= set(by_name):
            found.append(tuple(by_name[name] for name in pair))
    return found


def _row(
    key: str, label: str, bank: Bank, questions: Sequence[Question], cases: Sequence[Case]
) -> AgreementRow:
    by_case = [[[_credit(bank, question, mark) for mark in case] for question in questions] for case in cases]
    items = [item for case in by_case for item in case]
    marking = [sum(mark is not None for mark in case) for case in cases for _ in questions]
    some = sum(
        0 < sum(each is not None for each in item) < markers
        for item, markers in zip(items, marking, strict=True)
    )
    return AgreementRow(key, label, agreement(items), some, agreement_intervals(by_case))


def _credit(bank: Bank, question: Question, mark: BlindMark | None) -> str | None:
    answer = mark.answers.get(question.id) if mark else None
    return credit(bank, question, answer) if answer else None
