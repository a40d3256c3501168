"""How inspectors assess cases: rules/data/inspections/case_assessment.yaml, and the bank made of it."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.definitions.banks import Bank, build_bank
from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.standards import Standards
from rules.definitions.standards_document import (
    DocumentPrompt,
    DocumentQuestion,
    DocumentStandard,
    StandardsDocument,
)
from rules.definitions.vocabulary import Day

DATA = Path(__file__).resolve().parent.parent / "data" / "inspections" / "case_assessment.yaml"
BANK = "INSPECTION"


class When(Definition):
    """A condition in the language of banks, and in words that follow "Asked when"."""

    applies: str
    words: str


class Justification(Definition):
    """`id`: as the rules of ratings name it."""

    id: Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]
    text: str


class OutcomeRule(Definition):
    """How progress is judged, and what is asked instead where stability was expected."""

    standard: str
    progress: When
    stability: When
    justifications: Annotated[tuple[Justification, ...], Field(min_length=1)]


class CaseAssessment(Definition):
    """The rules from a date on. `applicability`: by the ids that the standards use."""

    valid_from: Day
    edition: Annotated[str, Field(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
    source: str
    reviewed_on: Day
    next_review: Day
    level: str
    vocabulary: str
    applicability: Mapping[str, When]
    safety: When
    standards: Mapping[str, When]
    outcomes: OutcomeRule
    facts: tuple[str, ...]
    guidance: Mapping[str, str]


class _Editions(Definition):
    editions: Annotated[tuple[CaseAssessment, ...], Field(min_length=1)]


@cache
def load_case_assessment(path: Path = DATA) -> tuple[CaseAssessment, ...]:
    """The editions in order of date. Raises DefinitionError for a faulty file or editions out of order."""
    editions = validated(_Editions, {"editions": read_yaml(path)}, file=path.name).editions
    dates = [edition.valid_from for edition in editions]
    if sorted(set(dates)) != dates:
        problem = f"editions overlap or are out of order: {dates}"
        raise DefinitionError([Fault(path.name, "valid_from", problem)])
    return editions


def case_bank(document: StandardsDocument, own: Standards, *, edition: str, rules: CaseAssessment) -> Bank:
    """The bank by which cases are assessed against a published document.

    A section for each key question: its prompts, then the judgement that they inform, which alone counts. The
    wording is the document's; which question is about safety and which prompt is about some cases only, `own`
    and the document's marks tell. `edition` names the bank's edition. Raises DefinitionError for a document
    without the level that cases are assessed on.
    """
    level = document.level(rules.level)
    if level is None:
        raise DefinitionError([Fault("standards", rules.level, "the document has no such level")])
    builder = _Builder(own, rules)
    sections = [
        builder.section(standard, question) for standard in level.standards for question in standard.questions
    ]
    return build_bank(_file(edition, rules, sections), file=f"{BANK}/{edition}")


def _file(edition: str, rules: CaseAssessment, sections: list[dict[str, object]]) -> dict[str, object]:
    return {
        "id": BANK,
        "edition": edition,
        "title": "Case assessment",
        "why_it_matters": "What is judged of a case is judged against published questions, the same for all",
        "source": rules.source[:200],
        "valid_from": rules.valid_from,
        "authored_by": "product",
        "checked_by": "product",
        "reviewed_on": rules.reviewed_on,
        "next_review": rules.next_review,
        "status": "published",
        "result": "judgements",
        "vocabulary": rules.vocabulary,
        "bands": "audit_score",
        "critical_cap": 100,
        "too_thin": {"most_not_applicable": 1, "least_weight": 1, "source": "not used: nothing is scored"},
        "frame": {
            "kind": "started",
            "months": 3,
            "text": "The cohort of the inspection",
            "source": "product",
        },
        "facts": list(rules.facts),
        "sections": sections,
    }


class _Builder:
    """Makes sections of key questions."""

    def __init__(self, own: Standards, rules: CaseAssessment) -> None:
        self.rules = rules
        self.safety = {number for (_, number), each in own.questions.items() if each.safety}
        self.applicability = own.applicability

    def section(self, standard: DocumentStandard, question: DocumentQuestion) -> dict[str, object]:
        whens = list(self._whens(standard, question))
        prompts = [self._prompt(question, prompt, whens) for prompt in question.prompts]
        judged = list(self._judged(standard, question, whens))
        return {
            "id": _id("K", question.key),
            "title": f"{question.number} {question.text}",
            "questions": [*prompts, *judged],
        }

    def _whens(self, standard: DocumentStandard, question: DocumentQuestion) -> Iterator[When]:
        if standard.number in self.rules.standards:
            yield self.rules.standards[standard.number]
        if question.number in self.safety:
            yield self.rules.safety

    def _prompt(
        self, question: DocumentQuestion, prompt: DocumentPrompt, whens: list[When]
    ) -> dict[str, object]:
        own = [self.rules.applicability[name] for name in self._named(prompt)]
        return {
            "id": _id("P", f"{question.key}.{prompt.ordinal}"),
            "text": prompt.text,
            "scale": "prompt",
            **_applies([*whens, *own]),
            "weight": 0,
            "evidence": "Informs the judgement; prompts are not averaged",
            "source": f"Prompt {question.number} {prompt.letter}",
        }

    def _named(self, prompt: DocumentPrompt) -> Iterator[str]:
        """The rules of applicability by which the document marks the prompt."""
        for rule in self.applicability:
            starred = rule.mark and rule.mark in prompt.mark
            worded = rule.prefix and prompt.only_for.casefold().startswith(rule.prefix.casefold())
            if starred or worded:
                yield rule.id

    def _judged(
        self, standard: DocumentStandard, question: DocumentQuestion, whens: list[When]
    ) -> Iterator[dict[str, object]]:
        outcomes = self.rules.outcomes
        if standard.number != outcomes.standard:
            yield self._judgement(question, "sufficient", question.text, whens)
            return
        yield self._judgement(question, "outcome", question.text, [*whens, outcomes.progress])
        for place, each in enumerate(outcomes.justifications, start=1):
            judged = self._judgement(question, "justified", each.text, [*whens, outcomes.stability])
            yield judged | {"id": _id("J", f"{question.key}.{place}"), "justifies": each.id}

    def _judgement(
        self, question: DocumentQuestion, scale: str, text: str, whens: list[When]
    ) -> dict[str, object]:
        return {
            "id": _id("J", question.key),
            "text": text,
            "scale": scale,
            **_applies(whens),
            "weight": 1,
            "judges": question.number,
            "evidence": "The rationale, from the evidence of the whole case",
            "source": f"Key question {question.number}",
            "guidance": self.rules.guidance.get(question.number, ""),
        }


def _id(kind: str, key: str) -> str:
    """P2_3_2_1 for prompt 1 of key question 2.3.2: names a field of a form."""
    return f"{kind}{key.replace('.', '_').replace('-', '_')}"[:20]


def _applies(whens: list[When]) -> dict[str, str]:
    if not whens:
        return {"applies": "always"}
    return {
        "applies": " and ".join(f"({when.applies})" for when in whens),
        "applies_in_words": f"Asked when {' and '.join(when.words for when in whens)}",
    }
