"""What is wrong with a sentence."""

from dataclasses import dataclass
from enum import StrEnum


class Wrong(StrEnum):
    NUMBER = "number"
    YEAR = "year"
    DIRECTION = "direction"
    VERDICT = "verdict"
    PLACE = "place"
    NO_FIGURE = "no figure"
    MARK = "mark"
    UNCHECKED = "cannot be checked"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """`found`: what the sentence says; `expected`: what the frozen figures say; `instead`: a right sentence.

    `subject`: the measure that it is about; empty where it is about none.
    """

    wrong: Wrong
    found: str
    expected: str
    sentence: str = ""
    subject: str = ""
    instead: str = ""
