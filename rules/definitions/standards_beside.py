"""The product's short words beside a published edition: which of them belongs to which of its prompts.

The hash of a wording ties them, so that a prompt that moved keeps its short words. Where only the place is
the same, the words were written for another wording, and that is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.definitions.standards import (
    KeyQuestion,
    Prompt,
    PromptKey,
    Standard,
    Standards,
    fingerprint,
)
from rules.definitions.standards_document import DocumentPrompt, StandardsDocument

UNKNOWN = "unknown"  # a sign or a word that the product knows no rule for


@dataclass(frozen=True)
class ShortPrompt:
    """`key`: of the short words; `as_written`: whether they were written for the wording beside them."""

    key: PromptKey
    prompt: Prompt
    as_written: bool


@dataclass(frozen=True)
class ShortQuestion:
    question: KeyQuestion
    as_written: bool


@dataclass(frozen=True)
class Beside:
    """What of the short words stands beside what, and `missing`: those that nothing of the document fits."""

    prompts: Mapping[PromptKey, ShortPrompt]
    questions: Mapping[tuple[str, str], ShortQuestion]
    standards: Mapping[tuple[str, str], Standard]
    missing: tuple[PromptKey, ...]


def beside(document: StandardsDocument, standards: Standards) -> Beside:
    """Short words by the document's own keys; a prompt that has none is not in the mapping."""
    prompts = _prompts(document, standards)
    used = {each.key for each in prompts.values()}
    questions = {
        key: ShortQuestion(short, _fits(question.text, short.wording, short.short))
        for key, question in document.questions.items()
        if (short := standards.questions.get(key))
    }
    numbered = {(level.id, each.number): each for level in standards.levels for each in level.standards}
    titles = {
        (level.id, each.key): numbered[level.id, each.key]
        for level in document.levels
        for each in level.standards
        if (level.id, each.key) in numbered
    }
    return Beside(prompts, questions, titles, tuple(key for key in standards.prompts if key not in used))


def _prompts(document: StandardsDocument, standards: Standards) -> dict[PromptKey, ShortPrompt]:
    """By place and wording, then by wording within the level, then by place alone."""
    found: dict[PromptKey, ShortPrompt] = {}
    left = dict(standards.prompts)
    for key, prompt in document.prompts.items():
        short = left.get(key)
        if short and _fits(prompt.text, short.wording, short.short):
            found[key] = ShortPrompt(key, left.pop(key), as_written=True)
    by_wording = {(key.level, short.wording): key for key, short in reversed(left.items()) if short.wording}
    for key, prompt in document.prompts.items():
        origin = by_wording.get((key.level, fingerprint(prompt.text)))
        if key not in found and origin in left:
            found[key] = ShortPrompt(origin, left.pop(origin), as_written=True)
    for key in document.prompts:
        if key not in found and key in left:
            found[key] = ShortPrompt(key, left.pop(key), as_written=False)
    return found


def _fits(text: str, wording: str, short: str) -> bool:
    """An edition made of the short words themselves fits them too."""
    return text == short or fingerprint(text) == wording


def rules_of(prompt: DocumentPrompt, standards: Standards) -> tuple[str, ...]:
    """The rules that narrow the cases to which the document says that the prompt applies: ids of
    `standards`, with `UNKNOWN` for a sign or words before it that the product has no rule for. Empty: always.
    """
    by_words = {each.prefix.casefold(): each.id for each in standards.applicability if each.prefix}
    by_sign = {each.mark: each.id for each in standards.applicability if each.mark}
    found = []
    if prompt.only_for:
        found.append(by_words.get(prompt.only_for.casefold(), UNKNOWN))
    found += [by_sign.get(sign, UNKNOWN) for sign in prompt.mark]
    return tuple(found)
