"""Where the two markers of a case differ, side by side, in the words of the bank."""

from dataclasses import dataclass
from typing import Any

from apps.assessments.date_words import dates_in_words
from apps.assessments.models import Adjudication, Answer, Assignment
from apps.assessments.presentation import fact_text, label_of, reckoning
from apps.assessments.queries import CaseState, case_state
from apps.assessments.scoring_answers import Settlement
from rules.definitions.banks import Bank, Question
from rules.scoring.moderation import differing_facts, facts_to_settle

NOT_ASKED = "Not asked: the facts say that it does not apply"
NO_ANSWER = "No answer"
KINDS = Adjudication.Kind


@dataclass(frozen=True)
class Side:
    """What one marker says: the answer in words, the note, each pair of dates, how they were judged."""

    said: str
    note: str = ""
    dates: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """One fact or question on which the markers differ, with what was decided about it.

    options: (value as a form's text, words); decided: the decision in words, empty while there is none.
    judges: the key question that the answer judges, in banks of judgements.
    """

    kind: str
    key: str
    text: str
    sides: tuple[Side, Side]
    options: tuple[tuple[str, str], ...]
    is_open: bool
    decision: Adjudication | None
    decided: str
    critical: bool = False
    weight: int = 0
    judges: str = ""

    @property
    def needs_decision(self) -> bool:
        return self.is_open or self.decision is not None


@dataclass(frozen=True)
class Differences:
    """Everything on which the two markers of a case differ. Facts come first: they say what is asked."""

    facts: tuple[Difference, ...]
    questions: tuple[Difference, ...]
    agreed: int

    def find(self, kind: str, key: str) -> Difference | None:
        everything = (*self.facts, *self.questions)
        return next((each for each in everything if (each.kind, each.key) == (kind, key)), None)

    @property
    def open_count(self) -> int:
        return sum(each.is_open for each in (*self.facts, *self.questions))


def differences_of(settlement: Settlement, second: Assignment) -> Differences:
    """The differences of a case whose markers were compared; `second` is its second marking."""
    sides = (case_state(settlement.assignment), case_state(second))
    bank = settlement.assignment.bank
    questions = [
        question
        for question in bank.questions.values()
        if _answer_id(sides[0], question) != _answer_id(sides[1], question)
        or (KINDS.ANSWER, question.id) in settlement.decisions
        or question.id in settlement.settled.open_questions
    ]
    asked_of_both = [each for each in bank.questions if all(each in side.answer_ids for side in sides)]
    return Differences(
        facts=_facts(bank, settlement, sides),
        questions=tuple(_question(bank, settlement, question, sides) for question in questions),
        agreed=sum(sides[0].answer_ids[each] == sides[1].answer_ids[each] for each in asked_of_both),
    )


def _facts(bank: Bank, settlement: Settlement, sides: tuple[CaseState, CaseState]) -> tuple[Difference, ...]:
    if settlement.second is None:
        return ()
    decisive = facts_to_settle(bank, settlement.first, settlement.second)
    return tuple(
        _fact(bank, settlement, fact, sides, decisive=fact in decisive)
        for fact in differing_facts(bank, settlement.first, settlement.second)
    )


def _fact(
    bank: Bank, settlement: Settlement, fact_id: str, sides: tuple[CaseState, CaseState], *, decisive: bool
) -> Difference:
    fact = bank.fact(fact_id)
    values = [_stored(side, fact_id) for side in sides]
    decision = settlement.decisions.get((KINDS.FACT, fact_id))
    return Difference(
        kind=KINDS.FACT,
        key=fact_id,
        text=fact.label,
        sides=(Side(fact_text(fact, values[0])), Side(fact_text(fact, values[1]))),
        options=tuple((str(mark), fact_text(fact, value)) for mark, value in enumerate(values, start=1))
        if decisive
        else (),
        is_open=fact_id in settlement.settled.open_facts,
        decision=decision,
        decided=fact_text(fact, decision.value) if decision else "",
    )


def fact_value_of(settlement: Settlement, fact_id: str, mark: str, second: Assignment) -> Any:
    """The stored value of a fact as marking number `mark` (a form's text) reads it."""
    chosen = settlement.assignment if mark == str(Assignment.FIRST_MARK) else second
    return _stored(case_state(chosen), fact_id)


def _stored(state: CaseState, fact_id: str) -> Any:
    row = state.fact_rows.get(fact_id)
    return row.value if row else None


def _question(
    bank: Bank, settlement: Settlement, question: Question, sides: tuple[CaseState, CaseState]
) -> Difference:
    decision = settlement.decisions.get((KINDS.ANSWER, question.id))
    return Difference(
        kind=KINDS.ANSWER,
        key=question.id,
        text=question.text,
        sides=(_side(bank, question, sides[0]), _side(bank, question, sides[1])),
        options=tuple((each.id, each.label) for each in bank.scale_of(question).answers),
        is_open=question.id in settlement.settled.open_questions,
        decision=decision,
        decided=label_of(bank, question, decision.value) if decision else "",
        critical=question.critical,
        weight=question.weight,
        judges=question.judges,
    )


def _answer_id(state: CaseState, question: Question) -> str:
    return state.answer_ids.get(question.id, "")


def _side(bank: Bank, question: Question, state: CaseState) -> Side:
    found = state.question(question.id)
    if found.is_hidden:
        return Side(NOT_ASKED)
    answer = found.answer
    if answer is None or not answer.answer or answer.standing != Answer.Standing.GIVEN:
        return Side(NO_ANSWER)
    return Side(
        said=label_of(bank, question, answer.answer),
        note=answer.note,
        dates=dates_in_words(question, answer.dates),
        judged=reckoning(question, answer.dates),
    )
