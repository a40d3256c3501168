"""The languages of documents, region by region and dated: rules/data/languages.yaml."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator

from rules.definitions.dated import Edition, on_day, read_editions

PATH = Path(__file__).resolve().parent.parent / "data" / "languages.yaml"
ENGLISH, WELSH = "en", "cy"
Codes = Annotated[tuple[str, ...], BeforeValidator(tuple)]


class LanguageRules(Edition):
    """`offered`: language -> codes of the regions whose documents are printed in it beside English."""

    offered: dict[Literal["cy"], Codes]
    publish_partly_english: bool
    publish_unchecked: bool

    def of_region(self, code: str) -> tuple[str, ...]:
        """The languages that the region's documents may be asked for in, English first."""
        return (ENGLISH, *(language for language, codes in self.offered.items() if code in codes))

    def why_not_publish(self, *, still_english: int, unchecked: int) -> str:
        """Why a translation may not be published; empty when it may. Both count words and sentences."""
        if still_english and not self.publish_partly_english:
            return f"{still_english} of its words and sentences are still in English"
        if unchecked and not self.publish_unchecked:
            return f"{unchecked} entries of the catalogue have not been checked by a translator"
        return ""


@cache
def load_languages(path: Path = PATH) -> tuple[LanguageRules, ...]:
    """Every edition, in order. Raises DefinitionError."""
    return read_editions(LanguageRules, path)


def languages_on(day: date) -> LanguageRules:
    """The rules in force on a day."""
    return on_day(load_languages(), day)
