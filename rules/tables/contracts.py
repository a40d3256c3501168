"""Contracts that people are referred under, beside the delivery agreements that say so."""

from collections.abc import Mapping
from enum import StrEnum


class Standing(StrEnum):
    """How a contract of the extract and an agreement fit, in the order in which to look at them."""

    NOT_AGREED = "not_agreed"
    NOT_USED = "not_used"
    NOT_IN_EXTRACT = "not_in_extract"
    NOT_LINKED = "not_linked"
    AGREED = "agreed"
    IDLE = "idle"


WORDS: Mapping[Standing, str] = {
    Standing.NOT_AGREED: "People are referred, no agreement",
    Standing.NOT_USED: "Agreed, nobody is referred",
    Standing.NOT_IN_EXTRACT: "Agreed, not in the extract",
    Standing.NOT_LINKED: "Agreed, linked with no contract",
    Standing.AGREED: "Agreed, people are referred",
    Standing.IDLE: "No agreement, nobody is referred",
}


def standing(*, referrals: int, is_agreed: bool) -> Standing:
    """Of a contract that the extract holds. referrals: of the year, as counted and not as printed.

    The words tell of a printed count no more than that it is not nought, which a suppressed one never is.
    """
    if referrals:
        return Standing.AGREED if is_agreed else Standing.NOT_AGREED
    return Standing.NOT_USED if is_agreed else Standing.IDLE
