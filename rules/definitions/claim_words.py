"""The words by which a report claims something of its figures: rules/data/reports/claim_words.yaml."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rules.definitions import dated
from rules.definitions.files import Definition

DATA = Path(__file__).resolve().parent.parent / "data" / "reports" / "claim_words.yaml"
WayName = Literal["up", "down", "same", "similar", "better", "worse"]
HedgeName = Literal["more", "at_least", "less", "at_most", "nearly", "just_over", "about"]
Phrase = Annotated[str, Field(pattern=r"^\S+( \S+)*$")]
Phrases = tuple[Phrase, ...]
Percent = Annotated[Decimal, Field(ge=0, le=100, strict=False)]
Positive = Annotated[Decimal, Field(gt=0, strict=False)]


class ClaimLimits(Definition):
    """How exact words must be. Points are percentage points; `times_share` is a part of the ratio said."""

    fraction_points: Positive
    near_points: Positive
    similar_points: Positive
    times_share: Annotated[Decimal, Field(gt=0, lt=1, strict=False)]


class Quantifier(Definition):
    """Words for a share of the cases; both ends, in per cent, belong to it."""

    words: Phrases
    from_percent: Annotated[Percent, Field(alias="from")]
    to_percent: Annotated[Percent, Field(alias="to")]

    @model_validator(mode="after")
    def _in_order(self) -> "Quantifier":
        if self.from_percent > self.to_percent:
            raise ValueError(f"from {self.from_percent} is more than to {self.to_percent}")
        return self


class Multiple(Definition):
    """Words for a ratio to the year before, such as 2 or 1/2."""

    words: Phrases
    times: Annotated[str, Field(pattern=r"^[1-9]\d*(/[1-9]\d*)?$")]


class LanguageWords(Definition):
    """The phrases of one language; a kind that is left out is not looked for.

    `made`: verbs of which the figure is the object; `rates`: words for what a measure gives; `met_alone`,
    `missed_alone`: verdicts that name no target; `pronouns`: quantifiers that need no noun; `parts`: word ->
    denominator; `things`: what a measure counts, `other_counted`: what none does; `done`, `not_done`: what
    became of a case; `denies`: directly before what is denied, `denies_far`: anywhere before it; `modals`,
    `planned`: the same before what is wished; `happened`: what makes "to rise" a fact all the same; `joins`:
    what begins a clause; `carries_on`: what may stand before a direction that is still about the
    measure named before it;
    `goes_on`, `leads_in`: how a sentence begins that is about the one before; `compares`: words between a
    place's figure and the region's; `no_claim`: phrases that look like a claim and are none.
    """

    directions: Mapping[WayName, Phrases]
    made: Mapping[WayName, Phrases] = {}
    rates: Phrases = ()
    above: Phrases = ()
    below: Phrases = ()
    targets: Phrases
    met: Phrases
    missed: Phrases
    met_alone: Phrases = ()
    missed_alone: Phrases = ()
    all_targets: Phrases = ()
    not_all_targets: Phrases = ()
    no_targets: Phrases = ()
    colours: Phrases = ()
    judged: Phrases = ()
    best_band: Phrases = ()
    worst_band: Phrases = ()
    parts: Mapping[str, Annotated[int, Field(ge=2)]] = {}
    hedges: Mapping[HedgeName, Phrases] = {}
    quantifiers: tuple[Quantifier, ...] = ()
    pronouns: Phrases = ()
    multiples: tuple[Multiple, ...] = ()
    superlatives: Mapping[Literal["highest", "lowest", "best", "worst"], Phrases] = {}
    elsewhere: Phrases = ()
    ever: Phrases = ()
    every_quarter: Phrases = ()
    things: Phrases = ()
    other_counted: Phrases = ()
    done: Phrases = ()
    not_done: Phrases = ()
    denies: Phrases
    denies_far: Phrases = ()
    modals: Phrases = ()
    planned: Phrases = ()
    happened: Phrases = ()
    joins: Phrases = ()
    carries_on: Phrases = ()
    goes_on: Phrases = ()
    leads_in: Phrases = ()
    volume: Phrases = ()
    region: Phrases = ()
    compares: Phrases = ()
    no_claim: Phrases = ()
    last_year: Phrases = ()
    this_year: Phrases = ()


class ClaimWords(dated.Edition):
    """`names`: measure -> how writers call it beside its title; `languages`: code -> its words."""

    edition: str
    next_review: date
    limits: ClaimLimits
    names: Mapping[str, Phrases]
    languages: Mapping[str, LanguageWords]


@cache
def load_claim_words(path: Path = DATA) -> tuple[ClaimWords, ...]:
    """The editions in order of date. Raises DefinitionError for a faulty one."""
    return dated.read_editions(ClaimWords, path)


def claim_words_on(day: date) -> ClaimWords:
    """The words in force on a day (the last of the year that is reported); the first ones before that."""
    return dated.on_day(load_claim_words(), day)
