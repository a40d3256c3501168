"""Assessments in words and in the shapes that templates print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils import timezone

from apps.assessments.blindness import hidden_marks
from apps.assessments.models import Answer, Assignment, CaseFact
from apps.assessments.queries import CaseState, QuestionState
from apps.assessments.scoring_answers import results_that_score
from apps.assessments.timing import WALL, judge_each
from apps.organisation.models import User
from rules.definitions.banks import Bank, Question, TimeLimit
from rules.definitions.calendar import load_calendar
from rules.definitions.vocabulary import CaseFact as FactDefinition
from rules.scoring.timing import OutOfOrder
from rules.statistics.rounding import half_up

UNKNOWN = "Not known"
THIN = {
    "mostly_not_applicable": "more than half of the weight that applies was marked not applicable",
    "little_weight": "too little weight is left to score",
}


@dataclass(frozen=True)
class PairRow:
    """One pair of dates on the form."""

    limit: TimeLimit
    name: str
    input_type: str
    starts: str
    ends: str
    never_done: bool


@dataclass(frozen=True)
class OptionRow:
    id: str
    label: str
    key: int
    checked: bool


@dataclass(frozen=True)
class QuestionRow:
    """A question as its page shows it."""

    state: QuestionState
    options: tuple[OptionRow, ...]
    pairs: tuple[PairRow, ...]
    note: str
    version: int
    worked_out: str
    reckoning: tuple[str, ...]
    error: str = ""
    conflict: Any = None

    @property
    def question(self) -> Question:
        return self.state.question


def question_row(
    bank: Bank, state: QuestionState, *, error: str = "", conflict: Any = None, entered: Any = None
) -> QuestionRow:
    """`entered`: what the person typed, shown instead of what is stored when it could not be stored."""
    stored, question = state.answer, state.question
    shown = entered or stored
    answer = shown.answer if shown else ""
    dates = shown.dates if shown else {}
    scale = bank.scale_of(question)
    return QuestionRow(
        state=state,
        options=tuple(
            OptionRow(option.id, option.label, key, option.id == answer)
            for key, option in enumerate(scale.answers, start=1)
        ),
        pairs=tuple(_pair_row(question, limit, dates.get(limit.id, {})) for limit in question.timing),
        note=shown.note if shown else "",
        version=stored.version if stored else 0,
        worked_out=label_of(bank, question, stored.worked_out) if stored else "",
        reckoning=reckoning(question, stored.dates) if stored else (),
        error=error,
        conflict=conflict,
    )


def _pair_row(question: Question, limit: TimeLimit, pair: Mapping[str, Any]) -> PairRow:
    return PairRow(
        limit=limit,
        name=f"{question.id}-{limit.id}",
        input_type="datetime-local" if limit.unit == "hours" else "date",
        starts=pair.get("starts", ""),
        ends=pair.get("ends", ""),
        never_done=bool(pair.get("never_done")),
    )


def label_of(bank: Bank, question: Question, answer_id: str) -> str:
    option = bank.scale_of(question).answer(answer_id)
    return option.label if option else ""


def reckoning(question: Question, dates: Mapping[str, Any]) -> tuple[str, ...]:
    """How the dates were judged, a sentence a pair: the due day and the days that did not count."""
    try:
        judged = judge_each(question, dates, load_calendar())
    except (OutOfOrder, ValueError):
        return ()
    return tuple(
        f"{limit.ends}: in time until {_moment(found.due)}{_skipped(found.skipped)}"
        for limit, found in judged
        if found.due is not None
    )


def _moment(due: datetime | date) -> str:
    if isinstance(due, datetime):
        local = due.astimezone(WALL)
        return f"{local:%H:%M} on {day_text(local.date())}"
    return day_text(due)


def _skipped(skipped: tuple[tuple[date, str], ...]) -> str:
    if not skipped:
        return ""
    return " (not counted: " + ", ".join(f"{why} {day.day} {day:%B}" for day, why in skipped) + ")"


def day_text(day: date) -> str:
    """Tuesday 7 April 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


@dataclass(frozen=True)
class FactRow:
    """A case fact as its page shows it."""

    fact: FactDefinition
    row: CaseFact | None
    value: Any
    error: str = ""
    conflict: Any = None
    options: tuple[OptionRow, ...] = field(default=())

    @property
    def version(self) -> int:
        return self.row.version if self.row else 0

    @property
    def from_caseload(self) -> bool:
        return self.row is not None and self.row.origin == CaseFact.Origin.CASELOAD

    @property
    def shown(self) -> str:
        return fact_text(self.fact, self.value)


def fact_row(fact: FactDefinition, row: CaseFact | None, *, error: str = "", conflict: Any = None) -> FactRow:
    value = row.value if row else None
    return FactRow(fact, row, value, error, conflict, _fact_options(fact, value))


