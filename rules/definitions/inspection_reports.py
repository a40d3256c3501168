"""What an inspection report holds: rules/data/inspections/report.yaml."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.vocabulary import Day

DATA = Path(__file__).resolve().parent.parent / "data" / "inspections" / "report.yaml"
_Id = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=20)]


class ReportSection(Definition):
    """A chapter with words of the inspector; `hint` says what belongs into it."""

    id: _Id
    title: str
    hint: str


class ResponseKind(Definition):
    id: _Id
    title: str


class ReportRules(Definition):
    """The rules from a date on."""

    valid_from: Day
    edition: str
    source: str
    reviewed_on: Day
    next_review: Day
    fewest_in_a_group: Annotated[int, Field(ge=2)]
    characteristics: Annotated[tuple[str, ...], Field(min_length=1)]
    sections: Annotated[tuple[ReportSection, ...], Field(min_length=1)]
    responses: Annotated[tuple[ResponseKind, ...], Field(min_length=1)]

    def section(self, section_id: str) -> ReportSection | None:
        return next((each for each in self.sections if each.id == section_id), None)

    def response(self, kind: str) -> ResponseKind | None:
        return next((each for each in self.responses if each.id == kind), None)


class _Editions(Definition):
    editions: Annotated[tuple[ReportRules, ...], Field(min_length=1)]


@cache
def load_report_rules(path: Path = DATA) -> tuple[ReportRules, ...]:
    """The editions in order of date. Raises DefinitionError for editions out of order or an id twice."""
    editions = validated(_Editions, {"editions": read_yaml(path)}, file=path.name).editions
    faults = []
    for each in editions:
        for name, members in (("sections", each.sections), ("responses", each.responses)):
            ids = [member.id for member in members]
            repeated = sorted({one for one in ids if ids.count(one) > 1})
            faults += [
                Fault(path.name, f"{each.valid_from}.{name}", f"{one} is given twice") for one in repeated
            ]
    dates = [edition.valid_from for edition in editions]
    if sorted(set(dates)) != dates:
        faults.append(Fault(path.name, "valid_from", f"editions overlap or are out of order: {dates}"))
    if faults:
        raise DefinitionError(faults)
    return editions


def report_rules_on(day: date) -> ReportRules:
    """The edition in force on a day; the first one before that."""
    held = [edition for edition in load_report_rules() if edition.valid_from <= day]
    return held[-1] if held else load_report_rules()[0]
