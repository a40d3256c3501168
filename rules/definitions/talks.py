"""Guides of questions for talks with people on probation: rules/data/inspections/talks.yaml."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from rules.definitions.dated import Edition, on_day, read_editions
from rules.definitions.files import DefinitionError, Fault
from rules.definitions.standards import PromptKey, newest_standards
from rules.definitions.survey import Bilingual, Choice, SurveyQuestion
from rules.definitions.vocabulary import Day

DATA = Path(__file__).resolve().parent.parent / "data" / "inspections" / "talks.yaml"
LEVELS = ("domain_one", "regional")


class TalkQuestion(SurveyQuestion):
    """A question with the prompts on which what people answer bears."""

    @property
    def keys(self) -> tuple[PromptKey, ...]:
        return tuple(PromptKey.parse(each) for each in self.prompts)


class Guide(Choice):
    """How a kind of talk is held. `asks`: ids of its questions in order; people: how many take part."""

    fewest_people: Annotated[int, Field(ge=1)]
    most_people: Annotated[int, Field(ge=1, le=200)]
    opening: Bilingual
    asks: Annotated[tuple[str, ...], Field(min_length=1)]


class TalkEdition(Edition):
    """The guides from a date on. Below `fewest_shown` people nothing is published."""

    edition: Annotated[str, Field(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
    next_review: Day
    fewest_shown: Annotated[int, Field(ge=5)]
    ways: Annotated[tuple[Choice, ...], Field(min_length=1)]
    languages: Annotated[tuple[Choice, ...], Field(min_length=1)]
    questions: Annotated[tuple[TalkQuestion, ...], Field(min_length=1)]
    guides: Annotated[tuple[Guide, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _fits_together(self) -> "TalkEdition":
        for name in ("ways", "languages", "questions", "guides"):
            ids = [each.id for each in getattr(self, name)]
            if len(set(ids)) != len(ids):
                raise ValueError(f"{name}: found {', '.join(ids)}, expected each once")
        known = {each.id for each in self.questions}
        for guide in self.guides:
            if len(set(guide.asks)) != len(guide.asks) or not known.issuperset(guide.asks):
                raise ValueError(f"{guide.id}: asks what there is not, or something twice")
            if guide.most_people < guide.fewest_people:
                raise ValueError(f"{guide.id}: at most {guide.most_people} people, at least more")
        return self

    def guide(self, guide_id: str) -> Guide | None:
        return next((each for each in self.guides if each.id == guide_id), None)

    def question(self, question_id: str) -> TalkQuestion | None:
        return next((each for each in self.questions if each.id == question_id), None)

    def asked_by(self, guide: Guide) -> tuple[TalkQuestion, ...]:
        """The guide's questions in its order."""
        own = {each.id: each for each in self.questions}
        return tuple(own[each] for each in guide.asks)


@cache
def load_talks(path: Path = DATA) -> tuple[TalkEdition, ...]:
    """The editions in order of date.

    Raises DefinitionError for a faulty file, and for a question that names no prompt of the standards on the
    levels that are weighed from evidence.
    """
    editions = read_editions(TalkEdition, path)
    faults = [fault for each in editions for fault in _strange_prompts(each, path.name)]
    if faults:
        raise DefinitionError(faults)
    return editions


def _strange_prompts(edition: TalkEdition, file: str) -> Iterator[Fault]:
    known = {str(key) for key in newest_standards().prompts if key.level in LEVELS}
    for question in edition.questions:
        for key in question.prompts:
            if key not in known:
                yield Fault(file, f"questions.{question.id}", f"{key} is no domain one or regional prompt")


def talks_on(day: date) -> TalkEdition:
    """The edition in force on a day; the first one before that."""
    return on_day(load_talks(), day)


def talk_edition(edition: str) -> TalkEdition:
    """The edition of that name. Raises StopIteration for a name that no edition has."""
    return next(each for each in load_talks() if each.edition == edition)
