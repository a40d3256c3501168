"""From inspectors' judgements of cases to the percentage and band of each key question. Exact fractions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from rules.definitions.rating_rules import RatingBand, RatingRules
from rules.statistics.intervals import Interval, wilson
from rules.statistics.rounding import half_up, rate


class Judged(StrEnum):
    """Whether the work of a case is sufficient on a key question; NA: the question does not apply to it."""

    YES = "yes"
    NO = "no"
    NA = "na"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One key question judged on one case. `low_risk`: the case is at low risk of serious harm."""

    case_id: str
    key_question: str
    judged: Judged
    low_risk: bool


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Cases of a key question; `left_out` were judged, but low-risk cases leave this question."""

    yes: int = 0
    no: int = 0
    not_applicable: int = 0
    left_out: int = 0

    @property
    def judged(self) -> int:
        return self.yes + self.no

    @property
    def percent(self) -> Fraction | None:
        """yes / (yes + no) in percent, exact; None when no case counts."""
        share = rate(self.yes, self.judged)
        return None if share is None else 100 * share


@dataclass(frozen=True, kw_only=True)
class KeyQuestionResult:
    """A key question's figure. `whole` and `band` are None without a case, and where nothing is rated.

    The interval (Wilson, 95%) is for information: no rule of the rating uses it.
    """

    number: str
    counts: Counts
    whole: int | None
    band: RatingBand | None

    @property
    def interval(self) -> Interval | None:
        return wilson(self.counts.yes, self.counts.judged)


def count_judgements(judgements: Iterable[Judgement], rules: RatingRules) -> dict[str, Counts]:
    """The counts of each key question of the rules, in their order; one without a judgement is all zero.

    A case at low risk of serious harm leaves the questions that the rules name: it counts on neither side.
    Raises KeyError for a question that the rules do not know.
    """
    numbers = [number for standard in rules.standards for number in standard.key_questions]
    tallies = {number: dict.fromkeys(Counts.__dataclass_fields__, 0) for number in numbers}
    for each in judgements:
        tallies[each.key_question][_side(each, rules)] += 1
    return {number: Counts(**tally) for number, tally in tallies.items()}


def _side(judgement: Judgement, rules: RatingRules) -> str:
    if judgement.judged is Judged.NA:
        return "not_applicable"
    if judgement.low_risk and judgement.key_question in rules.low_risk.leaves:
        return "left_out"
    return judgement.judged.value


def whole_percent(percent: Fraction) -> int:
    """Rounded half up to a whole number: 64.5 is 65, 64.49 is 64."""
    return int(half_up(percent, 0))


def rating_band(percent: Fraction, rules: RatingRules) -> RatingBand:
    """The band of an exact percentage: rounded half up to a whole number, then banded."""
    whole = whole_percent(percent)
    return next(band for band in rules.bands.scale if whole >= band.starts_at)


def key_question_results(counts: Mapping[str, Counts], rules: RatingRules) -> tuple[KeyQuestionResult, ...]:
    """Percentage and band of each key question of the rules, in their order; missing counts are zero."""
    return tuple(
        _result(number, counts.get(number, Counts()), rules, banded=standard.rated != "collected")
        for standard in rules.standards
        for number in standard.key_questions
    )


def _result(number: str, counts: Counts, rules: RatingRules, *, banded: bool) -> KeyQuestionResult:
    percent = counts.percent
    return KeyQuestionResult(
        number=number,
        counts=counts,
        whole=None if percent is None else whole_percent(percent),
        band=None if percent is None or not banded else rating_band(percent, rules),
    )


def lowest(results: Sequence[KeyQuestionResult]) -> tuple[KeyQuestionResult, ...]:
    """The key question with the lowest exact percentage, every one of them when several tie.

    A question without a case is ignored; empty when no question has one.
    """
    known = [(each.counts.percent, each) for each in results if each.counts.percent is not None]
    least = min((percent for percent, _ in known), default=None)
    return tuple(each for percent, each in known if percent == least)
