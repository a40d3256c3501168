"""The rows of the ratings page: every standard with its key questions, as shown."""

from dataclasses import dataclass
from decimal import Decimal

from apps.inspections.models import Inspection
from apps.inspections.rated import BY_WORDS
from apps.inspections.ratings import UnitRating
from rules.definitions.files import validated
from rules.definitions.standards_document import StandardsDocument
from rules.scoring.key_questions import KeyQuestionResult
from rules.scoring.ratings import StandardRating
from rules.statistics.rounding import half_up

PLACES = 1
CASES = "domain_two"  # the level of the standards that cases are judged by


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """A key question; percentages to one decimal, None without a judged case."""

    number: str
    wording: str
    yes: int
    no: int
    not_applicable: int
    left_out: int
    percent: Decimal | None
    whole: int | None
    band: str
    low: Decimal | None
    high: Decimal | None
    decides: bool


@dataclass(frozen=True, kw_only=True)
class StandardRow:
    """A standard; `band` is empty while unrated. `by`: what gave the band, in words."""

    number: str
    name: str
    rated: str
    band: str
    before_panel: str
    score: int | None
    by: str
    reasons: tuple[str, ...]
    questions: tuple[QuestionRow, ...]
    outcomes: tuple[tuple[str, int], ...]
    stable: int


def standard_rows(inspection: Inspection, found: UnitRating) -> list[StandardRow]:
    """Every standard of the rules in their order, with the panel's decisions in it.

    The words of a key question are those of the inspection's own edition of the standards.
    """
    results = {each.number: each for each in found.rating.key_questions}
    wording = _wording(inspection)
    return [_standard_row(each, results, found, wording) for each in found.rating.standards]


def _wording(inspection: Inspection) -> dict[str, str]:
    document = validated(StandardsDocument, inspection.standards.content, file=str(inspection.standards))
    return {key: each.text for (level, key), each in document.questions.items() if level == CASES}


def _standard_row(
    rated: StandardRating,
    results: dict[str, KeyQuestionResult],
    found: UnitRating,
    wording: dict[str, str],
) -> StandardRow:
    standard = rated.standard
    return StandardRow(
        number=standard.number,
        name=standard.name,
        rated=standard.rated,
        band=rated.band.name if rated.band else "",
        before_panel=rated.before_panel.name if rated.before_panel else "",
        score=rated.score,
        by=BY_WORDS[rated.by] if rated.by else "",
        reasons=tuple(each.sentence for each in rated.reasons),
        questions=tuple(
            _question_row(results[number], rated, wording.get(number, ""))
            for number in standard.key_questions
        ),
        outcomes=_outcomes(rated, found),
        stable=sum(found.stable.get(number, 0) for number in standard.key_questions),
    )


def _outcomes(rated: StandardRating, found: UnitRating) -> tuple[tuple[str, int], ...]:
    """The words of the scale of outcomes with their cases, where the standard is collected."""
    scale = found.rating.rules.outcomes
    if scale is None or rated.standard.rated != "collected":
        return ()
    counts = [found.outcomes.get(number, {}) for number in rated.standard.key_questions]
    return tuple((each.name, sum(one.get(each.id, 0) for one in counts)) for each in scale.scale)


def _question_row(result: KeyQuestionResult, rated: StandardRating, wording: str) -> QuestionRow:
    counts, interval = result.counts, result.interval
    return QuestionRow(
        number=result.number,
        wording=wording,
        yes=counts.yes,
        no=counts.no,
        not_applicable=counts.not_applicable,
        left_out=counts.left_out,
        percent=None if counts.percent is None else half_up(counts.percent, PLACES),
        whole=result.whole,
        band=result.band.name if result.band else "",
        low=half_up(interval.low, PLACES) if interval else None,
        high=half_up(interval.high, PLACES) if interval else None,
        decides=result.number in rated.lowest,
    )
