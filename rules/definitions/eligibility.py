"""Schemas and loaders of eligibility: programmes, the criteria of three decisions, what comes before what."""

import string
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rules.definitions.conditions import Name
from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.measures import DATA, Source, Words

FOLDER = DATA / "eligibility"
Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]*$")]
Band = Literal["low", "medium", "high", "very_high"]
Kind = Literal["accredited_programme", "structured_intervention"]
_YES_NO = frozenset({"yes", "no"})
_BANDS = frozenset({"low", "medium", "high", "very_high"})
# What may be asked of a person: a fact and the codes that it can have; none for a whole number.
FACTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "offence_group": frozenset(
            {
                "violence", "sexual", "robbery", "burglary", "theft", "fraud", "drugs", "driving",
                "criminal_damage", "public_order", "weapons", "other",
            }
        ),
        "reoffending_band": _BANDS,
        "risk_of_serious_harm": _BANDS,
        "sex": frozenset({"female", "male"}),
        "basis": frozenset(
            {"order", "rehabilitation_activity", "licence", "post_sentence_supervision", "custody", "none"}
        ),
        "age_years": frozenset(),
        "weeks_left_after_programme": frozenset(),
        "unacceptable_absences": frozenset(),
        "offence_confirmed": _YES_NO,
        "responsivity_confirmed": _YES_NO,
        "barriers_settled": _YES_NO,
        "motivation_confirmed": _YES_NO,
        "attendance_confirmed": _YES_NO,
        "homeless": _YES_NO,
        "plan_completed": _YES_NO,
        "completed_before": _YES_NO,
        "on_another_programme": _YES_NO,
        "programme_comes_first": _YES_NO,
    }
)  # fmt: skip


class Criterion(Definition):
    """One question of a decision: a fact, the answers that meet it, and a sentence for each outcome.

    reason: the word for a no in the extract's programme_decisions. {found} in a sentence is the fact.
    not_known_is: without a record the criterion stays open, or nothing speaks against it.
    """

    id: Name
    fact: Name
    one_of: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    at_least: Annotated[int, Field(ge=0, le=1000)] | None = None
    at_most: Annotated[int, Field(ge=0, le=1000)] | None = None
    not_known_is: Literal["open", "met"] = "open"
    reason: Literal[
        "offence_group", "risk_or_need_band", "time_left", "responsivity", "barriers", "motivation",
        "attendance", "other",
    ]  # fmt: skip
    met: Words
    not_met: Words
    not_known: Words

    @model_validator(mode="after")
    def _one_test_that_fits_the_fact(self) -> Self:
        if self.fact not in FACTS:
            raise ValueError(f"fact: found {self.fact}, expected one of {', '.join(FACTS)}")
        tests = [each for each in (self.one_of, self.at_least, self.at_most) if each is not None]
        if len(tests) != 1:
            raise ValueError("expected exactly one of one_of, at_least and at_most")
        codes = FACTS[self.fact]
        if bool(codes) != (self.one_of is not None):
            raise ValueError(f"{self.fact} is {'a code: use one_of' if codes else 'a number: use at_least'}")
        if unknown := sorted(set(self.one_of or ()) - codes):
            raise ValueError(f"one_of: found {', '.join(unknown)}, expected some of {sorted(codes)}")
        return self

    @model_validator(mode="after")
    def _sentences_name_only_what_was_found(self) -> Self:
        for sentence in (self.met, self.not_met):
            names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
            if names - {"found"}:
                raise ValueError(
                    f"found {{{sorted(names - {'found'})[0]}}} in a sentence, expected {{found}}"
                )
        return self


Criteria = Annotated[tuple[Criterion, ...], Field(min_length=1)]


class CriteriaEdition(Definition):
    """The three decisions from a date on: eligible, suitable, ready. Appended, never changed once in use.

    absence_weeks: how far back absences are counted for `unacceptable_absences`.
    """

    valid_from: date
    source: Source
    changes: Words
    absence_weeks: Annotated[int, Field(ge=1, le=52)]
    eligible: Criteria
    suitable: Criteria
    ready: Criteria

    @model_validator(mode="after")
    def _criteria_are_named_once(self) -> Self:
        everything = (*self.eligible, *self.suitable, *self.ready)
        repeated = [name for name, times in Counter(each.id for each in everything).items() if times > 1]
        if repeated:
            raise ValueError(f"criterion listed twice: {', '.join(repeated)}")
        return self


