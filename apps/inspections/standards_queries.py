"""Reads of the standards: their editions, one with the product's short words beside it, two compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from apps.inspections.models import StandardsDraft, StandardsEdition
from rules.definitions.files import validated
from rules.definitions.standards import KeyQuestion, PromptKey, Rating, Standard, Standards, newest_standards
from rules.definitions.standards_beside import UNKNOWN, Beside, ShortPrompt, beside, rules_of
from rules.definitions.standards_changes import Change, Of, What, compare, tally
from rules.definitions.standards_document import (
    DocumentLevel,
    DocumentPrompt,
    DocumentQuestion,
    DocumentStandard,
    LevelCount,
    StandardsDocument,
    counts,
)

OWN_WORDS = "own short words"  # what an edition of the product's own words names as its source
RATED = {
    Rating.EVIDENCE: "rated from evidence, by argument",
    Rating.CASES: "rated from cases",
    Rating.BASELINE: "a baseline: judged on cases, not rated yet",
    Rating.APART: "judged apart, not part of the overall rating",
    Rating.NONE: "not rated",
}


@dataclass(frozen=True)
class EditionRow:
    """An edition in the list, with how much is in it. How many inspections use it is not told here: that
    one is planned is no news for everybody."""

    edition: StandardsEdition
    total: LevelCount


@dataclass(frozen=True)
class PromptView:
    """A prompt as its page shows it; `narrowed`: to which cases alone it applies, in words."""

    key: PromptKey
    printed: DocumentPrompt
    short: ShortPrompt | None
    narrowed: tuple[str, ...]


@dataclass(frozen=True)
class QuestionView:
    printed: DocumentQuestion
    short: KeyQuestion | None
    as_written: bool
    prompts: tuple[PromptView, ...]


@dataclass(frozen=True)
class StandardView:
    printed: DocumentStandard
    short: Standard | None
    rated: str
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True)
class LevelView:
    printed: DocumentLevel
    standards: tuple[StandardView, ...]


def editions() -> QuerySet[StandardsEdition]:
    """Every edition, the newest first, without the bytes of its file."""
    return StandardsEdition.objects.defer("kept").select_related("loaded_by")


def newest_published() -> StandardsEdition | None:
    """The newest edition of a published document: not one of the product's own short words."""
    return editions().exclude(source_name=OWN_WORDS).first()


def edition_rows() -> list[EditionRow]:
    return [EditionRow(each, counts(each.document)[-1]) for each in editions()]


def open_drafts() -> list[StandardsDraft]:
    waiting = StandardsDraft.objects.filter(
        state__in=[StandardsDraft.State.READY, StandardsDraft.State.REFUSED]
    )
    return list(waiting.defer("kept", "content").select_related("uploaded_by"))


def document_of_draft(draft: StandardsDraft) -> StandardsDocument:
    """Raises DefinitionError for a draft with faults."""
    return validated(StandardsDocument, draft.content, file=draft.file_name)


def levels_of(document: StandardsDocument) -> tuple[LevelView, ...]:
    """The document in printed order, with the product's short words where they belong to it."""
    standards = newest_standards()
    words = beside(document, standards)
    return tuple(
        LevelView(level, tuple(_standard(level, each, words, standards) for each in level.standards))
        for level in document.levels
    )


def _standard(
    level: DocumentLevel, printed: DocumentStandard, words: Beside, standards: Standards
) -> StandardView:
    short = words.standards.get((level.id, printed.key))
    questions = tuple(_question(level, each, words, standards) for each in printed.questions)
    return StandardView(printed, short, RATED[short.rating] if short else "", questions)


def _question(
    level: DocumentLevel, printed: DocumentQuestion, words: Beside, standards: Standards
) -> QuestionView:
    short = words.questions.get((level.id, printed.key))
    keys = [PromptKey(level.id, printed.key, prompt.ordinal) for prompt in printed.prompts]
    prompts = tuple(
        PromptView(key, prompt, words.prompts.get(key), narrowed_to(prompt, standards))
        for key, prompt in zip(keys, printed.prompts, strict=True)
    )
    return QuestionView(printed, short.question if short else None, bool(short and short.as_written), prompts)


def narrowed_to(prompt: DocumentPrompt, standards: Standards) -> tuple[str, ...]:
    """To which cases alone the prompt applies, in words; empty for every case."""
    words = {each.id: each.words for each in standards.applicability}
    unknown = f"Marked {prompt.mark or prompt.only_for}: the product knows no rule for it"
    return tuple(unknown if rule == UNKNOWN else words[rule] for rule in rules_of(prompt, standards))


PROMPT_COLUMNS = (
    "key", "level", "standard", "standard_title", "key_question", "key_question_wording", "ordinal", "letter",
    "wording", "sign", "only_for", "applies", "short_words", "written_for_this_wording",
)  # fmt: skip


def prompt_rows(document: StandardsDocument) -> Iterator[dict[str, Any]]:
    """A row for each prompt with its official wording, in printed order: `PROMPT_COLUMNS`."""
    for level in levels_of(document):
        for standard in level.standards:
            for question in standard.questions:
                for prompt in question.prompts:
                    yield _row(level, standard, question, prompt)


def _row(
    level: LevelView, standard: StandardView, question: QuestionView, prompt: PromptView
) -> dict[str, Any]:
    return {
        "key": str(prompt.key),
        "level": level.printed.title or level.printed.id,
        "standard": standard.printed.number,
        "standard_title": standard.printed.title,
        "key_question": question.printed.number,
        "key_question_wording": question.printed.text,
        "ordinal": prompt.printed.ordinal,
        "letter": prompt.printed.letter,
        "wording": prompt.printed.text,
        "sign": prompt.printed.mark,
        "only_for": prompt.printed.only_for,
        "applies": "; ".join(prompt.narrowed) or "always",
        "short_words": prompt.short.prompt.short if prompt.short else "",
        "written_for_this_wording": prompt.short.as_written if prompt.short else None,
    }


CHANGE_COLUMNS = ("part", "change", "key_before", "key_after", "before", "after")

IN_WORDS = {
    What.ADDED: "added",
    What.REMOVED: "removed",
    What.MOVED: "moved or renumbered",
    What.LETTERED: "another letter",
    What.REWORDED: "reworded",
    What.APPLIES: "applies to other cases",
    What.ORDER: "printed in another order",
}


@dataclass(frozen=True)
class Difference:
    """What an edition or a draft changes of an edition; `tallied`: such as "3 prompts added"."""

    old: StandardsEdition
    changes: tuple[Change, ...]

    @property
    def tallied(self) -> tuple[str, ...]:
        return tuple(tallied(self.changes))


def difference(old: StandardsEdition, new: StandardsDocument) -> Difference:
    return Difference(old, compare(old.document, new))


def tallied(changes: tuple[Change, ...]) -> Iterator[str]:
    """How many parts are changed and how, such as "3 prompts added"."""
    found = tally(changes)
    for of in Of:
        for what in What:
            if number := found.get((of, what)):
                yield f"{number} {of if number == 1 else f'{of}s'} {IN_WORDS[what]}"


def change_rows(changes: tuple[Change, ...]) -> Iterator[dict[str, str]]:
    """A row for each change: `CHANGE_COLUMNS`."""
    for each in changes:
        yield {
            "part": str(each.of),
            "change": IN_WORDS[each.what],
            "key_before": each.before,
            "key_after": each.after,
            "before": each.old,
            "after": each.new,
        }


def words_missing(document: StandardsDocument) -> int:
    """How many prompts the product has short words for that the document has nothing for."""
    return len(beside(document, newest_standards()).missing)
