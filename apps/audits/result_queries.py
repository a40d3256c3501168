"""What published rounds say beyond their score: question by question, by delivery unit, by who people are."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from apps.audits.models import AuditRound
from apps.audits.queries import ScoredCase, scale_of, submitted_cases
from apps.audits.question_results import QuestionResult, by_question, question_results
from rules.definitions.bank_changes import same_trend
from rules.definitions.banks import Question
from rules.statistics.differences import Difference, newcombe
from rules.statistics.intervals import Interval, mean_interval
from rules.statistics.rounding import half_up
from rules.tables.funnel import Funnel, funnel

FEWEST_SHOWN = 5  # of a group; fewer show no percentage, and how few stays untold (assessment.md)
AGE_BANDS = ((18, 20), (21, 24), (25, 34), (35, 44), (45, 54), (55, 64))


def newest_of_each_region(rounds: QuerySet[AuditRound], bank: str) -> list[AuditRound]:
    """The newest published round of the bank in each region, by region; rounds of contracts are left out."""
    found: dict[str, AuditRound] = {}
    for one in _published(rounds, bank).order_by("region__code", "-window_last_on", "-pk"):
        found.setdefault(one.region_id, one)
    return list(found.values())


def earlier_than(rounds: QuerySet[AuditRound], one: AuditRound) -> AuditRound | None:
    """The published round of the same bank and region before this one."""
    before = _published(rounds, one.edition.bank).filter(
        region=one.region_id, window_last_on__lt=one.window_first_on
    )
    return before.order_by("-window_last_on", "-pk").first()


def _published(rounds: QuerySet[AuditRound], bank: str) -> QuerySet[AuditRound]:
    return rounds.filter(state=AuditRound.State.LOCKED, edition__bank=bank, contract_id="")


@dataclass(frozen=True)
class QuestionRow:
    """One question over several rounds, None where a round's edition does not ask it in this sense."""

    question: Question
    results: tuple[QuestionResult | None, ...]


def question_table(rounds: Sequence[AuditRound]) -> list[QuestionRow]:
    """Every question of the newest edition among the rounds, one result a round."""
    if not rounds:
        return []
    newest = max((one.edition for one in rounds), key=lambda edition: (edition.valid_from, edition.pk))
    found = [_comparable(one, newest.edition) for one in rounds]
    return [
        QuestionRow(question, tuple(each.get(question.id) for each in found))
        for question in newest.definition.questions.values()
    ]


def _comparable(one: AuditRound, edition: str) -> Mapping[str, QuestionResult]:
    return by_question(question_results(one)) if same_trend(one.edition.edition, edition) else {}


@dataclass(frozen=True)
class QuestionChange:
    """One question in two rounds; the difference is of the shares fully met, second less first."""

    question: Question
    before: QuestionResult | None
    after: QuestionResult
    difference: Difference | None


def question_changes(before: AuditRound, after: AuditRound) -> list[QuestionChange]:
    """Each question of the later round against the earlier one, where both ask it in the same sense."""
    old = _comparable(before, after.edition.edition)
    return [_changed(old.get(new.question.id), new) for new in question_results(after)]


def _changed(old: QuestionResult | None, new: QuestionResult) -> QuestionChange:
    enough = old is not None and min(old.counted, new.counted) >= FEWEST_SHOWN
    difference = newcombe((old.full, old.counted), (new.full, new.counted)) if old and enough else None
    return QuestionChange(new.question, old, new, difference)


@dataclass(frozen=True)
class Group:
    """Some scored cases: their mean score with its t interval, and how many reach the second band.

    `mean` is None for a group too small to show; `count` is None where even that stays untold.
    """

    name: str
    count: int | None
    mean: Fraction | None
    interval: Interval | None


def by_unit(audit_round: AuditRound) -> tuple[list[Group], Funnel | None, int]:
    """The round's cases by delivery unit, the funnel of those that reach the second band, and that band's
    least whole percent. Rates of units are compared in the funnel only, never ranked."""
    cases = _scored(audit_round)
    enough = scale_of(audit_round).bands[1].starts_at
    grouped = _grouped(cases, lambda case: case.assignment.sampled_case.unit_code)
    counts = {name: (_reaching(found, enough), len(found)) for name, found in grouped.items()}
    return [_group(name, found) for name, found in grouped.items()], funnel(counts), enough


def by_characteristic(audit_round: AuditRound) -> dict[str, list[Group]]:
    """Title -> the round's cases by sex and by age at the first day of the window, as the sample froze them.

    A group of fewer than five is not shown, nor the next smallest where a single hidden one could be worked
    out from the others.
    """
    cases = _scored(audit_round)
    return {
        "Sex": _protected(_grouped(cases, _sex)),
        "Age": _protected(_grouped(cases, lambda case: _age_band(_person(case).get("age")))),
    }


def _scored(audit_round: AuditRound) -> list[ScoredCase]:
    return [case for case in submitted_cases(audit_round) if case.result["percent"] is not None]


def _person(case: ScoredCase) -> Mapping[str, object]:
    return case.assignment.sampled_case.snapshot.get("person", {})


def _sex(case: ScoredCase) -> str:
    return str(_person(case).get("sex") or "unknown").replace("unknown", "not recorded").capitalize()


def _age_band(age: object) -> str:
    if not isinstance(age, int):
        return "Not recorded"
    for first, last in AGE_BANDS:
        if first <= age <= last:
            return f"{first} to {last}"
    return "65 and over" if age > AGE_BANDS[-1][1] else "Under 18"


def _grouped(cases: Iterable[ScoredCase], name: Callable[[ScoredCase], Any]) -> dict[str, list[Fraction]]:
    found: dict[str, list[Fraction]] = defaultdict(list)
    for case in cases:
        found[str(name(case) or "Not recorded")].append(case.percent())
    return dict(sorted(found.items()))


def _reaching(scores: Sequence[Fraction], enough: int) -> int:
    return sum(half_up(score, 0) >= enough for score in scores)


def _protected(grouped: Mapping[str, Sequence[Fraction]]) -> list[Group]:
    hidden = {name for name, scores in grouped.items() if len(scores) < FEWEST_SHOWN}
    shown = sorted((len(scores), name) for name, scores in grouped.items() if name not in hidden)
    if len(hidden) == 1 and shown:
        hidden.add(shown[0][1])
    return [
        Group(name, None, None, None) if name in hidden else _group(name, scores)
        for name, scores in grouped.items()
    ]


def _group(name: str, scores: Sequence[Fraction]) -> Group:
    if len(scores) < FEWEST_SHOWN:
        return Group(name, len(scores), None, None)
    mean = sum(scores, Fraction(0)) / len(scores)
    spread = sum(((score - mean) ** 2 for score in scores), Fraction(0)) / (len(scores) - 1)
    return Group(name, len(scores), mean, mean_interval(mean, spread / len(scores), len(scores) - 1))
