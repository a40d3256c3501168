"""How one question of a bank came out in a round: on how many cases, how often fully met, worth how much."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from apps.assessments.models import Assignment
from apps.assessments.scoring_answers import answers_in_bulk, results_that_score
from apps.audits.models import AuditRound
from rules.definitions.banks import Bank, Question
from rules.definitions.small_numbers import small_numbers_on
from rules.definitions.vocabulary import NO_EVIDENCE, NOT_APPLICABLE
from rules.statistics.intervals import Interval, wilson_finite


@dataclass(frozen=True, kw_only=True)
class QuestionResult:
    """One question over some cases of one round.

    `counted`: cases where it applied and was scored; `full`: those with the best answer; `points`: the sum
    of the answers' values. `frame_size`: the round's frame, for the correction of the interval. `on`: the
    last day of its window, whose rules for small numbers hold.
    """

    question: Question
    counted: int
    full: int
    points: Fraction
    not_applicable: int
    no_evidence: int
    frame_size: int
    on: date

    @property
    def shows_percent(self) -> bool:
        """Whether enough cases counted to show a percentage."""
        return small_numbers_on(self.on).shows_percent(self.counted)

    @property
    def share(self) -> Fraction | None:
        """Of the counted cases, those with the best answer; a fraction of 1."""
        return Fraction(self.full, self.counted) if self.counted else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's, with the whole frame as the population: a question asked of a part of the cases is given
        less correction than it could have, never more."""
        return wilson_finite(self.full, self.counted, max(self.frame_size, self.counted))

    @property
    def mean(self) -> Fraction | None:
        """The mean value of the answers; a fraction of 1."""
        return self.points / self.counted if self.counted else None


def question_results(
    audit_round: AuditRound, *, unit: str = "", only: Iterable[str] = ()
) -> list[QuestionResult]:
    """Every question (or `only` some) over the round's scored cases, of one delivery unit if it is named.

    Cases too thin to score are left out, as they are from the score; the answers are those that score.
    """
    marks = audit_round.assignments.filter(submitted_at__isnull=False).select_related("edition")
    if unit:
        marks = marks.filter(sampled_case__unit_code=unit)
    results = results_that_score(marks)
    scored = [mark for mark in marks if results[mark.pk]["percent"] is not None]
    return results_of(
        audit_round.edition.definition,
        scored,
        frame_size=frame_size(audit_round),
        on=audit_round.window_last_on,
        only=only,
    )


def results_of(
    bank: Bank, marks: Sequence[Assignment], *, frame_size: int, on: date, only: Iterable[str] = ()
) -> list[QuestionResult]:
    """Each question of the bank over these marks, in the bank's order; `on`: see QuestionResult."""
    wanted = set(only) or set(bank.questions)
    given: dict[str, list[str]] = defaultdict(list)
    for answers in answers_in_bulk(marks).values():
        for question, answer in answers.items():
            given[question].append(answer)
    return [
        _result(bank, question, given[question.id], frame_size, on)
        for question in bank.questions.values()
        if question.id in wanted
    ]


def by_question(results: Iterable[QuestionResult]) -> Mapping[str, QuestionResult]:
    return {result.question.id: result for result in results}


def frame_size(audit_round: AuditRound) -> int:
    """The cases from which the round was drawn; 0 before the draw."""
    if not audit_round.sample_id:
        return 0
    return sum(audit_round.sample.strata.values_list("frame_size", flat=True))


def _result(
    bank: Bank, question: Question, given: Sequence[str], frame_size: int, on: date
) -> QuestionResult:
    scale = bank.scale_of(question)
    values = [option.value for answer in given if (option := scale.answer(answer)) is not None]
    counted = [value for value in values if value is not None]
    return QuestionResult(
        question=question,
        counted=len(counted),
        full=sum(value == 1 for value in counted),
        points=sum(counted, Fraction(0)),
        not_applicable=given.count(NOT_APPLICABLE),
        no_evidence=given.count(NO_EVIDENCE),
        frame_size=frame_size,
        on=on,
    )
