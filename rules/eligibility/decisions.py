"""A decision from its criteria: each one met, not met or open, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rules.definitions.eligibility import Criterion, Reference

Fact = str | int | None


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion says. code: the word of the extract's programme_decisions for a no."""

    criterion: str
    answer: Answer
    sentence: str
    code: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One of the three decisions. answer: no with any no, else not known with any open one, else yes."""

    kind: str
    answer: Answer
    reasons: tuple[Reason, ...]

    @property
    def deciding(self) -> tuple[Reason, ...]:
        """The reasons that make the answer what it is."""
        return tuple(reason for reason in self.reasons if reason.answer is self.answer)


def decide(
    kind: str, criteria: Sequence[Criterion], facts: Mapping[str, Fact], reference: Reference
) -> Decision:
    """A decision by all its criteria, in their order. KeyError for a fact that is not derived."""
    reasons = tuple(_reason(each, facts[each.fact], reference) for each in criteria)
    answers = {reason.answer for reason in reasons}
    answer = next((a for a in (Answer.NO, Answer.NOT_KNOWN) if a in answers), Answer.YES)
    return Decision(kind, answer, reasons)


def _reason(criterion: Criterion, found: Fact, reference: Reference) -> Reason:
    if found is None:
        answer = Answer.YES if criterion.not_known_is == "met" else Answer.NOT_KNOWN
        return Reason(criterion.id, answer, criterion.not_known, criterion.reason)
    met = _is_met(criterion, found)
    sentence = (criterion.met if met else criterion.not_met).format(
        found=_in_words(criterion, found, reference)
    )
    return Reason(criterion.id, Answer.YES if met else Answer.NO, sentence, criterion.reason)


def _is_met(criterion: Criterion, found: str | int) -> bool:
    if isinstance(found, str):
        return found in (criterion.one_of or ())
    if criterion.at_least is not None:
        return found >= criterion.at_least
    return criterion.at_most is not None and found <= criterion.at_most


def _in_words(criterion: Criterion, found: str | int, reference: Reference) -> str:
    if criterion.fact == "reoffending_band":
        return reference.band_in_words(str(found))
    return str(found).replace("_", " ")
