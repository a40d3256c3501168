"""A bank's form as an auditor would see it, for a case with given facts; nothing of it is stored."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from apps.assessments.forms import BadEntry, fact_value
from apps.assessments.models import CaseFact
from apps.assessments.presentation import FactRow, QuestionRow, fact_row, hidden_reason, question_row
from apps.assessments.queries import CaseState, QuestionState, SectionState
from rules.definitions.banks import Bank, Question, Section
from rules.scoring.applicability import FactValue, applies, read_fact


@dataclass(frozen=True)
class SectionPreview:
    """A section as its page shows it: the questions asked, and those hidden with the reason."""

    section: Section
    rows: tuple[QuestionRow, ...]
    hidden: tuple[tuple[Question, str], ...]


@dataclass(frozen=True)
class Preview:
    facts: tuple[FactRow, ...]
    sections: tuple[SectionPreview, ...]
    asked_count: int
    asked_weight: int


def preview(bank: Bank, data: QueryDict) -> Preview:
    """The form for the facts in `data`, named as the page of facts names them; the others are unknown."""
    entered = {fact.id: _entered(fact, data) for fact in bank.facts}
    rows = {
        name: CaseFact(fact=name, value=value) for name, (value, _) in entered.items() if value is not None
    }
    state = _state(bank, rows)
    asked = [each.question for each in state.questions if not each.is_hidden]
    return Preview(
        facts=tuple(fact_row(fact, rows.get(fact.id), error=entered[fact.id][1]) for fact in bank.facts),
        sections=tuple(_section(bank, state, each) for each in state.sections),
        asked_count=len(asked),
        asked_weight=sum(question.weight for question in asked),
    )


def _entered(fact: Any, data: QueryDict) -> tuple[Any, str]:
    try:
        return fact_value(fact, data), ""
    except BadEntry as error:
        return None, str(error)


def _state(bank: Bank, rows: dict[str, CaseFact]) -> CaseState:
    read = {name: read_fact(bank.fact(name).kind, row.value) for name, row in rows.items()}
    facts: dict[str, FactValue] = {name: value for name, value in read.items() if value is not None}
    sections = tuple(
        SectionState(
            section,
            tuple(QuestionState(each, applies(bank, each, facts), None, "") for each in section.questions),
        )
        for section in bank.sections
    )
    return CaseState(bank, facts, rows, sections)


def _section(bank: Bank, state: CaseState, section: SectionState) -> SectionPreview:
    return SectionPreview(
        section=section.section,
        rows=tuple(question_row(bank, each) for each in section.asked),
        hidden=tuple((each.question, hidden_reason(state, each)) for each in section.hidden),
    )
