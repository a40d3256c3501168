"""What is wrong with a file of a bank."""

from dataclasses import dataclass

LONGEST_FOUND = 120


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong: where, what was found there, and what was expected."""

    place: str
    found: str
    expected: str = ""


class Refused(Exception):
    """The file cannot be read on; carries why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults)
        self.faults = faults


def shown(value: object) -> str:
    """What was found, short enough to print."""
    text = "nothing" if value is None or value == "" else str(value)
    return text if len(text) <= LONGEST_FOUND else f"{text[:LONGEST_FOUND]}…"
