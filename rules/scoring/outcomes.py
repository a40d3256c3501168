"""The judgement of a case's outcome: the three-way scale, and when keeping things stable is enough."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.definitions.rating_rules import RatingRules


class NoOutcomes(ValueError):
    """The edition of the rules does not collect outcomes."""


@dataclass(frozen=True, kw_only=True)
class JudgedOutcome:
    """`outcome` is an id of the scale; `stability`: it rests on stability, which every figure shows apart.

    `missing` names the justifications without which stability does not count as sufficient.
    """

    outcome: str
    stability: bool = False
    missing: tuple[str, ...] = ()


def progress_outcome(outcome: str, rules: RatingRules) -> JudgedOutcome:
    """An outcome judged by the progress made. Raises ValueError for a word that the scale does not have."""
    scale = [each.id for each in rules.outcomes.scale] if rules.outcomes else []
    if outcome not in scale:
        raise ValueError(f"outcome: found {outcome!r}, expected one of {', '.join(scale) or 'none'}")
    return JudgedOutcome(outcome=outcome)


def stability_outcome(justifications: Mapping[str, str], rules: RatingRules) -> JudgedOutcome:
    """An outcome where things were kept stable, from the written justifications by their name.

    Sufficient, and flagged, only with every justification that the rules ask for: exceptional and
    defensible, and evidence of planning towards progress; else part met. Blank text is none. Raises
    NoOutcomes for rules that collect no outcomes. Source: consultation response of August 2021, 3.8.
    """
    if rules.outcomes is None:
        raise NoOutcomes(f"{rules.id} collects no outcomes")
    rule = rules.outcomes.stability
    missing = tuple(name for name in rule.justifications if not justifications.get(name, "").strip())
    outcome = rule.otherwise_counts_as if missing else rule.justified_counts_as
    return JudgedOutcome(outcome=outcome, stability=True, missing=missing)
