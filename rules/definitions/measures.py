"""Schemas and loader of measures: editions, facts, and the ordered verdicts over them."""

import string
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, model_validator

from rules.definitions.conditions import Always, Condition, Name, comparisons, parse_condition
from rules.definitions.files import Definition, DefinitionError, Fault, parse_yaml, read_text, validated
from rules.definitions.parameters import Parameters
from rules.definitions.regional_dates import load_regional_dates
from rules.facts import Verdict
from rules.periods import Month

DATA = Path(__file__).resolve().parent.parent / "data"
MEASURES = DATA / "measures"
CLOCKS = DATA / "clocks"
Words = Annotated[str, StringConstraints(min_length=3, strip_whitespace=True)]
OccurrenceTable = Literal[
    "sentences",
    "releases",
    "recalls",
    "requirements",
    "unpaid_work_sessions",
    "programme_episodes",
    "allocations",
    "parole_reports",
    "crs_referrals",
    "person_months",
    "people_survey_responses",
    "judicial_survey_responses",
    "handovers",
    "electronic_monitoring_events",
    "breaches",
    "information_requests",
    "court_reports",
    "assessments",
    "assessment_quality_checks",
    "victim_survey_responses",
    "visor_records",
    "mappa_meetings",
    "employment",
]


def _verdict(text: str) -> Verdict:
    return Verdict(text)  # a function of ours: on Python 3.12 the enum itself cannot be a validator


VerdictName = Annotated[Verdict, BeforeValidator(_verdict)]
_PLACEHOLDERS = {"trigger_on", "due_on"}


class VerdictRule(Definition):
    """One reason: its verdict, the condition under which it holds, and how people read it.

    label: a few words for a table; sentence: what a practitioner reads.
    """

    reason: Name
    verdict: VerdictName
    when: Annotated[Condition, BeforeValidator(parse_condition)]
    label: Words
    sentence: Words


class Source(Definition):
    """Where a rule comes from: a document and a place in it, or `product` where the sources are silent."""

    document: Words
    reference: Words

    def __str__(self) -> str:
        return f"{self.document}, {self.reference}"


class Edition(Definition):
    """What a measure says from a date on. Appended, never changed once published."""

    valid_from: date
    source: Source
    changes: Words
    break_reason: Words | None = None
    # A file of days on which single regions began with this edition; None: all of them together.
    regional_dates: Name | None = None
    parameters: Parameters
    verdicts: Annotated[tuple[VerdictRule, ...], Field(min_length=2)]

    @property
    def name(self) -> str:
        """How outcomes name the edition: its valid-from date."""
        return self.valid_from.isoformat()

    @property
    def facts(self) -> frozenset[str]:
        """The facts that this edition's verdicts read."""
        return frozenset(each.fact for rule in self.verdicts for each in comparisons(rule.when))

    def rule(self, reason: str) -> VerdictRule:
        """The rule of a reason; KeyError for a reason that this edition does not have."""
        for each in self.verdicts:
            if each.reason == reason:
                return each
        raise KeyError(f"edition {self.name} has no reason {reason!r}")

    @model_validator(mode="after")
    def _order_holds(self) -> Self:
        order = list(Verdict)
        placed = [order.index(rule.verdict) for rule in self.verdicts]
        if placed != sorted(placed):
            raise ValueError(f"verdicts are out of order; expected {', '.join(order)}")
        repeated = [
            name for name, count in Counter(rule.reason for rule in self.verdicts).items() if count > 1
        ]
        if repeated:
            raise ValueError(f"reason listed twice: {', '.join(repeated)}")
        catch_alls = [number for number, rule in enumerate(self.verdicts) if isinstance(rule.when, Always)]
        if catch_alls != [len(self.verdicts) - 1]:
            raise ValueError(
                "the last verdict, and no other, must have `when: always`, so that every case is judged"
            )
        return self

    @model_validator(mode="after")
    def _one_threshold_a_fact(self) -> Self:
        # durable_rules crashes the process when two rules test one fact against different thresholds.
        tests: dict[str, set[tuple[str, int]]] = {}
        for rule in self.verdicts:
            for each in comparisons(rule.when):
                tests.setdefault(each.fact, set()).add((each.operator, each.value))
        twice = sorted(fact for fact, found in tests.items() if len(found) > 1)
        if twice:
            raise ValueError(
                f"fact compared with two thresholds: {', '.join(twice)}; declare a fact for each"
            )
        return self


