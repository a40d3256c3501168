"""What a new edition of a bank changes, whether it is a minor or a major one, and its number.

Wording makes a minor edition; a change of meaning makes a major one, after which a series of scores starts
anew. Source: question-banks.md, Form behaviour 5.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rules.definitions.banks import Bank, Question, TimeLimit

FIRST_EDITION = "1.0"


class Size(StrEnum):
    """How much changed."""

    NOTHING = "nothing"
    MINOR = "minor"
    MAJOR = "major"


@dataclass(frozen=True)
class Change:
    """One thing that changed: of a question, or of the whole bank (`question` is empty then)."""

    question: str
    what: str
    before: str
    after: str
    size: Size


@dataclass(frozen=True)
class BankDifference:
    """A new bank against an earlier edition; `added` and `removed` in the order of their own bank."""

    added: tuple[Question, ...]
    removed: tuple[Question, ...]
    changes: tuple[Change, ...]

    @property
    def size(self) -> Size:
        if self.added or self.removed or any(each.size is Size.MAJOR for each in self.changes):
            return Size.MAJOR
        return Size.MINOR if self.changes else Size.NOTHING

    def of_question(self, question_id: str) -> tuple[Change, ...]:
        return tuple(each for each in self.changes if each.question == question_id)


# What a question says, and what it means: its worth, when it is asked, how it is answered.
_WORDING = {
    "text": "wording",
    "applies_in_words": "when it is asked, in words",
    "evidence": "evidence",
    "guidance": "guidance",
    "source": "source",
}
_MEANING = {
    "scale": "answers",
    "applies": "rule",
    "weight": "weight",
    "judges": "key question that it judges",
    "justifies": "what it justifies",
    "critical": "critical",
    "timing_any": "alternative pairs of dates",
}
_BANK_WORDING = {
    "title": "title",
    "why_it_matters": "why it matters",
    "source": "source",
    "valid_from": "valid from",
    "valid_to": "valid to",
    "authored_by": "author",
    "checked_by": "checker",
    "reviewed_on": "reviewed on",
    "next_review": "next review",
}
_BANK_MEANING = {
    "result": "what a marked case gives",
    "bands": "rating scale",
    "critical_cap": "cap of a failed critical question",
}


def compare(old: Bank, new: Bank) -> BankDifference:
    """What `new` changes of `old`, question by question; the file's own edition number is no change."""
    return BankDifference(
        added=tuple(each for name, each in new.questions.items() if name not in old.questions),
        removed=tuple(each for name, each in old.questions.items() if name not in new.questions),
        changes=(*_bank_changes(old, new), *_question_changes(old, new)),
    )


def next_edition(latest: str, size: Size) -> str:
    """The number after `latest`: 1.4 becomes 1.5 for a minor edition, 2.0 for a major one."""
    major, minor = numbers(latest)
    return f"{major + 1}.0" if size is Size.MAJOR else f"{major}.{minor + 1}"


def numbers(edition: str) -> tuple[int, int]:
    """Major and minor number of an edition. Raises ValueError for a text that is not like 1.0."""
    major, dot, minor = edition.partition(".")
    if not (dot and major.isdecimal() and minor.isdecimal()):
        raise ValueError(f"edition: found {edition!r}, expected a number such as 1.0")
    return int(major), int(minor)


def same_trend(one: str, other: str) -> bool:
    """Whether scores of two editions of a bank may stand in one series: only wording lies between them."""
    return numbers(one)[0] == numbers(other)[0]


def _bank_changes(old: Bank, new: Bank) -> Iterator[Change]:
    for names, size in ((_BANK_WORDING, Size.MINOR), (_BANK_MEANING, Size.MAJOR)):
        for name, what in names.items():
            yield from _change("", what, size, getattr(old.file, name), getattr(new.file, name))
    thin = [(bank.file.too_thin.most_not_applicable, bank.file.too_thin.least_weight) for bank in (old, new)]
    yield from _change("", "when a case is too thin to score", Size.MAJOR, *map(_thin_text, thin))
    frames = [
        (bank.file.frame.kind, bank.file.frame.months, bank.file.frame.months_before_end)
        for bank in (old, new)
    ]
    yield from _change("", "frame", Size.MAJOR, *map(_frame_text, frames))
    words = [f"{bank.file.frame.text} ({bank.file.frame.source})" for bank in (old, new)]
    yield from _change("", "words about the frame", Size.MINOR, *words)
    sources = [bank.file.too_thin.source for bank in (old, new)]
    yield from _change("", "source of the rule for thin cases", Size.MINOR, *sources)
    yield from _change("", "case facts", Size.MINOR, *(", ".join(bank.file.facts) for bank in (old, new)))
    yield from _vocabulary_changes(old, new)
    yield from _layout_changes(old, new)


def _vocabulary_changes(old: Bank, new: Bank) -> Iterator[Change]:
    """Scales are what answers are worth; a fact that both ask means what its kind and options say."""
    worth = [
        {scale.id: [(answer.id, answer.value) for answer in scale.answers] for scale in bank.scales}
        for bank in (old, new)
    ]
    for name in sorted(worth[0].keys() & worth[1].keys()):
        yield from _change("", f"scale {name}", Size.MAJOR, worth[0][name], worth[1][name])
    facts = [
        {fact.id: (fact.kind, [each.id for each in fact.options]) for fact in bank.facts}
        for bank in (old, new)
    ]
    for name in sorted(facts[0].keys() & facts[1].keys()):
        yield from _change("", f"case fact {name}", Size.MAJOR, facts[0][name], facts[1][name])


def _layout_changes(old: Bank, new: Bank) -> Iterator[Change]:
    titles = [" / ".join(section.title for section in bank.sections) for bank in (old, new)]
    yield from _change("", "sections", Size.MINOR, *titles)
    orders = [
        [name for name in bank.questions if name in other.questions]
        for bank, other in ((old, new), (new, old))
    ]
    if orders[0] != orders[1]:
        yield Change("", "order of the questions", ", ".join(orders[0]), ", ".join(orders[1]), Size.MINOR)


def _question_changes(old: Bank, new: Bank) -> Iterator[Change]:
    for name, question in new.questions.items():
        if name in old.questions:
            before = old.questions[name]
            for names, size in ((_MEANING, Size.MAJOR), (_WORDING, Size.MINOR)):
                for field, what in names.items():
                    yield from _change(name, what, size, getattr(before, field), getattr(question, field))
            yield from _limit_changes(name, before.timing, question.timing)


def _limit_changes(name: str, old: tuple[TimeLimit, ...], new: tuple[TimeLimit, ...]) -> Iterator[Change]:
    meaning = ["; ".join(f"{each.id}: {each.amount} {each.unit}" for each in limits) for limits in (old, new)]
    yield from _change(name, "time limits", Size.MAJOR, *meaning)
    words = [
        "; ".join(f"{each.starts} – {each.ends} ({each.source})" for each in limits) for limits in (old, new)
    ]
    yield from _change(name, "words about the time limits", Size.MINOR, *words)


def _change(question: str, what: str, size: Size, before: Any, after: Any) -> Iterator[Change]:
    if before != after:
        yield Change(question, what, _text(before), _text(after), size)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _thin_text(rule: tuple[Any, int]) -> str:
    return f"more than {rule[0]} not applicable, or less than {rule[1]} weight"


def _frame_text(rule: tuple[str, int, int]) -> str:
    return f"{rule[0]}, {rule[1]} months ending {rule[2]} months before the draw"
