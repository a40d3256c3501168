"""Which answers given under one edition of a bank stand under another, by the stable ids of questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.definitions.banks import Bank, Question
from rules.scoring.applicability import Applies, Facts, applies


class Fate(StrEnum):
    """What becomes of an answer."""

    CARRIED = "carried"
    GONE = "gone"
    SCALE_CHANGED = "scale_changed"
    PAIRS_CHANGED = "pairs_changed"
    HIDDEN = "hidden"

    @property
    def stands(self) -> bool:
        return self is Fate.CARRIED


@dataclass(frozen=True)
class Carried:
    """One answer under the new edition; `look_again` names what changed of a question whose answer stands."""

    question_id: str
    fate: Fate
    look_again: tuple[str, ...] = ()


_LOOK_AGAIN = {
    "text": "wording",
    "guidance": "guidance",
    "weight": "weight",
    "critical": "critical",
    "applies": "rule",
}


def carry_over(old: Bank, new: Bank, facts: Facts, answered: Mapping[str, str]) -> tuple[Carried, ...]:
    """What becomes of each answer (question id -> answer id, empty for a mere note), in the old bank's order.

    An answer stands when the question is still there, is answered on the same scale by the same pairs of
    dates, and is not hidden by the facts of the case under the new rules. Other limits judge the dates anew.
    """
    return tuple(_carried(old, new, facts, name) for name in _in_order(old, answered))


def _in_order(old: Bank, answered: Mapping[str, str]) -> list[str]:
    """Answers to questions of the old bank in its order, then those that an earlier edition left behind."""
    return [
        *(name for name in old.questions if name in answered),
        *sorted(answered.keys() - old.questions.keys()),
    ]


def unasked_facts(old: Bank, new: Bank) -> tuple[str, ...]:
    """The case facts that only the new edition asks."""
    return tuple(fact.id for fact in new.facts if fact.id not in {each.id for each in old.facts})


def _carried(old: Bank, new: Bank, facts: Facts, name: str) -> Carried:
    before, after = old.questions.get(name), new.questions.get(name)
    if after is None:
        return Carried(name, Fate.GONE)
    if before is None or _worth(old, before) != _worth(new, after):
        return Carried(name, Fate.SCALE_CHANGED)
    if [each.id for each in before.timing] != [each.id for each in after.timing]:
        return Carried(name, Fate.PAIRS_CHANGED)
    if applies(new, after, facts) is Applies.NO:
        return Carried(name, Fate.HIDDEN)
    return Carried(name, Fate.CARRIED, _look_again(before, after))


def _worth(bank: Bank, question: Question) -> tuple[object, ...]:
    """What a scale means: its answers and what each is worth."""
    scale = bank.scale_of(question)
    return (scale.id, *((answer.id, answer.value) for answer in scale.answers))


def _look_again(before: Question, after: Question) -> tuple[str, ...]:
    changed = [words for name, words in _LOOK_AGAIN.items() if getattr(before, name) != getattr(after, name)]
    limits = [[(each.amount, each.unit) for each in question.timing] for question in (before, after)]
    return (*changed, *(["time limit"] if limits[0] != limits[1] else []))
