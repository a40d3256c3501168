"""What an annual report holds and who writes it: rules/data/reports/annual_report.yaml."""

from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rules.definitions import dated
from rules.definitions.files import Definition, DefinitionError, Fault

DATA = Path(__file__).resolve().parent.parent / "data" / "reports" / "annual_report.yaml"
_Id = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=20)]


class AnnualSection(Definition):
    """One chapter. `narrative`: whether the region must, may or cannot write words in it.

    `words_to`: the most words that it may hold; `written_by`: the roles that write it.
    """

    id: _Id
    title: str
    hint: str
    narrative: Literal["required", "optional", "none"]
    words_to: Annotated[int, Field(gt=0)] | None = None
    written_by: tuple[str, ...] = ()

    @property
    def is_written(self) -> bool:
        return self.narrative != "none"

    @property
    def is_required(self) -> bool:
        return self.narrative == "required"

    @model_validator(mode="after")
    def _written_by_somebody(self) -> "AnnualSection":
        if self.is_written != (self.words_to is not None and bool(self.written_by)):
            raise ValueError("a section with words says who writes how many; one without says neither")
        return self


class EnteredLine(Definition):
    """A figure that the region enters by itself, with its unit."""

    id: _Id
    kind: Literal["workforce", "finance"]
    title: str
    unit: str


class AnnualReportRules(dated.Edition):
    """The common template from a day on.

    `published_at`: the time of day at which a report comes out; `views`: measures of what people said.
    """

    edition: str
    next_review: date
    published_at: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    sections: Annotated[tuple[AnnualSection, ...], Field(min_length=1)]
    views: tuple[str, ...]
    lines: tuple[EnteredLine, ...]

    @property
    def written(self) -> tuple[AnnualSection, ...]:
        """The sections that hold words of the region."""
        return tuple(each for each in self.sections if each.is_written)

    @property
    def publication_time(self) -> time:
        return time.fromisoformat(self.published_at)

    def section(self, section_id: str) -> AnnualSection | None:
        return next((each for each in self.sections if each.id == section_id), None)


@cache
def load_annual_report_rules(path: Path = DATA) -> tuple[AnnualReportRules, ...]:
    """The editions in order of date. Raises DefinitionError for a faulty edition or an id given twice."""
    editions = dated.read_editions(AnnualReportRules, path)
    faults = [
        Fault(path.name, f"{edition.valid_from}.{name}", f"{one} is given twice")
        for edition in editions
        for name, ids in (
            ("sections", [each.id for each in edition.sections]),
            ("lines", [each.id for each in edition.lines]),
        )
        for one in sorted({each for each in ids if ids.count(each) > 1})
    ]
    if faults:
        raise DefinitionError(faults)
    return editions


def annual_report_on(day: date) -> AnnualReportRules:
    """The template in force on a day (the last of the year that is reported); the first one before that."""
    return dated.on_day(load_annual_report_rules(), day)