class MeasureDefinition(Definition):
    """A measure that can be judged: what it counts, why, from when, and its editions in order of date."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
    title: Words
    why_it_matters: Words
    framework: Literal[
        "probation_service",
        "commissioned_rehabilitative_services",
        "service_delivery_2014",
        "operational_clock",
    ]
    direction: Literal["higher", "lower"]
    # How months make a longer period: added up, the last one alone (a rolling figure), or a count that
    # grows from the start of its year towards a fixed figure.
    aggregation: Literal["sum", "latest", "cumulative"] = "sum"
    status: Literal["defined"]
    unit_counted: Words
    occurrence: Annotated[tuple[OccurrenceTable, ...], Field(min_length=1)]
    met_when: Words
    counting_month: Words
    place: Words
    would_have_met: Words
    source: Source
    readings: tuple[Words, ...]
    authored_by: Words
    checked_by: Words
    reviewed_on: date
    next_review: date
    facts: Mapping[Name, Words]
    editions: Annotated[tuple[Edition, ...], Field(min_length=1)]

    @property
    def valid_from(self) -> date:
        """Nothing is published for a measurement point before this day."""
        return self.editions[0].valid_from

    @property
    def met(self) -> Verdict:
        """The verdict of the cases that went well: where lower is better, those outside the numerator."""
        return Verdict.NUMERATOR if self.direction == "higher" else Verdict.DENOMINATOR_ONLY

    @property
    def missed(self) -> Verdict:
        """The verdict of the cases that went badly: where lower is better, those in the numerator."""
        return Verdict.DENOMINATOR_ONLY if self.direction == "higher" else Verdict.NUMERATOR

    @property
    def verdicts(self) -> tuple[VerdictRule, ...]:
        """The verdicts of every edition, each reason once, in the order of judging."""
        found = {rule.reason: rule for edition in self.editions for rule in edition.verdicts}
        order = list(Verdict)
        return tuple(sorted(found.values(), key=lambda rule: order.index(rule.verdict)))

    def on(self, point: date, region: str = "") -> Edition | None:
        """The edition in force at a measurement point in a region (empty: wherever no own day is
        configured); None before the first one."""
        held = [edition for edition in self.editions if self.starts_on(edition, region) <= point]
        return held[-1] if held else None

    def own_starts(self, edition: Edition) -> Mapping[str, date]:
        """Region -> the day from which the edition judges it, for regions with a day of their own.

        A monthly measure is judged by whole months, so its edition starts with the first whole one.
        """
        if edition.regional_dates is None:
            return {}
        own = load_regional_dates(edition.regional_dates)
        return {region: max(edition.valid_from, self._startable(day)) for region, day in own.items()}

    def starts_on(self, edition: Edition, region: str) -> date:
        """The first measurement point that the edition judges in the region."""
        return self.own_starts(edition).get(region, edition.valid_from)

    def _startable(self, day: date) -> date:
        if not self._is_monthly or day.day == 1:
            return day
        return Month.of(day).plus(1).first_on

    @property
    def _is_monthly(self) -> bool:
        rolling = any(edition.parameters.rolling_months for edition in self.editions)
        return rolling or "person_months" in self.occurrence

    def next_after(self, edition: Edition) -> Edition | None:
        """The edition that follows; None after the newest."""
        return next((each for each in self.editions if each.valid_from > edition.valid_from), None)

    def last_day_of(self, edition: Edition) -> date:
        """The last measurement point that the edition judges in any region; date.max for the newest."""
        later = self.next_after(edition)
        if later is None:
            return date.max
        starts = [later.valid_from, *self.own_starts(later).values()]
        return date.fromordinal(max(starts).toordinal() - 1)

    @model_validator(mode="after")
    def _editions_follow_each_other(self) -> Self:
        dates = [edition.valid_from for edition in self.editions]
        if sorted(set(dates)) != dates:
            raise ValueError(f"editions overlap or are out of order: {', '.join(map(str, dates))}")
        if self._is_monthly and any(day.day != 1 for day in dates):
            raise ValueError("an edition of a monthly measure starts on the first of a month")
        # With two clocks a case could fall due in both editions or in neither.
        if len({edition.parameters.clock for edition in self.editions}) > 1:
            raise ValueError("editions differ in their clock; a change of clock needs a new measure id")
        return self

    @model_validator(mode="after")
    def _facts_are_declared_and_used(self) -> Self:
        used = {
            each.fact
            for edition in self.editions
            for rule in edition.verdicts
            for each in comparisons(rule.when)
        }
        if unknown := sorted(used - set(self.facts)):
            raise ValueError(
                f"facts that are not declared: {', '.join(unknown)}; declared: {', '.join(self.facts)}"
            )
        if idle := sorted(set(self.facts) - used):
            raise ValueError(f"facts that no verdict reads: {', '.join(idle)}")
        return self

    @model_validator(mode="after")
    def _words_fit(self) -> Self:
        names = {name for _, name, _, _ in string.Formatter().parse(self.would_have_met) if name is not None}
        if names - _PLACEHOLDERS:
            raise ValueError(
                f"would_have_met: found {{{sorted(names - _PLACEHOLDERS)[0]}}}, expected {_PLACEHOLDERS}"
            )
        if self.next_review <= self.reviewed_on:
            raise ValueError(f"next_review {self.next_review} must come after reviewed_on {self.reviewed_on}")
        return self


class CatalogueEntry(Definition):
    """A measure that is known by name; status says whether it can be judged, and why not."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
    title: Words
    framework: Literal["probation_service", "commissioned_rehabilitative_services", "service_delivery_2014"]
    status: Literal["defined", "composite", "not_yet_judged", "from_audits", "to_be_determined"]
    published_from: date | None = None
    reason: Words | None = None
    source: Source

    @model_validator(mode="after")
    def _refusals_have_a_reason(self) -> Self:
        if (self.status == "defined") == (self.reason is not None):
            raise ValueError("reason: expected for every measure that cannot be judged, and for no other")
        if (self.status == "to_be_determined") == (self.published_from is not None):
            raise ValueError("published_from: expected unless the measure is to be determined")
        return self