class ProgrammeCriteria(Definition):
    """The criteria of one programme in dated editions."""

    programme: Code
    authored_by: Words
    checked_by: Words
    reviewed_on: date
    next_review: date
    editions: Annotated[tuple[CriteriaEdition, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _editions_follow_each_other(self) -> Self:
        dates = [edition.valid_from for edition in self.editions]
        if sorted(set(dates)) != dates:
            raise ValueError(f"editions overlap or are out of order: {', '.join(map(str, dates))}")
        return self

    def on(self, day: date) -> CriteriaEdition | None:
        """The edition in force on a day; None before the first."""
        held = [edition for edition in self.editions if edition.valid_from <= day]
        return held[-1] if held else None


class ReferenceProgramme(Definition):
    """A programme as policy knows it; valid_to is its last day, empty while it is open."""

    code: Code
    title: Words
    kind: Kind
    area: Name
    length_weeks: Annotated[int, Field(ge=1, le=104)]
    valid_from: date
    valid_to: date | None = None
    delivered_by: Literal["interventions_team", "extremism_team"]
    note: Words | None = None
    source: Source

    def is_offered(self, day: date) -> bool:
        """Whether interventions teams may offer it on the day."""
        in_force = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return in_force and self.delivered_by == "interventions_team"

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} lies before valid_from {self.valid_from}")
        if (self.valid_to is not None or self.delivered_by != "interventions_team") and self.note is None:
            raise ValueError("note: expected for a programme that teams cannot offer for ever, saying why")
        return self


class OgrsBand(Definition):
    """A band of the likelihood of reoffending, in points of OGRS, both ends included."""

    band: Band
    from_points: Annotated[int, Field(ge=0, le=100)]
    to_points: Annotated[int, Field(ge=0, le=100)]


class Need(Definition):
    """A need that several services meet: programmes and treatment requirements come before the last."""

    id: Name
    title: Words
    programme_areas: tuple[Name, ...]
    treatment_requirements: tuple[Name, ...]
    commissioned_services: Annotated[tuple[Name, ...], Field(min_length=1)]


class InterventionArea(Definition):
    """An area of structured interventions, for lower risk; programmes of these areas come first."""

    area: Name
    programme_areas: Annotated[tuple[Name, ...], Field(min_length=1)]


class Reference(Definition):
    """What holds for every programme: the list of them, the bands, what comes before what."""

    valid_from: date
    ordering_source: Source
    bands_source: Source
    areas_source: Source
    ogrs_bands: tuple[OgrsBand, ...]
    programmes: Annotated[tuple[ReferenceProgramme, ...], Field(min_length=1)]
    needs: tuple[Need, ...]
    intervention_areas: tuple[InterventionArea, ...]

    @model_validator(mode="after")
    def _bands_cover_every_point(self) -> Self:
        points = [p for band in self.ogrs_bands for p in range(band.from_points, band.to_points + 1)]
        if points != list(range(101)):
            raise ValueError("ogrs_bands: expected each of 0 to 100 in exactly one band, in order")
        return self

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        names = [p.code for p in self.programmes] + [n.id for n in self.needs]
        names += [area.area for area in self.intervention_areas]
        if repeated := [name for name, times in Counter(names).items() if times > 1]:
            raise ValueError(f"listed twice: {', '.join(repeated)}")
        return self

    def programme(self, code: str) -> ReferenceProgramme | None:
        return next((each for each in self.programmes if each.code == code), None)

    def band_in_words(self, band: str) -> str:
        """`medium` as "medium, OGRS 50 to 74"; the code itself for a band that is not listed."""
        for each in self.ogrs_bands:
            if each.band == band:
                return f"{band.replace('_', ' ')}, OGRS {each.from_points} to {each.to_points}"
        return band


@cache
def load_reference(path: Path = FOLDER / "reference.yaml") -> Reference:
    """Programmes, bands and the order of services. Raises DefinitionError with every fault."""
    return validated(Reference, read_yaml(path), file=path.name)


@cache
def load_criteria(folder: Path = FOLDER / "criteria") -> Mapping[str, ProgrammeCriteria]:
    """The criteria by programme code. Raises DefinitionError with every fault of every file."""
    faults: list[Fault] = []
    found: dict[str, ProgrammeCriteria] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            criteria = validated(ProgrammeCriteria, read_yaml(path), file=path.name)
        except DefinitionError as refusal:
            faults += refusal.faults
            continue
        faults += _misfits(path, criteria)
        found[criteria.programme] = criteria
    if faults:
        raise DefinitionError(faults)
    return MappingProxyType(found)


def _misfits(path: Path, criteria: ProgrammeCriteria) -> Iterable[Fault]:
    if path.stem != criteria.programme:
        yield Fault(
            path.name, "programme", f"found {criteria.programme}, expected the file's name {path.stem}"
        )
    if load_reference().programme(criteria.programme) is None:
        yield Fault(path.name, "programme", f"{criteria.programme} is not a programme of reference.yaml")
