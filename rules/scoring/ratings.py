"""From key questions to the rating of each standard, and from those to the overall rating."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import floor

from rules.definitions.rating_rules import RatedStandard, RatingBand, RatingRules
from rules.scoring.discretion import Reason, reasons_for_discretion
from rules.scoring.key_questions import Counts, KeyQuestionResult, key_question_results, lowest


class RatedBy(StrEnum):
    """What a standard's band comes from."""

    JUDGEMENTS = "judgements"  # the lowest key question
    DIRECTLY = "directly"  # rated from evidence
    PANEL = "panel"  # the panel used its discretion


class CannotRate(ValueError):
    """A rating that the rules do not allow; the text says which and why."""


@dataclass(frozen=True, kw_only=True)
class StandardRating:
    """A standard's band, what gave it, and why a panel may consider another.

    `band` and `by` are None when the standard is not rated: no judged case, no direct rating, or collected
    only. `before_panel` is the band without the panel's decision. `lowest` names the key questions that
    decide; empty for a direct rating.
    """

    standard: RatedStandard
    band: RatingBand | None
    by: RatedBy | None
    before_panel: RatingBand | None
    lowest: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def score(self) -> int | None:
        """The points towards the overall rating; None when unrated or standing apart."""
        return self.band.score if self.band and self.standard.counts else None


@dataclass(frozen=True, kw_only=True)
class Rating:
    """A unit's rating. `total` and `overall` are None while a needed standard is not rated."""

    rules: RatingRules
    key_questions: tuple[KeyQuestionResult, ...]
    standards: tuple[StandardRating, ...]
    total: int | None
    overall: RatingBand | None

    @property
    def maximum(self) -> int:
        return self.rules.maximum

    @property
    def missing(self) -> tuple[str, ...]:
        """The standards that are needed and not rated."""
        return tuple(
            each.standard.number for each in self.standards if each.standard.counts and each.score is None
        )

    def standard(self, number: str) -> StandardRating:
        """Raises KeyError for a standard that the rules do not have."""
        for each in self.standards:
            if each.standard.number == number:
                return each
        raise KeyError(number)


def rate_unit(counts: Mapping[str, Counts], direct: Mapping[str, RatingBand], rules: RatingRules) -> Rating:
    """The rating of a unit from the counts of its key questions and the direct ratings of standards.

    A standard takes its lowest key question's band; a question without a judged case is ignored, a standard
    without one is not rated. Raises CannotRate for a direct rating of a standard that the rules do not have,
    that is collected only, or that has judgements of cases as well. Source: assessment.md, How an
    inspection rolls up.
    """
    results = key_question_results(counts, rules)
    _check_direct(direct, counts, rules)
    standards = [_rate_standard(each, results, direct.get(each.number), rules) for each in rules.standards]
    return _summed(results, standards, rules)


def _check_direct(direct: Mapping[str, RatingBand], counts: Mapping[str, Counts], rules: RatingRules) -> None:
    for number in direct:
        standard = rules.standard_numbered(number)
        if standard is None:
            raise CannotRate(f"found a rating of {number}, expected a standard of {rules.id}")
        if standard.rated == "collected":
            raise CannotRate(f"{number} is collected and not rated under {rules.id}")
        judged = [each for each in standard.key_questions if each in counts and counts[each] != Counts()]
        if judged:
            raise CannotRate(
                f"{number} has a rating of its own and judgements of {', '.join(judged)}; expected one"
            )


def _rate_standard(
    standard: RatedStandard,
    results: Sequence[KeyQuestionResult],
    direct: RatingBand | None,
    rules: RatingRules,
) -> StandardRating:
    if direct is not None:
        return StandardRating(standard=standard, band=direct, by=RatedBy.DIRECTLY, before_panel=direct)
    own = [each for each in results if each.number in standard.key_questions]
    deciding = lowest(own)
    if not deciding or standard.rated == "collected":
        return StandardRating(standard=standard, band=None, by=None, before_panel=None)
    return StandardRating(
        standard=standard,
        band=deciding[0].band,
        by=RatedBy.JUDGEMENTS,
        before_panel=deciding[0].band,
        lowest=tuple(each.number for each in deciding),
        reasons=reasons_for_discretion(own, rules),
    )


def decided_by_panel(rating: Rating, decisions: Mapping[str, RatingBand]) -> Rating:
    """The rating with the bands that the panel decided on, by standard, and its total worked out anew.

    Raises CannotRate for a standard where no rule opens discretion. A panel that keeps the band as it is
    needs no opening and changes nothing.
    """
    known = {each.standard.number for each in rating.standards}
    for number in decisions.keys() - known:
        raise CannotRate(f"found a decision on {number}, expected a standard of {rating.rules.id}")
    standards = [_decided(each, decisions.get(each.standard.number)) for each in rating.standards]
    return _summed(rating.key_questions, standards, rating.rules)


def _decided(rated: StandardRating, band: RatingBand | None) -> StandardRating:
    if band is None or band == rated.band:
        return rated
    if not rated.reasons:
        raise CannotRate(f"{rated.standard.number}: no rule opens discretion; expected its band to stand")
    return replace(rated, band=band, by=RatedBy.PANEL)


def _summed(
    results: Sequence[KeyQuestionResult], standards: Sequence[StandardRating], rules: RatingRules
) -> Rating:
    scores = [each.score for each in standards if each.standard.counts]
    known = [score for score in scores if score is not None]
    total = sum(known) if len(known) == len(scores) else None
    return Rating(
        rules=rules,
        key_questions=tuple(results),
        standards=tuple(standards),
        total=total,
        overall=None if total is None else overall_band(total, rules),
    )


def overall_band(total: int, rules: RatingRules) -> RatingBand:
    """The band of a total of scores: 0-4, 5-13, 14-22, 23-27 with nine rated standards.

    Raises ValueError for a total below 0 or above the maximum.
    """
    if not 0 <= total <= rules.maximum:
        raise ValueError(f"total: found {total}, expected 0 to {rules.maximum}")
    for band, top in band_tops(rules):
        if total <= top:
            return band
    raise AssertionError("the last band ends at the maximum")


def band_tops(rules: RatingRules) -> tuple[tuple[RatingBand, int], ...]:
    """Each band of the overall rating with its highest total, worst first; the best ends at the maximum."""
    count = len(rules.rated_standards)
    tops = [
        (rules.band_named(each.band), floor(each.top * count)) for each in rules.overall.tops_per_standard
    ]
    return (*tops, (rules.bands.scale[0], rules.maximum))