def _fact_options(fact: FactDefinition, value: Any) -> tuple[OptionRow, ...]:
    if fact.kind == "yes_no":
        choices = [("yes", "Yes", value is True), ("no", "No", value is False)]
    elif fact.kind == "choice":
        choices = [(each.id, each.label, value == each.id) for each in fact.options]
    elif fact.kind == "set":
        choices = [(each.id, each.label, each.id in (value or ())) for each in fact.options]
        choices.append(("none_of_these", "None of these", value == []))
    else:
        choices = []
    if fact.kind in ("yes_no", "choice"):
        choices.append(("unknown", UNKNOWN, value is None))
    return tuple(
        OptionRow(option, label, key, checked)
        for key, (option, label, checked) in enumerate(choices, start=1)
    )


def fact_text(fact: FactDefinition, value: Any) -> str:
    """A fact's value in words."""
    if value is None:
        return UNKNOWN
    if fact.kind == "yes_no":
        return "Yes" if value else "No"
    labels = {option.id: option.label for option in fact.options}
    if fact.kind == "set":
        return ", ".join(labels.get(each, each) for each in sorted(value)) or "None of these"
    return labels.get(value, str(value))


def hidden_reason(state: CaseState, hidden: QuestionState) -> str:
    """Why a question is hidden: when it is asked, and what this case's facts say."""
    facts = [
        f"{fact.label} {fact_text(fact, _stored(state, fact.id))}."
        for fact in state.bank.facts_behind(hidden.question)
    ]
    return f"{hidden.question.applies_in_words}. {' '.join(facts)}"


def _stored(state: CaseState, fact_id: str) -> Any:
    row = state.fact_rows.get(fact_id)
    return row.value if row else None


@dataclass(frozen=True)
class ArithmeticRow:
    """One line of a case's score; `points` is empty for what does not count."""

    question: Question
    answer: str
    note: str
    weight: int
    value: str
    points: str


def arithmetic(assignment: Assignment, state: CaseState) -> list[ArithmeticRow]:
    """The score of a submitted case line by line, for the questions that were asked."""
    return [
        _arithmetic_row(assignment.bank, each.question, each.answer)
        for each in state.questions
        if each.answer is not None and each.answer.standing == Answer.Standing.GIVEN
    ]


def _arithmetic_row(bank: Bank, question: Question, answer: Answer) -> ArithmeticRow:
    option = bank.scale_of(question).answer(answer.answer)
    counts = option is not None and option.value is not None
    return ArithmeticRow(
        question=question,
        answer=option.label if option else "",
        note=answer.note,
        weight=question.weight,
        value=number_text(option.value) if counts else "",
        points=number_text(question.weight * option.value) if counts else "",
    )


@dataclass(frozen=True)
class ResultText:
    """The score of a submitted case in words and digits."""

    percent: str
    points: str
    weight: int
    asked_weight: int
    thin: str
    no_evidence: int
    critical: str


def result_text(assignment: Assignment, scoring: Mapping[str, Any] | None = None) -> ResultText:
    """The marker's own result, or the one that scores where it is given (`results_that_score`)."""
    result = scoring or assignment.result
    percent = result["percent"]
    return ResultText(
        percent="" if percent is None else f"{half_up(Fraction(percent), 1)}%",
        points=number_text(Fraction(result["points"])),
        weight=result["weight"],
        asked_weight=result["asked_weight"],
        thin=THIN.get(result["thin"], ""),
        no_evidence=result["no_evidence"],
        critical=", ".join(result["critical_failures"]),
    )


def results_shown_to(reader: User, marks: Iterable[Assignment]) -> dict[int, ResultText]:
    """Assignment pk -> what a submitted first marking scores, for those that the reader may see yet."""
    submitted = {mark.pk: mark for mark in marks if mark.is_submitted}
    hidden = set(hidden_marks(reader).filter(pk__in=submitted).values_list("pk", flat=True))
    results = results_that_score(submitted.values())
    return {pk: result_text(submitted[pk], found) for pk, found in results.items() if pk not in hidden}


def number_text(value: Fraction) -> str:
    """A score's points: whole, or with as many decimals as quarters and halves need."""
    return str(value.numerator) if value.denominator == 1 else f"{half_up(value, 2).normalize():f}"


@dataclass(frozen=True)
class Deadline:
    """A due day and how near it is."""

    due_on: date
    today: date

    @property
    def is_late(self) -> bool:
        return self.due_on < self.today

    @property
    def text(self) -> str:
        days = (self.due_on - self.today).days
        near = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days" if days > 0 else f"{-days} days late")
        return f"{self.due_on.day} {self.due_on:%B %Y} ({near})"


def deadline(due_on: date) -> Deadline:
    return Deadline(due_on, timezone.localdate())
