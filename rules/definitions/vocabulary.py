"""What banks of case questions speak: scales of answers, and facts about a case. Editions, like banks."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer

from rules.definitions.applies import Condition, comparisons_of, parse_condition
from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated

VOCABULARIES = Path(__file__).resolve().parent.parent / "data" / "question_banks" / "vocabulary"

NOT_APPLICABLE = "not_applicable"
NO_EVIDENCE = "no_evidence"


def _fraction(value: Any) -> Fraction:
    try:
        if not isinstance(value, bool | float):
            return Fraction(value)
    except (TypeError, ValueError, ZeroDivisionError):
        pass
    raise ValueError(f"found {value!r}, expected a whole number or a text such as '1/2'")


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


Exact = Annotated[Fraction, BeforeValidator(_fraction), PlainSerializer(str)]
Day = Annotated[date, BeforeValidator(_day)]
FactKind = Literal["yes_no", "choice", "set", "number"]
NoteRule = Literal["always", "critical", "never"]


class AnswerOption(Definition):
    """One answer of a scale. `value` None leaves both sides of the score; `note`: when it is compulsory."""

    id: str
    label: str
    value: Exact | None = None
    note: NoteRule = "never"


class Scale(Definition):
    id: str
    title: str
    timed: bool = False
    answers: tuple[AnswerOption, ...]

    def answer(self, answer_id: str) -> AnswerOption | None:
        return next((each for each in self.answers if each.id == answer_id), None)


class FactOption(Definition):
    id: str
    label: str


class CaseFact(Definition):
    """A thing that is so or not so about a case, asked once."""

    id: str
    kind: FactKind
    label: str
    hint: str = ""
    options: tuple[FactOption, ...] = ()


class DerivedFact(Definition):
    """A yes/no fact that follows from others."""

    id: str
    label: str
    when: str

    @cached_property
    def condition(self) -> Condition:
        return parse_condition(self.when)


class Vocabulary(Definition):
    """Scales and facts; what an edition `extends` belongs to it as well."""

    edition: str
    source: str
    extends: str = ""
    scales: tuple[Scale, ...] = ()
    facts: tuple[CaseFact, ...] = ()
    derived: tuple[DerivedFact, ...] = ()


@cache
def load_vocabulary(edition: str) -> Vocabulary:
    """The scales and case facts of an edition of the vocabulary, those it extends first.

    Raises DefinitionError for an edition that is not there, and for one that says again what it extends.
    """
    path = VOCABULARIES / f"{edition}.yaml"
    if edition not in {each.stem for each in VOCABULARIES.glob("*.yaml")}:
        raise DefinitionError([Fault("vocabulary", edition, "no such edition of the vocabulary")])
    own = validated(Vocabulary, read_yaml(path), file=f"vocabulary/{path.name}")
    return _joined(load_vocabulary(own.extends), own) if own.extends else own


def _joined(earlier: Vocabulary, own: Vocabulary) -> Vocabulary:
    parts = ("scales", "facts", "derived")
    whole = {name: getattr(earlier, name) + getattr(own, name) for name in parts}
    for name, members in whole.items():
        ids = [each.id for each in members]
        if repeated := sorted({each for each in ids if ids.count(each) > 1}):
            problem = f"{', '.join(repeated)} stands in edition {earlier.edition} already"
            raise DefinitionError([Fault(f"vocabulary/{own.edition}.yaml", name, problem)])
    return own.model_copy(update=whole)


def derived_faults(vocabulary: Vocabulary, declared: Mapping[str, CaseFact]) -> Iterator[tuple[str, str]]:
    """Derived facts that go round in a circle: none of them could ever be worked out."""
    rests_on = {each.id: {c.fact for c in comparisons_of(each.condition)} for each in vocabulary.derived}
    settled: set[str] = set(declared) | {fact.id for fact in vocabulary.facts}
    while ready := [name for name in rests_on if name not in settled and rests_on[name] <= settled]:
        settled.update(ready)
    for name in sorted(set(rests_on) - settled):
        missing = sorted(rests_on[name] - settled - set(rests_on))
        yield f"derived.{name}", f"unknown facts {missing}" if missing else "rests on itself"
