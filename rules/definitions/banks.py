"""Question banks: what an audit asks, when a question applies, and what an answer is worth.

A bank's file names the edition of the vocabulary (scales and case facts) that it speaks; both together
are a `Bank`, which a record keeps whole so that an answer opens in its own edition for ever.
"""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from rules.definitions.applies import (
    Comparison,
    Condition,
    ConditionError,
    comparisons_of,
    parse_condition,
)
from rules.definitions.bands import load_bands
from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.vocabulary import (
    CaseFact,
    Day,
    DerivedFact,
    Exact,
    FactKind,
    Scale,
    Vocabulary,
    derived_faults,
    load_vocabulary,
)

DATA = Path(__file__).resolve().parent.parent / "data" / "question_banks"

Unit = Literal["business_days", "days", "hours"]
# An id names fields of a form and parts of addresses, and is kept in columns of this length.
Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,19}$")]
Words = Annotated[str, Field(min_length=1, max_length=1000)]


class TimeLimit(Definition):
    """Two moments and how long may lie between them."""

    id: Id
    starts: Words
    ends: Words
    amount: Annotated[int, Field(ge=0, le=1000)]
    unit: Unit
    source: Words


class Question(Definition):
    id: Id
    text: Words
    scale: str
    applies: Annotated[str, Field(max_length=500)] = "always"
    applies_in_words: Annotated[str, Field(max_length=1000)] = ""
    weight: Annotated[int, Field(ge=0, le=100)]
    judges: Annotated[str, Field(max_length=20)] = ""  # the key question that the answer judges
    justifies: Annotated[str, Field(max_length=40)] = ""  # what of that judgement the answer justifies
    critical: bool = False
    evidence: Words
    source: Words
    guidance: Annotated[str, Field(max_length=2000)] = ""
    timing: tuple[TimeLimit, ...] = ()
    timing_any: bool = False  # the pairs are alternatives: one that fits the case is enough

    @cached_property
    def condition(self) -> Condition | None:
        """When the question applies; None for always."""
        return None if self.applies == "always" else parse_condition(self.applies)


class Section(Definition):
    id: Id
    title: Words
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class ThinRule(Definition):
    """When a case is listed and not scored."""

    most_not_applicable: Exact
    least_weight: Annotated[int, Field(ge=1)]
    source: str


FrameKind = Literal[
    "enforcement",
    "started",
    "referral",
    "unpaid_work",
    "programme",
    "structured_intervention",
    "release",
    "pre_sentence_report",
]


class FrameRule(Definition):
    """Which cases can be drawn: the kind names a query of the caseload.

    The window is `months` long and ends `months_before_end` months before the draw.
    """

    kind: FrameKind
    months: Annotated[int, Field(ge=1)]
    months_before_end: Annotated[int, Field(ge=0)] = 0
    text: str
    source: str


