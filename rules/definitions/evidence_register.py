"""The words of the evidence register: rules/data/inspections/evidence_register.yaml."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from rules.definitions.dated import Edition, on_day, read_editions
from rules.definitions.files import Definition

DATA = Path(__file__).resolve().parent.parent / "data" / "inspections" / "evidence_register.yaml"
Words = Annotated[tuple["Word", ...], Field(min_length=1)]


class Word(Definition):
    """A choice: what is stored, and what people read."""

    id: Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=20)]
    words: Annotated[str, Field(min_length=1, max_length=120)]


class RegisterRules(Edition):
    """What an item of evidence may be, what weight it may carry, and how it may bear on a prompt."""

    most_items: Annotated[int, Field(ge=1)]
    kinds: Words
    weights: Words
    bearings: Words

    @model_validator(mode="after")
    def _each_once(self) -> "RegisterRules":
        for name in ("kinds", "weights", "bearings"):
            ids = [word.id for word in getattr(self, name)]
            if len(set(ids)) != len(ids):
                raise ValueError(f"{name}: found {', '.join(ids)}, expected each once")
        return self


@cache
def load_register_rules(path: Path = DATA) -> tuple[RegisterRules, ...]:
    """The editions in order of date. Raises DefinitionError with what is wrong."""
    return read_editions(RegisterRules, path)


def register_rules_on(day: date) -> RegisterRules:
    """The edition in force on a day; the first one before that."""
    return on_day(load_register_rules(), day)


def register_words(code: str) -> str:
    """The newest words of a kind, weight or bearing, of any edition; the code itself for an unknown one."""
    found = {word.id: word.words for rules in load_register_rules() for word in _all(rules)}
    return found.get(code, code)


def _all(rules: RegisterRules) -> Iterable[Word]:
    return (*rules.kinds, *rules.weights, *rules.bearings)