class Catalogue(Definition):
    measures: tuple[CatalogueEntry, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        repeated = [name for name, count in Counter(each.id for each in self.measures).items() if count > 1]
        if repeated:
            raise ValueError(f"measure listed twice: {', '.join(repeated)}")
        return self


class UnknownMeasure(LookupError):
    """A measure id that the catalogue does not have."""


class MeasureNotDefined(ValueError):
    """A measure that is in the catalogue and cannot be judged; the message says why."""


@cache
def load_measures(folder: Path = MEASURES) -> Mapping[str, MeasureDefinition]:
    """The measures that can be judged, by id, in the order of the catalogue.

    Raises DefinitionError with every fault of every file.
    """
    return _load_folder(folder, clocks=False)


@cache
def load_clocks(folder: Path = CLOCKS) -> Mapping[str, MeasureDefinition]:
    """The operational clocks of the live due list, by id. Raises DefinitionError with every fault.

    Judged like measures by their id, but in no catalogue: no rate of a clock is run or published.
    """
    return _load_folder(folder, clocks=True)


def _load_folder(folder: Path, *, clocks: bool) -> Mapping[str, MeasureDefinition]:
    faults: list[Fault] = []
    found: dict[str, MeasureDefinition] = {}
    for path in sorted(folder.glob("*/definition.yaml")):
        try:
            definition = _load(path, MeasureDefinition)
        except DefinitionError as fault:
            faults += fault.faults
            continue
        faults += [*_misplaced(path, definition), *_wrong_kind(path, definition, clocks=clocks)]
        found[definition.id] = definition
    if faults:
        raise DefinitionError(faults)
    return MappingProxyType(found)


def _wrong_kind(path: Path, definition: MeasureDefinition, *, clocks: bool) -> Iterable[Fault]:
    if (definition.framework == "operational_clock") != clocks:
        found = f"found {definition.framework} in {path.parent.parent.name}"
        yield Fault(_shown(path), "framework", f"{found}; clocks, and no others, are operational_clock")
    if definition.id.startswith("CLOCK_") != clocks:
        yield Fault(_shown(path), "id", f"found {definition.id}; clocks, and no others, begin with CLOCK_")


def _misplaced(path: Path, definition: MeasureDefinition) -> Iterable[Fault]:
    if path.parent.name != definition.id:
        yield Fault(
            _shown(path), "id", f"found {definition.id}, expected the folder's name {path.parent.name}"
        )


@cache
def load_catalogue(folder: Path = MEASURES) -> Mapping[str, CatalogueEntry]:
    """Every measure known by name, by id. Raises DefinitionError."""
    entries = _load(folder / "catalogue.yaml", Catalogue).measures
    return MappingProxyType({entry.id: entry for entry in entries})


def measure(measure_id: str) -> MeasureDefinition:
    """The definition of a measure or clock; UnknownMeasure, or MeasureNotDefined with the reason."""
    found = load_measures().get(measure_id) or load_clocks().get(measure_id)
    if found is not None:
        return found
    entry = load_catalogue().get(measure_id)
    if entry is None:
        known = ", ".join(load_measures())
        raise UnknownMeasure(
            f"measure {measure_id!r} is not in the catalogue; those that can be judged: {known}"
        )
    raise MeasureNotDefined(f"{entry.id} {entry.title} cannot be judged: {entry.reason}")


Model = TypeVar("Model", bound=BaseModel)


def _load(path: Path, model: type[Model]) -> Model:
    raw = parse_yaml(read_text(path), file=_shown(path))
    return validated(model, raw, file=_shown(path))


def _shown(path: Path) -> str:
    """The folder and name: every measure's file is called definition.yaml."""
    return f"{path.parent.name}/{path.name}"
