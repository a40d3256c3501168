"""What people on probation are asked about their supervision: rules/data/inspections/survey.yaml."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.standards import newest_standards
from rules.definitions.vocabulary import Day

DATA = Path(__file__).resolve().parent.parent / "data" / "inspections" / "survey.yaml"
Language = Literal["en", "cy"]
_Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=20)]
_Words = Annotated[str, Field(min_length=1, max_length=300)]


class Bilingual(Definition):
    """A text in English and in Welsh."""

    en: _Words
    cy: _Words

    def in_language(self, language: Language) -> str:
        return self.cy if language == "cy" else self.en


class Choice(Bilingual):
    id: _Id


class SurveyQuestion(Choice):
    """`prompts`: keys of the domain one prompts on which the answers bear."""

    prompts: Annotated[tuple[str, ...], Field(min_length=1)]


class AboutYou(Choice):
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)]


class SurveyEdition(Definition):
    """The survey from a date on; `fewest_shown` and `fewest_in_a_group` are numbers of replies."""

    valid_from: Day
    edition: Annotated[str, Field(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
    source: str
    reviewed_on: Day
    next_review: Day
    fewest_shown: Annotated[int, Field(ge=5)]
    fewest_in_a_group: Annotated[int, Field(ge=5)]
    most_words: Annotated[int, Field(ge=1, le=5000)]
    answers: Annotated[tuple[Choice, ...], Field(min_length=2)]
    questions: Annotated[tuple[SurveyQuestion, ...], Field(min_length=1)]
    about: tuple[AboutYou, ...]
    texts: Mapping[str, Bilingual]


class _Editions(Definition):
    editions: Annotated[tuple[SurveyEdition, ...], Field(min_length=1)]


@cache
def load_surveys(path: Path = DATA) -> tuple[SurveyEdition, ...]:
    """The editions in order of date.

    Raises DefinitionError for a faulty file, editions out of order, an id that repeats, and a question that
    names no domain one prompt of the standards.
    """
    editions = validated(_Editions, {"editions": read_yaml(path)}, file=path.name).editions
    faults = [Fault(path.name, key, problem) for each in editions for key, problem in _faults(each)]
    dates = [edition.valid_from for edition in editions]
    if sorted(set(dates)) != dates:
        faults.append(Fault(path.name, "valid_from", f"editions overlap or are out of order: {dates}"))
    if faults:
        raise DefinitionError(faults)
    return editions


def _faults(survey: SurveyEdition) -> list[tuple[str, str]]:
    lists = {
        "answers": survey.answers,
        "questions": survey.questions,
        "about": survey.about,
        **{f"about.{one.id}": one.choices for one in survey.about},
    }
    found = [
        (name, f"{repeated} appears more than once")
        for name, members in lists.items()
        for repeated in sorted(_repeated([each.id for each in members]))
    ]
    known = {str(key) for key in newest_standards().prompts if key.level == "domain_one"}
    unknown = [
        (f"questions.{question.id}", f"{key} is no domain one prompt")
        for question in survey.questions
        for key in question.prompts
        if key not in known
    ]
    return found + unknown


def _repeated(ids: list[str]) -> set[str]:
    return {each for each in ids if ids.count(each) > 1}


def survey_edition(edition: str) -> SurveyEdition:
    """The edition of that name. Raises StopIteration for a name that no edition has."""
    return next(each for each in load_surveys() if each.edition == edition)


def survey_on(day: date) -> SurveyEdition:
    """The edition in force on a day; the first one before that."""
    held = [each for each in load_surveys() if each.valid_from <= day]
    return held[-1] if held else load_surveys()[0]
