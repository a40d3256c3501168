"""What an edition sets for the derivation of its facts: lengths of clocks, lists of what counts."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rules.definitions.conditions import Name
from rules.definitions.files import Definition


class Parameters(Definition):
    """The numbers and lists that an edition sets for the derivation of its facts."""

    clock_business_days: Annotated[int, Field(ge=1, le=60)] | None = None
    clock_business_days_after_remand: Annotated[int, Field(ge=1, le=60)] | None = None
    clock_hours: Annotated[int, Field(ge=1, le=168)] | None = None
    clock_days: Annotated[int, Field(ge=1, le=366)] | None = None
    clock_months: Annotated[int, Field(ge=1, le=60)] | None = None
    place_business_days: Annotated[int, Field(ge=1, le=60)] | None = None
    plan_days_before_release: Annotated[int, Field(ge=0, le=365)] | None = None
    appointment_modes: tuple[Name, ...] = ()
    appointment_providers: tuple[Name, ...] = ()
    release_date_months: Annotated[int, Field(ge=1, le=60)] | None = None
    release_date_kinds: tuple[Name, ...] = ()
    requirement_types: tuple[Name, ...] = ()
    programme_kinds: tuple[Name, ...] = ()
    programme_bases: tuple[Name, ...] = ()
    programme_areas: tuple[Name, ...] = ()
    # Tiers of a case that count always, and those that count only where a due date was set.
    tiers: tuple[Annotated[int, Field(ge=1, le=4)], ...] = ()
    tiers_when_due: tuple[Annotated[int, Field(ge=1, le=4)], ...] = ()
    # The ends of a sentence, requirement or programme that meet the measure.
    met_end_reasons: tuple[Name, ...] = ()
    supervision_kinds: tuple[Name, ...] = ()
    progress_months: tuple[Annotated[int, Field(ge=1, le=60)], ...] = ()
    months_before_end: Annotated[int, Field(ge=1, le=60)] | None = None
    days_before_end: Annotated[int, Field(ge=0, le=31)] | None = None
    early_months_before_end: Annotated[int, Field(ge=1, le=60)] | None = None
    contacts_wanted: Annotated[int, Field(ge=1, le=20)] | None = None
    sentence_types: tuple[Name, ...] = ()
    allocation_types: tuple[Name, ...] = ()
    absence_outcomes: tuple[Name, ...] = ()
    event_kinds: tuple[Name, ...] = ()
    review_type: Name | None = None
    final_third_excluded: bool = False
    exempt_flags: tuple[Name, ...] = ()
    exempt_mappa_levels: tuple[Literal["1", "2", "3"], ...] = ()
    exempt_harm_levels: tuple[Name, ...] = ()
    supervised_only: bool = False
    # What a record of accommodation or employment may say: a fact's name -> the statuses that make it 1.
    status_groups: Mapping[Name, Annotated[tuple[Name, ...], Field(min_length=1)]] = {}
    unknown_statuses: tuple[Name, ...] = ()
    # The answers of a survey that meet the measure, and those that stand in the middle.
    met_answers: tuple[Name, ...] = ()
    neutral_answers: tuple[Name, ...] = ()
    rolling_months: Annotated[int, Field(ge=2, le=60)] | None = None
    # What must be recorded of a person; asked_of_women: only of women of an age from .. to, in whole years.
    characteristics: tuple[Name, ...] = ()
    asked_of_women: tuple[Name, ...] = ()
    asked_from_age: Annotated[int, Field(ge=0, le=120)] | None = None
    asked_to_age: Annotated[int, Field(ge=0, le=120)] | None = None

    @model_validator(mode="after")
    def _ages_go_together(self) -> Self:
        ages = (self.asked_from_age, self.asked_to_age)
        if bool(self.asked_of_women) != (None not in ages):
            raise ValueError("asked_of_women, asked_from_age and asked_to_age: expected all of them or none")
        if self.asked_from_age is not None and self.asked_from_age > (self.asked_to_age or 0):
            raise ValueError(f"asked_from_age {self.asked_from_age} comes after asked_to_age")
        if unlisted := sorted(set(self.asked_of_women) - set(self.characteristics)):
            raise ValueError(f"asked_of_women: not among characteristics: {', '.join(unlisted)}")
        return self

    @property
    def clock(self) -> tuple[int | None, ...]:
        """The lengths that make the due date; all None where there is no clock."""
        return (
            self.clock_business_days,
            self.clock_business_days_after_remand,
            self.clock_hours,
            self.clock_days,
            self.clock_months,
            self.months_before_end,
            self.days_before_end,
            self.early_months_before_end,
        )
