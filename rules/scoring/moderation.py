"""Two markings of one case: where they differ, what has to be decided, and what scores in the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.definitions.banks import Bank, Question
from rules.definitions.vocabulary import NO_EVIDENCE
from rules.scoring.applicability import Applies, Facts, FactValue, applicable, applies

FULL, PART, NONE = "full", "part", "none"


@dataclass(frozen=True)
class Marking:
    """What one marker said of a case: facts (a missing one is unknown) and answer ids by question."""

    facts: Facts
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Decided:
    """What an adjudicator decided: fact id -> value (None for unknown), question id -> answer id."""

    facts: Mapping[str, FactValue | None] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Settled:
    """What scores, and what is still to be decided before anything can."""

    facts: Facts
    answers: Mapping[str, str]
    open_facts: tuple[str, ...]
    open_questions: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not (self.open_facts or self.open_questions)


def differing_facts(bank: Bank, first: Marking, second: Marking) -> tuple[str, ...]:
    """The facts that the markers read differently, in the bank's order."""
    return tuple(fact.id for fact in bank.facts if first.facts.get(fact.id) != second.facts.get(fact.id))


def facts_to_settle(bank: Bank, first: Marking, second: Marking) -> tuple[str, ...]:
    """The differing facts because of which some question was asked of one marker only."""
    behind = {
        fact.id
        for question in bank.questions.values()
        if _asked(bank, question, first.facts) != _asked(bank, question, second.facts)
        for fact in bank.facts_behind(question)
    }
    return tuple(fact for fact in differing_facts(bank, first, second) if fact in behind)


def settle(bank: Bank, first: Marking, second: Marking | None, decided: Decided) -> Settled:
    """The facts and answers that score: the decided ones, else the first marker's.

    Without a second marking nothing is open. A question is open when it applies under the settled facts,
    nothing is decided, and the markers differ or the first has no answer to it; while facts are open, the
    questions of both readings are looked at. Source: assessment.md, Second marks.
    """
    facts = _overlaid(first.facts, decided.facts)
    answers = {**first.answers, **decided.answers}
    asked = applicable(bank, facts)
    if second is None:
        return Settled(facts, _answers_to(asked, answers), (), ())
    open_facts = tuple(each for each in facts_to_settle(bank, first, second) if each not in decided.facts)
    open_questions = tuple(
        question.id
        for question in asked
        if question.id not in decided.answers and _differ(question.id, first, second)
    )
    return Settled(facts, _answers_to(asked, answers), open_facts, open_questions)


def _overlaid(facts: Facts, decided: Mapping[str, FactValue | None]) -> dict[str, FactValue]:
    merged = {**facts, **decided}
    return {fact: value for fact, value in merged.items() if value is not None}


def _answers_to(asked: tuple[Question, ...], answers: Mapping[str, str]) -> dict[str, str]:
    return {question.id: answers[question.id] for question in asked if answers.get(question.id)}


def _differ(question: str, first: Marking, second: Marking) -> bool:
    """A question that the second marker was not asked is no difference while the first answered it."""
    mine, other = first.answers.get(question), second.answers.get(question)
    return not mine or (bool(other) and mine != other)


def _asked(bank: Bank, question: Question, facts: Facts) -> bool:
    return applies(bank, question, facts) is not Applies.NO


def credit(bank: Bank, question: Question, answer: str) -> str:
    """What an answer is worth in a word, so that scales can be compared: full, part, none, or its own id.

    Not applicable and no evidence stay apart from the rest. Raises ValueError for an answer that is not
    of the question's scale.
    """
    option = bank.scale_of(question).answer(answer)
    if option is None:
        raise ValueError(f"{question.id}: found {answer!r}, expected an answer of its scale")
    if option.value is None or answer == NO_EVIDENCE:
        return answer
    return FULL if option.value == 1 else PART if option.value else NONE
