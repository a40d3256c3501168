"""What a lead keeps to when rounds are opened and cases replaced: rules/data/audits/rounds.yaml."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated

DATA = Path(__file__).resolve().parent.parent / "data" / "audits" / "rounds.yaml"


class SubstitutionReason(Definition):
    """Why a drawn case cannot be marked; `in_frame`: whether the case was rightly in the frame."""

    id: Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=40)]
    title: Annotated[str, Field(max_length=200)]
    in_frame: bool


class RoundRules(Definition):
    """The rules from a date on. `precisions`: pairs of confidence in percent and margin in points."""

    valid_from: date
    source: str
    reviewed_on: date
    scoring_days: Annotated[int, Field(ge=1)]
    calibration_days: Annotated[int, Field(ge=1)]
    precisions: Annotated[tuple[tuple[int, int], ...], Field(min_length=1)]
    most_calibration_cases: Annotated[int, Field(ge=1)]
    audited_sizes: Annotated[tuple[str, ...], Field(min_length=1)]
    least_referrals: Annotated[int, Field(ge=2)]
    substitution_reasons: Annotated[tuple[SubstitutionReason, ...], Field(min_length=1)]

    def reason(self, reason_id: str) -> SubstitutionReason | None:
        return next((each for each in self.substitution_reasons if each.id == reason_id), None)


class _Editions(Definition):
    editions: Annotated[tuple[RoundRules, ...], Field(min_length=1)]


@cache
def load_round_rules(path: Path = DATA) -> tuple[RoundRules, ...]:
    """The editions in order of date. Raises DefinitionError for editions out of order, a doubled reason."""
    editions = validated(_Editions, {"editions": read_yaml(path)}, file=path.name).editions
    faults = [
        Fault(path.name, f"{edition.valid_from}.substitution_reasons", f"{name} is given twice")
        for edition in editions
        for name in sorted(_doubled([reason.id for reason in edition.substitution_reasons]))
    ]
    dates = [edition.valid_from for edition in editions]
    if sorted(set(dates)) != dates:
        faults.append(Fault(path.name, "valid_from", f"editions overlap or are out of order: {dates}"))
    if faults:
        raise DefinitionError(faults)
    return editions


def _doubled(names: list[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}


def round_rules_on(day: date) -> RoundRules:
    """The edition in force on a day; the first one before that."""
    held = [edition for edition in load_round_rules() if edition.valid_from <= day]
    return held[-1] if held else load_round_rules()[0]
