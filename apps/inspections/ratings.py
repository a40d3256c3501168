"""An inspection's rating as its judgements, direct ratings and panel have it now."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from apps.inspections.judgements import CaseJudgements, case_judgements
from apps.inspections.models import Inspection, PanelSitting, StandardRating
from rules.definitions.rating_rules import RatingRules, load_rating_rules
from rules.scoring.judgement_files import JudgementFile, judgements_csv, outcome_counts
from rules.scoring.key_questions import count_judgements
from rules.scoring.panel_files import PanelRow, panel_csv
from rules.scoring.ratings import Rating, decided_by_panel, rate_unit


@dataclass(frozen=True, kw_only=True)
class UnitRating:
    """`by_rules` is what the rules give; `rating` has the decisions of the newest sitting over these figures.

    `judgements_file` is what `manage.py rate` reads, `sha256` its hash. `sitting`: the newest sitting;
    `outdated`: it sat over other figures, so that its decisions do not count any more.
    """

    by_rules: Rating
    rating: Rating
    outcomes: Mapping[str, Mapping[str, int]]
    stable: Mapping[str, int]  # key question -> outcomes that rest on stability
    cases: int
    waiting: int
    judgements_file: str
    sha256: str
    sitting: PanelSitting | None

    @property
    def outdated(self) -> bool:
        return self.sitting is not None and self.sitting.judgements_sha256 != self.sha256

    @property
    def holds(self) -> PanelSitting | None:
        """The sitting whose decisions count."""
        return None if self.outdated else self.sitting


def is_rated(inspection: Inspection) -> bool:
    """Delivery units are rated; the regional questions of 2021 are not (assessment.md)."""
    return inspection.unit_id is not None


def direct_ratings(inspection: Inspection) -> dict[str, StandardRating]:
    """The newest direct rating of each standard that has one, by number."""
    found = inspection.standard_ratings.select_related("rated_by").order_by("standard", "-id")
    return {each.standard: each for each in found.distinct("standard")}


def rating_of(inspection: Inspection) -> UnitRating:
    """The rating of an inspected unit; what is missing stays empty. Reads every submitted case."""
    rules = load_rating_rules(inspection.rating_rules)
    judged = case_judgements(inspection)
    content = _content(inspection, judged, rules)
    by_rules = rate_unit(count_judgements(content.judgements, rules), content.direct, rules)
    file = judgements_csv(content)
    digest = sha256(file.encode()).hexdigest()
    sitting = inspection.sittings.prefetch_related("seats__user", "decisions").first()
    holds = sitting if sitting and sitting.judgements_sha256 == digest else None
    return UnitRating(
        by_rules=by_rules,
        rating=_with_decisions(by_rules, holds),
        outcomes=outcome_counts(content.outcomes, rules),
        stable=Counter(each.key_question for each in content.outcomes if each.stability),
        cases=judged.cases,
        waiting=judged.waiting,
        judgements_file=file,
        sha256=digest,
        sitting=sitting,
    )


def _content(inspection: Inspection, judged: CaseJudgements, rules: RatingRules) -> JudgementFile:
    """In the order of case and question, so that the same judgements always make the same file."""
    direct = {
        number: rules.band_named(each.band) for number, each in sorted(direct_ratings(inspection).items())
    }
    return JudgementFile(
        judgements=sorted(judged.judgements, key=lambda each: (each.case_id, each.key_question)),
        outcomes=sorted(judged.outcomes, key=lambda each: (each.case_id, each.key_question)),
        direct=direct,
    )


def _with_decisions(rating: Rating, sitting: PanelSitting | None) -> Rating:
    if sitting is None:
        return rating
    decided = {each.standard: rating.rules.band_named(each.band) for each in sitting.decisions.all()}
    return decided_by_panel(rating, decided)


def panel_file(sitting: PanelSitting, rules: RatingRules) -> str:
    """What `manage.py rate --panel` reads: only the decisions that changed a band."""
    return panel_csv(
        PanelRow(standard=each.standard, rating=rules.band_named(each.band), reason=each.reason)
        for each in sitting.decisions.all()
        if each.changes
    )


def not_rated_yet(inspection: Inspection) -> list[str]:
    """What stands between the panel and the draft report: a gate."""
    if not is_rated(inspection):
        return []
    found = rating_of(inspection)
    reasons = [f"Standard {number} has no rating yet" for number in found.rating.missing]
    if found.sitting is None:
        reasons.append("The ratings panel has not sat yet")
    elif found.outdated:
        reasons.append("Judgements or ratings changed since the ratings panel sat: it must sit again")
    return reasons
