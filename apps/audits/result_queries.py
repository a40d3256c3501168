"""What published rounds say beyond their score: question by question, by delivery unit, by who people are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from apps.audits.contract_queries import part_of
from apps.audits.group_results import CharacteristicGroups, by_characteristic
from apps.audits.models import AuditRound
from apps.audits.queries import ScoredCase, scale_of, submitted_cases
from apps.audits.question_results import QuestionResult, by_question, question_results
from apps.audits.unit_scores import UnitScore, unit_scores
from rules.definitions.audit_characteristics import audit_characteristics_on
from rules.definitions.bank_changes import same_trend
from rules.definitions.banks import Question
from rules.definitions.small_numbers import small_numbers_on
from rules.scoring.combine import Part
from rules.statistics.differences import Difference, newcombe
from rules.statistics.means import Estimate, MeanDifference, difference_of_means
from rules.statistics.rounding import half_up
from rules.tables.funnel import Funnel, funnel


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


def score_change(before: AuditRound, after: AuditRound) -> MeanDifference | None:
    """The later locked score less the earlier one, in points; None where an edition in between changed the
    meaning of the bank, or where too few cases were scored to tell how far either could be off."""
    if not same_trend(before.edition.edition, after.edition.edition):
        return None
    first, second = (_estimate(part_of(one.score)) for one in (before, after))
    return difference_of_means(first, second) if first and second else None


def _estimate(part: Part) -> Estimate | None:
    degrees = part.scored - part.strata
    if part.variance is None or degrees < 1:
        return None
    return Estimate(mean=part.percent, variance=part.variance, degrees=degrees)


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
    if old is None or not (old.shows_percent and new.shows_percent):
        return QuestionChange(new.question, old, new, None)
    difference = newcombe((old.full, old.counted), (new.full, new.counted))
    return QuestionChange(new.question, old, new, difference)


def reaching_by_unit(cases: Iterable[ScoredCase], *, least: int) -> dict[str, tuple[int, int]]:
    """Delivery unit -> (cases whose score rounds to `least` percent or more, cases scored), by unit."""
    found: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        found[case.assignment.sampled_case.unit_code].append(half_up(case.percent(), 0) >= least)
    return {unit: (sum(reached), len(reached)) for unit, reached in sorted(found.items())}


@dataclass(frozen=True, kw_only=True)
class Detail:
    """A round beyond its score. `enough`: least whole percent of the second band, which the funnel counts."""

    units: list[UnitScore]
    funnel: Funnel | None
    enough: int
    characteristics: list[CharacteristicGroups]


def detail_of(audit_round: AuditRound) -> Detail:
    """The round by delivery unit and by who people are. Rates of units are compared in the funnel, never
    ranked; of people, no group that is too small is told."""
    submitted = submitted_cases(audit_round)
    scored = [case for case in submitted if case.result["percent"] is not None]
    enough = scale_of(audit_round).bands[1].starts_at
    return Detail(
        units=unit_scores(audit_round, submitted),
        funnel=funnel(reaching_by_unit(scored, least=enough)),
        enough=enough,
        characteristics=by_characteristic(
            scored,
            told_by=audit_characteristics_on(audit_round.window_last_on),
            rules=small_numbers_on(audit_round.window_last_on),
        ),
    )
