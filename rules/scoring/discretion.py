"""When a ratings panel may consider another band for a standard, and why. It shows; it never decides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from rules.definitions.rating_rules import RatingBand, RatingRules
from rules.scoring.key_questions import Counts, KeyQuestionResult, lowest, rating_band
from rules.statistics.rounding import half_up


class Why(StrEnum):
    NEAR_A_BOUNDARY = "near_a_boundary"
    ONE_CASE_OTHERWISE = "one_case_otherwise"
    SMALL_SUBSAMPLE = "small_subsample"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason to consider discretion: the lowest key question that gives it, and a sentence."""

    why: Why
    key_question: str
    sentence: str


def reasons_for_discretion(results: Sequence[KeyQuestionResult], rules: RatingRules) -> tuple[Reason, ...]:
    """Every reason in a standard's key questions, of its lowest one or, when several tie, of each of those.

    Empty when no case counts or no rule opens discretion. Source: rule `discretion` of the rating rules.
    """
    found: list[Reason] = []
    for each in lowest(results):
        found += _near_a_boundary(each, rules)
        found += _one_case_otherwise(each, results, rules)
        found += _small_subsample(each, rules)
    return tuple(found)


def _near_a_boundary(result: KeyQuestionResult, rules: RatingRules) -> Iterator[Reason]:
    reach, percent = rules.discretion.points_from_a_boundary, _percent(result.counts)
    for boundary in (band.starts_at for band in rules.bands.scale[:-1]):
        if abs(percent - boundary) <= reach:
            shown = f"{result.number} is {half_up(percent, 2)}%"
            sentence = f"{shown}, within {reach} points of the boundary at {boundary}%"
            yield Reason(why=Why.NEAR_A_BOUNDARY, key_question=result.number, sentence=sentence)


def _one_case_otherwise(
    result: KeyQuestionResult, results: Sequence[KeyQuestionResult], rules: RatingRules
) -> Iterator[Reason]:
    others = [_percent(each.counts) for each in results if each is not result and each.counts.judged]
    now = rating_band(_percent(result.counts), rules)
    for counts in _judged_otherwise(result.counts):
        then = rating_band(min([_percent(counts), *others]), rules)
        if then != now:
            yield _otherwise(result.number, then)


def _judged_otherwise(counts: Counts) -> Iterator[Counts]:
    """The counts with one no as a yes, then with one yes as a no, where there is one."""
    if counts.no:
        yield replace(counts, yes=counts.yes + 1, no=counts.no - 1)
    if counts.yes:
        yield replace(counts, yes=counts.yes - 1, no=counts.no + 1)


def _otherwise(number: str, band: RatingBand) -> Reason:
    sentence = f"one case judged otherwise on {number} would make the standard {band.name}"
    return Reason(why=Why.ONE_CASE_OTHERWISE, key_question=number, sentence=sentence)


def _small_subsample(result: KeyQuestionResult, rules: RatingRules) -> Iterator[Reason]:
    judged, most = result.counts.judged, rules.discretion.subsample_at_most
    if judged <= most:
        cases = "1 case" if judged == 1 else f"{judged} cases"
        sentence = f"{result.number} was judged in {cases}; {most} or fewer is a small subsample"
        yield Reason(why=Why.SMALL_SUBSAMPLE, key_question=result.number, sentence=sentence)


def _percent(counts: Counts) -> Fraction:
    """As `Counts.percent`, of counts that hold a judged case, as the lowest questions do."""
    return Fraction(100 * counts.yes, counts.judged)
