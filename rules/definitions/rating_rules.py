"""Rating rules: how judgements become ratings. One dated edition a file in rules/data/ratings."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.vocabulary import Day, Exact

DATA = Path(__file__).resolve().parent.parent / "data" / "ratings"

Basis = Literal["printed", "practice", "product"]
Rated = Literal["directly", "from_judgements", "collected", "apart"]
# What a standard's rating adds to: only these two make the overall rating.
COUNTED: frozenset[Rated] = frozenset({"directly", "from_judgements"})


class Sourced(Definition):
    """A rule with what it rests on.

    `printed`: a source of the project prints it; `practice`: known from published practice and not printed
    there ([K] in the design); `product`: the product's own choice.
    """

    basis: Basis
    source: str


class RatedStandard(Definition):
    """A standard under this edition.

    `directly`: from evidence, no percentage; `from_judgements`: the lowest of its key questions;
    `collected`: published and not rated; `apart`: rated and not part of the overall rating.
    """

    number: str
    name: str
    rated: Rated
    key_questions: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        return self.rated in COUNTED


class RatingBand(Definition):
    """A band starts at `starts_at`, a whole percent, and gives a standard `score` points."""

    model_config = ConfigDict(populate_by_name=True)

    id: str
    name: str
    starts_at: Annotated[int, Field(ge=0, le=100, alias="from")]
    score: Annotated[int, Field(ge=0)]


class Bands(Sourced):
    rounding: Literal["half_up_to_whole"]
    scale: Annotated[tuple[RatingBand, ...], Field(min_length=2)]


class LowRisk(Sourced):
    """The key questions that a case at low risk of serious harm leaves on both sides."""

    leaves: tuple[str, ...]


class StandardRule(Sourced):
    takes: Literal["lowest_key_question"]


class Discretion(Sourced):
    """When a panel may consider another band; points are on the unrounded percentage, either side."""

    points_from_a_boundary: Annotated[int, Field(ge=0)]
    cases_judged_otherwise: Literal[1]
    subsample_at_most: Annotated[int, Field(ge=0)]


class BandTop(Definition):
    """The band ends at floor(`top` x number of rated standards)."""

    band: str
    top: Exact


class Overall(Sourced):
    """Band tops from the worst band up; the best band has none."""

    tops_per_standard: tuple[BandTop, ...]
    needs: Literal["every_rated_standard"]


class Outcome(Definition):
    id: str
    name: str


class Stability(Definition):
    """Keeping things stable counts as `justified_counts_as` with every justification, else as the other."""

    justifications: Annotated[tuple[str, ...], Field(min_length=1)]
    justified_counts_as: str
    otherwise_counts_as: str


class Outcomes(Sourced):
    """The three-way scale of outcomes: collected, never folded into yes and no."""

    standard: str
    not_rated_for_months: Annotated[int, Field(ge=0)]
    scale: Annotated[tuple[Outcome, ...], Field(min_length=2)]
    stability: Stability


class RatingRules(Definition):
    """An edition. `in_force`: the product rates with it; `for_comparison`: to repeat published ratings."""

    id: str
    title: str
    why_it_matters: str
    source: str
    valid_from: Day
    valid_to: Day | None
    authored_by: str
    checked_by: str
    reviewed_on: Day
    next_review: Day
    status: Literal["in_force", "for_comparison"]
    standards: Annotated[tuple[RatedStandard, ...], Field(min_length=1)]
    bands: Bands
    low_risk: LowRisk
    standard: StandardRule
    discretion: Discretion
    overall: Overall
    outcomes: Outcomes | None = None

    @property
    def rated_standards(self) -> tuple[RatedStandard, ...]:
        """The standards whose scores make the overall rating; every one of them is needed."""
        return tuple(each for each in self.standards if each.counts)

    @property
    def maximum(self) -> int:
        """The total of a unit with the best band in every rated standard."""
        return len(self.rated_standards) * self.bands.scale[0].score

    def standard_numbered(self, number: str) -> RatedStandard | None:
        return next((each for each in self.standards if each.number == number), None)

    def standard_of(self, key_question: str) -> RatedStandard | None:
        """The standard that lists the key question; None when no standard of this edition does."""
        return next((each for each in self.standards if key_question in each.key_questions), None)

    def band_named(self, band_id: str) -> RatingBand:
        """Raises KeyError for a band that the scale does not have."""
        for band in self.bands.scale:
            if band.id == band_id:
                return band
        raise KeyError(band_id)


@cache
def rating_editions() -> tuple[str, ...]:
    """The ids of every edition, by name."""
    return tuple(sorted(path.stem for path in DATA.glob("*.yaml")))


@cache
def load_rating_rules(edition: str) -> RatingRules:
    """An edition by its id. Raises DefinitionError for one that is missing or contradicts itself."""
    if edition not in rating_editions():
        expected = f"found {edition!r}, expected one of {', '.join(rating_editions())}"
        raise DefinitionError([Fault(f"{edition}.yaml", "", f"no such rating rules: {expected}")])
    path = DATA / f"{edition}.yaml"
    return build_rating_rules(read_yaml(path), file=path.name)


@cache
def rating_rules_in_force() -> RatingRules:
    """The edition that the product rates with. Raises DefinitionError unless exactly one says so."""
    found = [rules for rules in map(load_rating_rules, rating_editions()) if rules.status == "in_force"]
    if len(found) != 1:
        names = ", ".join(rules.id for rules in found) or "none"
        raise DefinitionError([Fault("ratings", "status", f"found in_force {names}, expected one edition")])
    return found[0]


def build_rating_rules(raw: object, *, file: str) -> RatingRules:
    """An edition from the value of its file. Raises DefinitionError with every fault."""
    rules = validated(RatingRules, raw, file=file)
    faults = [Fault(file, key, problem) for key, problem in _contradictions(rules)]
    if rules.id != Path(file).stem:
        faults.append(Fault(file, "id", f"found {rules.id}, expected the name of the file"))
    if faults:
        raise DefinitionError(faults)
    return rules


def _contradictions(rules: RatingRules) -> Iterator[tuple[str, str]]:
    yield from _of_standards(rules)
    yield from _of_bands(rules)
    yield from _of_tops(rules)
    if rules.outcomes:
        yield from _of_outcomes(rules, rules.outcomes)


def _of_standards(rules: RatingRules) -> Iterator[tuple[str, str]]:
    numbers = [each.number for each in rules.standards]
    questions = [question for each in rules.standards for question in each.key_questions]
    for name, found in (("standard", numbers), ("key question", questions)):
        doubled = sorted({each for each in found if found.count(each) > 1})
        if doubled:
            yield "standards", f"found the {name} {', '.join(doubled)} more than once"
    for each in rules.standards:
        if bool(each.key_questions) == (each.rated == "directly"):
            yield (
                f"standards.{each.number}",
                "a standard rated directly has no key questions; every other has some",
            )
        strangers = [one for one in each.key_questions if one.rpartition(".")[0] != each.number]
        if strangers:
            yield f"standards.{each.number}", f"found {', '.join(strangers)}, expected its own key questions"
    unknown = [each for each in rules.low_risk.leaves if each not in questions]
    if unknown:
        yield "low_risk.leaves", f"found {', '.join(unknown)}, expected key questions of the standards"


def _of_bands(rules: RatingRules) -> Iterator[tuple[str, str]]:
    starts = [band.starts_at for band in rules.bands.scale]
    if any(upper <= lower for upper, lower in pairwise(starts)) or starts[-1] != 0:
        yield "bands.scale", f"found starts {starts}, expected them to fall from band to band down to 0"
    scores = [band.score for band in rules.bands.scale]
    if any(upper <= lower for upper, lower in pairwise(scores)):
        yield "bands.scale", f"found scores {scores}, expected them to fall from band to band"


def _of_tops(rules: RatingRules) -> Iterator[tuple[str, str]]:
    named = [each.band for each in rules.overall.tops_per_standard]
    expected = [band.id for band in reversed(rules.bands.scale[1:])]
    if named != expected:
        yield "overall.tops_per_standard", f"found {named}, expected {expected}, worst first"
    tops = [each.top for each in rules.overall.tops_per_standard]
    if any(upper <= lower for lower, upper in pairwise(tops)):
        yield "overall.tops_per_standard", "expected the tops to rise from band to band"


def _of_outcomes(rules: RatingRules, outcomes: Outcomes) -> Iterator[tuple[str, str]]:
    standard = rules.standard_numbered(outcomes.standard)
    if standard is None or standard.rated != "collected":
        yield "outcomes.standard", f"found {outcomes.standard}, expected a standard that is collected"
    words = {each.id for each in outcomes.scale}
    for word in (outcomes.stability.justified_counts_as, outcomes.stability.otherwise_counts_as):
        if word not in words:
            yield "outcomes.stability", f"found {word}, expected one of {', '.join(sorted(words))}"
