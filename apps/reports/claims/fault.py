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


_OWN = "Take it out, or name where it is from behind the sentence: [own figure: its source]."
_REMEDIES = {
    Wrong.UNCHECKED: _OWN,
    Wrong.NO_FIGURE: _OWN,
    Wrong.MARK: "Put in an offered sentence, or correct the mark.",
    Wrong.YEAR: "Name the year that the figure is of, as in 2025-26.",
}


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

    @property
    def remedy(self) -> str:
        """How the writer puts it right, beside taking the right sentence."""
        return _REMEDIES.get(self.wrong, "Correct it to what the figures say.")
