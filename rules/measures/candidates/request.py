"""What a candidate query is asked: one edition of one measure, some months, an as-at day."""

from dataclasses import dataclass
from datetime import date

from rules.definitions.measures import Edition, MeasureDefinition
from rules.definitions.parameters import Parameters
from rules.measures.candidates.fragments import months_cte
from rules.periods import BusinessCalendar, Month, months_between


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """One edition's share of a run. months: those with a day on which the edition is in force, never none."""

    definition: MeasureDefinition
    edition: Edition
    months: tuple[Month, ...]
    as_at: date
    calendar: BusinessCalendar

    @property
    def parameters(self) -> Parameters:
        return self.edition.parameters

    def number(self, name: str) -> int:
        """A whole number that the edition must set; ValueError naming the edition when it does not."""
        value = getattr(self.parameters, name)
        if not isinstance(value, int):
            raise ValueError(
                f"{self.definition.id} edition {self.edition.name}: parameters.{name} is not set"
            )
        return value

    @property
    def months_cte(self) -> str:
        return months_cte(self.months, self.edition.valid_from, self.definition.last_day_of(self.edition))


def requests_for(
    definition: MeasureDefinition, *, as_at: date, first: Month, last: Month, calendar: BusinessCalendar
) -> tuple[Request, ...]:
    """One request for each edition that is in force in the span; none when the span lies before the first."""
    asked = tuple(months_between(first, last))
    found = []
    for edition in definition.editions:
        until = definition.last_day_of(edition)
        months = tuple(
            month for month in asked if month.last_on >= edition.valid_from and month.first_on <= until
        )
        if months:
            found.append(
                Request(definition=definition, edition=edition, months=months, as_at=as_at, calendar=calendar)
            )
    return tuple(found)