class BankFile(Definition):
    """A bank as its file says it."""

    id: Id
    edition: Annotated[str, Field(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
    title: Annotated[str, Field(min_length=1, max_length=120)]
    why_it_matters: Words
    source: Annotated[str, Field(min_length=1, max_length=200)]
    valid_from: Day
    valid_to: Day | None = None
    authored_by: str
    checked_by: str
    reviewed_on: Day
    next_review: Day
    status: Literal["draft", "published"]
    # What a marked case gives: a score, or judgements of which no score is ever made.
    result: Literal["score", "judgements"] = "score"
    vocabulary: str
    bands: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
    critical_cap: Annotated[int, Field(ge=0, le=100)]
    too_thin: ThinRule
    frame: FrameRule
    facts: tuple[str, ...]
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]


class Bank(Definition):
    """A bank with the part of the vocabulary that it uses."""

    file: BankFile
    scales: tuple[Scale, ...]
    facts: tuple[CaseFact, ...]
    derived: tuple[DerivedFact, ...]

    @property
    def id(self) -> str:
        return self.file.id

    @property
    def edition(self) -> str:
        return self.file.edition

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.file.sections

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Question id -> question, in the bank's order."""
        return {question.id: question for section in self.sections for question in section.questions}

    @cached_property
    def _scales(self) -> Mapping[str, Scale]:
        return {scale.id: scale for scale in self.scales}

    @cached_property
    def _facts(self) -> Mapping[str, CaseFact]:
        return {fact.id: fact for fact in self.facts}

    @property
    def sha256(self) -> str:
        """The hash of the bank's content; a new optional key of the schema leaves it as it is."""
        return sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()

    def scale_of(self, question: Question) -> Scale:
        return self._scales[question.scale]

    def fact(self, fact_id: str) -> CaseFact:
        return self._facts[fact_id]

    def section(self, section_id: str) -> Section | None:
        return next((section for section in self.sections if section.id == section_id), None)

    def facts_behind(self, question: Question) -> tuple[CaseFact, ...]:
        """The facts on which the question's rule rests, derived ones followed to their roots."""
        if question.condition is None:
            return ()
        found: dict[str, CaseFact] = {}
        self._collect(question.condition, found)
        return tuple(found.values())

    def _collect(self, condition: Condition, found: dict[str, CaseFact]) -> None:
        derived = {each.id: each for each in self.derived}
        for comparison in comparisons_of(condition):
            if comparison.fact in derived:
                self._collect(derived[comparison.fact].condition, found)
            else:
                found[comparison.fact] = self.fact(comparison.fact)


def load_bank(bank_id: str, edition: str) -> Bank:
    """One edition of a bank from rules/data. Raises DefinitionError with every fault of the file."""
    path = DATA / bank_id / f"{edition}.yaml"
    if not path.exists():
        raise DefinitionError([Fault(str(path.name), "", f"bank {bank_id} has no edition {edition}")])
    return build_bank(read_yaml(path), file=f"{bank_id}/{path.name}")


@cache
def load_banks() -> tuple[Bank, ...]:
    """Every edition of every bank in rules/data, by id and edition."""
    paths = sorted(path for path in DATA.glob("*/*.yaml") if path.parent.name != "vocabulary")
    return tuple(load_bank(path.parent.name, path.stem) for path in paths)


def build_bank(raw: Any, *, file: str) -> Bank:
    """A bank from the value of its file. Raises DefinitionError with every fault, never only the first."""
    bank_file = validated(BankFile, raw, file=file)
    vocabulary = load_vocabulary(bank_file.vocabulary)
    faults = [Fault(file, key, problem) for key, problem in _faults(bank_file, vocabulary)]
    if faults:
        raise DefinitionError(faults)
    return Bank(
        file=bank_file,
        scales=vocabulary.scales,
        facts=tuple(fact for fact in vocabulary.facts if fact.id in bank_file.facts),
        derived=tuple(each for each in vocabulary.derived if _speaks(each, bank_file.facts, vocabulary)),
    )


def _speaks(derived: DerivedFact, declared: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Whether the bank declares everything that the derived fact rests on."""
    names = {each.fact for each in comparisons_of(derived.condition)}
    return names <= set(declared) | {each.id for each in vocabulary.derived}


def _faults(bank: BankFile, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    questions = [question for section in bank.sections for question in section.questions]
    yield from _repeated("questions", [question.id for question in questions])
    yield from _repeated("sections", [section.id for section in bank.sections])
    yield from _repeated("facts", list(bank.facts))
    yield from _setting_faults(bank)
    yield from _result_faults(bank, questions)
    known = {fact.id: fact for fact in vocabulary.facts}
    for name in bank.facts:
        if name not in known:
            yield f"facts.{name}", "no such fact in the vocabulary"
    declared = {name: known[name] for name in bank.facts if name in known}
    yield from derived_faults(vocabulary, declared)
    scales = {scale.id: scale for scale in vocabulary.scales}
    derived = {each.id for each in vocabulary.derived if _speaks(each, bank.facts, vocabulary)}
    for question in questions:
        yield from _question_faults(question, scales, declared, derived)


def _setting_faults(bank: BankFile) -> Iterator[tuple[str, str]]:
    if bank.valid_to is not None and bank.valid_to < bank.valid_from:
        yield "valid_to", f"found {bank.valid_to}, expected {bank.valid_from} or later"
    if not 0 < bank.too_thin.most_not_applicable <= 1:
        yield (
            "too_thin.most_not_applicable",
            f"found {bank.too_thin.most_not_applicable}, expected a fraction above 0 and up to 1",
        )
    try:
        load_bands(bank.bands)
    except DefinitionError as error:
        yield "bands", str(error)


def _result_faults(bank: BankFile, questions: list[Question]) -> Iterator[tuple[str, str]]:
    """A scored question weighs something; in a bank of judgements only what judges a key question does."""
    for question in questions:
        judges = bank.result == "judgements" and not question.judges
        if (question.weight == 0) != judges:
            expected = "0 beside judgements" if judges else "at least 1"
            yield f"{question.id}.weight", f"found {question.weight}, expected {expected}"
        if question.judges and bank.result == "score":
            yield f"{question.id}.judges", "a bank that is scored judges no key question"


def _repeated(key: str, ids: list[str]) -> Iterator[tuple[str, str]]:
    for repeated in sorted({each for each in ids if ids.count(each) > 1}):
        yield f"{key}.{repeated}", "appears more than once"


def _question_faults(
    question: Question, scales: Mapping[str, Scale], facts: Mapping[str, CaseFact], derived: set[str]
) -> Iterator[tuple[str, str]]:
    scale = scales.get(question.scale)
    if scale is None:
        yield f"{question.id}.scale", f"found {question.scale!r}, expected one of {sorted(scales)}"
    elif scale.timed != bool(question.timing):
        yield f"{question.id}.timing", "a timed scale needs time limits, another scale has none"
    yield from _repeated(f"{question.id}.timing", [limit.id for limit in question.timing])
    try:
        condition = question.condition
    except ConditionError as error:
        yield f"{question.id}.applies", str(error)
        return
    if condition is not None:
        if not question.applies_in_words:
            yield f"{question.id}.applies_in_words", "a question that can be hidden must say when it applies"
        for comparison in comparisons_of(condition):
            yield from _comparison_faults(question.id, comparison, facts, derived)


def _comparison_faults(
    question_id: str, comparison: Comparison, facts: Mapping[str, CaseFact], derived: set[str]
) -> Iterator[tuple[str, str]]:
    key = f"{question_id}.applies"
    if comparison.fact in derived:
        if comparison.operator != "yes":
            yield key, f"{comparison.fact} is derived and can only be yes or no"
        return
    fact = facts.get(comparison.fact)
    if fact is None:
        yield key, f"fact {comparison.fact!r} is not declared by this bank"
        return
    if comparison.operator not in _OPERATORS[fact.kind]:
        yield key, f"{fact.id} is a {fact.kind} fact: {comparison.operator!r} does not fit it"
    unknown = sorted(set(comparison.options) - {option.id for option in fact.options})
    if unknown:
        yield key, f"{fact.id} has no option {', '.join(unknown)}"


_OPERATORS: Mapping[FactKind, frozenset[str]] = {
    "yes_no": frozenset({"yes"}),
    "choice": frozenset({"in"}),
    "set": frozenset({"in", "beyond"}),
    "number": frozenset({">=", "<"}),
}
