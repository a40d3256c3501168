"""From answers to the score of a case, and from cases to the score of a round. Exact fractions throughout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from rules.definitions.banks import Bank, Question
from rules.definitions.vocabulary import NO_EVIDENCE, NOT_APPLICABLE
from rules.scoring.applicability import Facts, applicable
from rules.statistics.intervals import Interval, mean_interval


class Thin(StrEnum):
    """Why a case is listed and not scored."""

    MOSTLY_NOT_APPLICABLE = "mostly_not_applicable"
    LITTLE_WEIGHT = "little_weight"


class AnswersMissing(ValueError):
    """Questions that apply have no answer; `questions` names them."""

    def __init__(self, questions: Sequence[str]) -> None:
        self.questions = tuple(questions)
        super().__init__(f"no answer to {', '.join(questions)}")


@dataclass(frozen=True)
class CaseScore:
    """The arithmetic of one case.

    points = sum(weight x value) and weight = sum(weight) over what counts; asked_weight is the weight
    that the rules leave applicable. percent is None when the case is too thin to score.
    """

    points: Fraction
    weight: int
    asked_weight: int
    no_evidence: int
    thin: Thin | None
    critical_failures: tuple[str, ...]

    @property
    def percent(self) -> Fraction | None:
        return None if self.thin else 100 * self.points / self.weight


def missing_answers(bank: Bank, facts: Facts, answers: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions that apply and have no answer, in the bank's order."""
    return tuple(each for each in applicable(bank, facts) if not answers.get(each.id))


def score_case(bank: Bank, facts: Facts, answers: Mapping[str, str]) -> CaseScore:
    """The score of a case from answer ids by question id; answers to hidden questions never count.

    Raises AnswersMissing when a question that applies has none, ValueError for an answer that is not of
    its scale. Source: assessment.md, Question banks.
    """
    missing = missing_answers(bank, facts, answers)
    if missing:
        raise AnswersMissing([question.id for question in missing])
    asked = applicable(bank, facts)
    counted = [each for each in asked if answers[each.id] != NOT_APPLICABLE]
    asked_weight = sum(each.weight for each in asked)
    weight = sum(each.weight for each in counted)
    return CaseScore(
        points=sum((each.weight * _value(bank, each, answers[each.id]) for each in counted), Fraction(0)),
        weight=weight,
        asked_weight=asked_weight,
        no_evidence=sum(answers[each.id] == NO_EVIDENCE for each in counted),
        thin=_thin(bank, asked_weight, weight),
        critical_failures=tuple(each.id for each in counted if _fails(bank, each, answers[each.id])),
    )


def _value(bank: Bank, question: Question, answer_id: str) -> Fraction:
    answer = bank.scale_of(question).answer(answer_id)
    if answer is None or answer.value is None:
        allowed = [each.id for each in bank.scale_of(question).answers]
        raise ValueError(f"{question.id}: found {answer_id!r}, expected one of {allowed}")
    return answer.value


def _fails(bank: Bank, question: Question, answer_id: str) -> bool:
    return question.critical and _value(bank, question, answer_id) == 0


def _thin(bank: Bank, asked_weight: int, weight: int) -> Thin | None:
    rule = bank.file.too_thin
    if asked_weight - weight > rule.most_not_applicable * asked_weight:
        return Thin.MOSTLY_NOT_APPLICABLE
    return Thin.LITTLE_WEIGHT if weight < rule.least_weight else None


@dataclass(frozen=True)
class Stratum:
    """A stratum's frame size (None without a frame) and the percent of each of its scored cases."""

    name: str
    frame_size: int | None
    scores: tuple[Fraction, ...]


@dataclass(frozen=True)
class RoundScore:
    """The score of a round in percent; variance and interval are None when one case cannot show spread."""

    percent: Fraction
    scored: int
    variance: Fraction | None
    interval: Interval | None
    strata: tuple[Stratum, ...]  # as used, merged where a stratum had fewer than two scored cases


def score_round(strata: Sequence[Stratum]) -> RoundScore | None:
    """Sum of (N_h / N) x the stratum's mean, with the t interval; None when no case was scored.

    Raises ValueError when a stratum has more scored cases than its frame. Without a frame every case
    weighs the same and nothing is corrected. Source: assessment.md, Question banks.
    """
    merged = merge_thin(_without_frame(strata))
    scored = sum(len(stratum.scores) for stratum in merged)
    if scored == 0:
        return None
    total = sum(_size(stratum) for stratum in merged)
    percent = weighted_mean([(Fraction(_size(stratum)), _mean(stratum.scores)) for stratum in merged])
    variance = _variance(total, merged)
    degrees = scored - len(merged)
    interval = None if variance is None else mean_interval(percent, variance, degrees)
    return RoundScore(percent, scored, variance, interval, tuple(merged))


def weighted_mean(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The mean of scores with weights, as (weight, score). Raises ZeroDivisionError without weight."""
    return sum((w * score for w, score in pairs), Fraction(0)) / sum((w for w, _ in pairs), Fraction(0))


def merge_thin(strata: Sequence[Stratum]) -> list[Stratum]:
    """A stratum with fewer than two scored cases joins the next by name, the last the one before."""
    merged: list[Stratum] = []
    carried: Stratum | None = None
    for stratum in sorted(strata, key=lambda each: each.name):
        whole = _joined(carried, stratum) if carried else stratum
        carried = whole if len(whole.scores) < 2 else None
        if carried is None:
            merged.append(whole)
    if carried is None:
        return merged
    return [*merged[:-1], _joined(merged[-1], carried)] if merged else [carried]


def _joined(one: Stratum, other: Stratum) -> Stratum:
    known = one.frame_size is not None and other.frame_size is not None
    size = (one.frame_size or 0) + (other.frame_size or 0) if known else None
    return Stratum(f"{one.name} + {other.name}", size, one.scores + other.scores)


def _without_frame(strata: Sequence[Stratum]) -> Sequence[Stratum]:
    """One pool when any frame size is unknown: equal weights need no strata."""
    for stratum in strata:
        if stratum.frame_size is not None and len(stratum.scores) > stratum.frame_size:
            raise ValueError(
                f"{stratum.name}: {len(stratum.scores)} scored of {stratum.frame_size} in the frame"
            )
    if all(stratum.frame_size is not None for stratum in strata):
        return strata
    pooled = tuple(score for stratum in strata for score in stratum.scores)
    return (Stratum("all", None, pooled),)


def _size(stratum: Stratum) -> int:
    return len(stratum.scores) if stratum.frame_size is None else stratum.frame_size


def _mean(scores: Sequence[Fraction]) -> Fraction:
    return sum(scores, Fraction(0)) / len(scores)


def _variance(total: int, strata: Sequence[Stratum]) -> Fraction | None:
    if any(len(stratum.scores) < 2 for stratum in strata):
        return None
    terms = [Fraction(_size(stratum), total) ** 2 * _variance_of_mean(stratum) for stratum in strata]
    return sum(terms, Fraction(0))


def _variance_of_mean(stratum: Stratum) -> Fraction:
    """(1 - m / N) s^2 / m; no finite population correction without a frame."""
    count, mean = len(stratum.scores), _mean(stratum.scores)
    spread = sum(((score - mean) ** 2 for score in stratum.scores), Fraction(0)) / (count - 1)
    correction = 1 if stratum.frame_size is None else 1 - Fraction(count, stratum.frame_size)
    return correction * spread / count
