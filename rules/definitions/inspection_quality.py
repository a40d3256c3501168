"""How case assessments of an inspection are checked: rules/data/inspections/quality.yaml."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rules.definitions.dated import Edition, on_day, read_editions
from rules.definitions.evidence_register import Word
from rules.definitions.rating_rules import Sourced
from rules.definitions.vocabulary import Day, Exact

DATA = Path(__file__).resolve().parent.parent / "data" / "inspections" / "quality.yaml"
KindId = Literal["safety_against_prompts", "first_cases", "at_a_boundary", "stability"]
# The kinds that say how many.
NUMBERED: frozenset[str] = frozenset({"first_cases", "at_a_boundary"})


class DipRule(Sourced):
    """Of each assessor's locked cases `share`, rounded up, at least `at_least_per_assessor`, at most all."""

    share: Annotated[Exact, Field(gt=0, le=1)]
    at_least_per_assessor: Annotated[int, Field(ge=0)]
    order: Literal["sha256-dip-1"]


class CheckOutcome(Word):
    """`reopens`: the case goes back to its assessor; `checked_again`: always, once it is submitted anew."""

    reopens: bool
    checked_again: bool

    @model_validator(mode="after")
    def _only_what_comes_back(self) -> "CheckOutcome":
        if self.checked_again and not self.reopens:
            raise ValueError(f"{self.id}: found checked_again, expected reopens with it")
        return self


class GateKind(Sourced):
    """A kind of case that a gatekeeper checks. `number`: how many of them, of the kinds that say so."""

    id: KindId
    words: Annotated[str, Field(min_length=1, max_length=120)]
    number: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _numbered_or_not(self) -> "GateKind":
        if (self.number is None) is (self.id in NUMBERED):
            raise ValueError(f"{self.id}: a number belongs to {', '.join(sorted(NUMBERED))}, and only there")
        return self


class QualityRules(Edition):
    """The rules from a date on."""

    edition: Annotated[str, Field(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
    next_review: Day
    dip_sample: DipRule
    rationale: Annotated[tuple[Word, ...], Field(min_length=2)]
    outcomes: Annotated[tuple[CheckOutcome, ...], Field(min_length=2)]
    gatekeeping: tuple[GateKind, ...]

    @model_validator(mode="after")
    def _each_once(self) -> "QualityRules":
        for name in ("rationale", "outcomes", "gatekeeping"):
            ids = [each.id for each in getattr(self, name)]
            if len(set(ids)) != len(ids):
                raise ValueError(f"{name}: found {', '.join(ids)}, expected each once")
        if all(each.reopens for each in self.outcomes):
            raise ValueError("outcomes: expected one that does not reopen the case")
        return self

    def outcome(self, outcome_id: str) -> CheckOutcome | None:
        return next((each for each in self.outcomes if each.id == outcome_id), None)

    def kind(self, kind_id: str) -> GateKind | None:
        return next((each for each in self.gatekeeping if each.id == kind_id), None)


@cache
def load_quality_rules(path: Path = DATA) -> tuple[QualityRules, ...]:
    """The editions in order of date. Raises DefinitionError with what is wrong."""
    return read_editions(QualityRules, path)


def quality_rules_on(day: date) -> QualityRules:
    """The edition in force on a day; the first one before that."""
    return on_day(load_quality_rules(), day)


def quality_words(code: str) -> str:
    """The newest words of an outcome, a rationale or a kind, of any edition; an unknown code as it is."""
    found = {each.id: each.words for rules in load_quality_rules() for each in _all(rules)}
    return found.get(code, code)


def _all(rules: QualityRules) -> Iterable[Word | GateKind]:
    return (*rules.rationale, *rules.outcomes, *rules.gatekeeping)
