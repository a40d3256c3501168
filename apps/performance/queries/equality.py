"""Measures told apart by who the people are, in one place and performance year."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from django.db.models import Q, QuerySet, Sum

from apps.performance.models import EqualityCell, EqualityReading, MeasureRun
from apps.performance.queries.catalogue import current_frameworks, in_catalogue_order
from apps.performance.queries.places import NATION, REGION, UNIT, Place
from rules.definitions.breaks import break_in_words, breaks_between
from rules.definitions.equality import COMBINED, Monitoring, combined_on, monitored_on, monitoring_on
from rules.definitions.measures import MeasureDefinition
from rules.definitions.profile import NOT_RECORDED, Characteristic
from rules.periods import PerformanceYear
from rules.statistics.rounding import rate
from rules.statistics.two_shares import Tally
from rules.tables.disparity import Comparable, Compared, compare_groups, judged
from rules.tables.small_groups import told_apart
from rules.tables.small_tables import told_apart_in_places

# Field of a cell -> what a Tally calls it.
TALLIED = {
    "denominator": "counted",
    "numerator": "met",
    "people": "people",
    "squared": "squared",
    "numerator_squared": "met_squared",
    "crossed": "crossed",
}


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """One group of one characteristic on one measure, against the rest.

    `not_recorded`: the share of the measure's cases whose group is not known; `no_outcome`: the share of this
    group's cases whose outcome is not recorded and which were therefore not counted. None without a case.
    """

    measure: MeasureDefinition
    characteristic: Characteristic
    compared: Compared
    not_recorded: Fraction | None
    no_outcome: Fraction | None

    @property
    def words(self) -> str:
        return self.characteristic.values[self.compared.group]


@dataclass(frozen=True, kw_only=True)
class NotCompared:
    measure: MeasureDefinition
    why: str


@dataclass(frozen=True, kw_only=True)
class EqualityOfPlace:
    """All comparisons of a place and year. `rows`: in the order of measures, characteristics and groups.

    `hidden`: groups too small to show, or withheld with one. `not_compared`: measures without any row.
    `every`: the rows with the hidden ones, and `cases` their cases, people of no group among them: for
    publication, which suppresses by a rule of its own.
    """

    year: PerformanceYear
    rules: Monitoring
    characteristics: Sequence[Characteristic]
    rows: Sequence[GroupRow]
    hidden: int
    not_compared: Sequence[NotCompared]
    every: Sequence[GroupRow]
    cases: "_Groups"


# measure -> characteristic -> group -> (cases, cases without an outcome)
_Groups = Mapping[str, Mapping[str, Mapping[str, tuple[Tally, int]]]]


def reading_of(run: MeasureRun) -> EqualityReading | None:
    """The run's counts by group; None where it has not been told apart, or the counts have gone."""
    return EqualityReading.objects.filter(run=run, holds_cells=True).first()


def equality_of(reading: EqualityReading, place: Place, year: PerformanceYear) -> EqualityOfPlace:
    """The comparisons of the place, judged with all others of the place and year together.

    What a reading holds never changes, so an answer is kept for the next reader.
    """
    return _answer(reading.pk, place, year)


@lru_cache(maxsize=16)
def _answer(reading_id: int, place: Place, year: PerformanceYear) -> EqualityOfPlace:
    reading = EqualityReading.objects.select_related("run").get(pk=reading_id)
    rules = monitoring_on(year.last_on)
    characteristics = [*monitored_on(year.last_on), combined_on(year.last_on)]
    groups, editions = _counted(cells_of(reading, place, year))
    measures = [
        one
        for one in in_catalogue_order(reading.run.measures)
        if one.framework in current_frameworks() and one.valid_from <= year.last_on
    ]
    refusals = [(one, _refusal(one, editions, rules)) for one in measures]
    refused = [NotCompared(measure=one, why=why) for one, why in refusals if why]
    kept = [one for one, why in refusals if not why]
    shown = _shown(reading, place, year, rules)
    rows = list(_rows(kept, characteristics, groups, rules))
    return EqualityOfPlace(
        year=year,
        rules=rules,
        characteristics=characteristics,
        rows=[row for row in rows if _key(row) in shown],
        hidden=sum(_key(row) not in shown for row in rows),
        not_compared=refused,
        every=rows,
        cases=groups,
    )


def cells_of(reading: EqualityReading, place: Place, year: PerformanceYear) -> QuerySet[EqualityCell]:
    """The place's cells; those of a region are counted by themselves and are no sum of its units."""
    within = place.cell_filter if place.kind == UNIT else place.cell_filter & Q(unit="")
    return EqualityCell.objects.filter(within, reading=reading, year=str(year)).order_by()


def _counted(cells: QuerySet[EqualityCell]) -> tuple[_Groups, Mapping[str, set[str]]]:
    """The cases by measure, characteristic and group; and the editions that judged each measure."""
    groups: dict[str, dict[str, dict[str, tuple[Tally, int]]]] = defaultdict(lambda: defaultdict(dict))
    editions: dict[str, set[str]] = defaultdict(set)
    summed = cells.values("measure", "edition", "characteristic", "member_of").annotate(
        **{f"{name}_sum": Sum(name) for name in (*TALLIED, "not_recorded")}
    )
    for row in summed:
        own = groups[row["measure"]][row["characteristic"]]
        before, unrecorded = own.get(row["member_of"], (Tally(), 0))
        tally = Tally(**{word: row[f"{name}_sum"] for name, word in TALLIED.items()})
        own[row["member_of"]] = (before + tally, unrecorded + row["not_recorded_sum"])
        editions[row["measure"]].add(row["edition"])
    return groups, editions


def _refusal(measure: MeasureDefinition, editions: Mapping[str, set[str]], rules: Monitoring) -> str:
    """Why the measure is not compared, in a sentence; empty where it is."""
    if measure.aggregation == "cumulative":
        return "It is a count against a fixed figure and has no rate."
    if why := rules.why_left_out(measure.id):
        return why
    if measure.id not in editions:
        return "No case of a person was counted: it is not about single people, or there was none."
    judged_by = [one for one in measure.editions if one.name in editions[measure.id]]
    broken = next(iter(breaks_between(measure, judged_by)), None)
    return f"{break_in_words(broken)} Cases on either side of it are not added up." if broken else ""


def _rows(
    measures: Sequence[MeasureDefinition],
    characteristics: Sequence[Characteristic],
    groups: _Groups,
    rules: Monitoring,
) -> Iterator[GroupRow]:
    listed = [(measure, one) for measure in measures for one in characteristics]
    single = [pair for pair in listed if pair[1].id != COMBINED]
    combined = [pair for pair in listed if pair[1].id == COMBINED]
    found = {}
    for family in (single, combined):
        compared = [_comparable(measure, one, groups, rules) for measure, one in family]
        found |= dict(zip([_pair(*pair) for pair in family], judged(compared, rules=rules), strict=True))
    for measure, one in listed:
        counted = groups[measure.id][one.id]
        for each in found[_pair(measure, one)].groups:
            yield _row(measure, one, each, counted)


def _pair(measure: MeasureDefinition, one: Characteristic) -> tuple[str, str]:
    return measure.id, one.id


def _comparable(
    measure: MeasureDefinition, one: Characteristic, groups: _Groups, rules: Monitoring
) -> Comparable:
    tallies = {name: tally for name, (tally, _) in groups[measure.id][one.id].items()}
    return Comparable(
        key=_pair(measure, one),
        lower_is_better=measure.direction == "lower",
        groups=compare_groups(tallies, list(one.values), rules=rules),
    )


def _row(
    measure: MeasureDefinition,
    one: Characteristic,
    compared: Compared,
    counted: Mapping[str, tuple[Tally, int]],
) -> GroupRow:
    everybody = sum(tally.counted for tally, _ in counted.values())
    unknown = counted.get(NOT_RECORDED, (Tally(), 0))[0].counted
    own, unrecorded = counted[compared.group]
    return GroupRow(
        measure=measure,
        characteristic=one,
        compared=compared,
        not_recorded=rate(unknown, everybody),
        no_outcome=rate(unrecorded, own.counted + unrecorded),
    )


_Key = tuple[str, str, str]


def _key(row: GroupRow) -> _Key:
    return row.measure.id, row.characteristic.id, row.compared.group


def _shown(reading: EqualityReading, place: Place, year: PerformanceYear, rules: Monitoring) -> set[_Key]:
    """The groups of the place that nobody can use to tell a few people apart: not within the place, nor by
    subtracting the other places of the same region or nation."""
    tables = _people_beside(reading, place, year, rules)
    return {
        (*name, group)
        for name, by_place in tables.items()
        for group in _shown_of(by_place, place, rules.fewest_shown)
    }


def _shown_of(by_place: Mapping[Hashable, Mapping[str, int]], place: Place, fewest: int) -> Iterable[str]:
    if place.kind == NATION:
        own = by_place[place.code]
        return told_apart(own, list(own), fewest=fewest)
    shown = told_apart_in_places(by_place, fewest=fewest)
    return {group for code, group in shown if code == place.code}


def _people_beside(
    reading: EqualityReading, place: Place, year: PerformanceYear, rules: Monitoring
) -> Mapping[tuple[str, str], Mapping[Hashable, Mapping[str, int]]]:
    """People by measure and characteristic, then by place beside the place (itself among them) and group.

    Only of groups that are compared: how many are in them all together can be read from any row.
    """
    beside = Q(region=place.region_code) & ~Q(unit="") if place.kind == UNIT else Q(unit="")
    by = {NATION: None, REGION: "region", UNIT: "unit"}[place.kind]
    names = ["measure", "characteristic", "member_of", *([by] if by else [])]
    cells = EqualityCell.objects.filter(beside, reading=reading, year=str(year)).order_by()
    cells = cells.exclude(member_of__in=[NOT_RECORDED, *rules.in_no_group])
    tables: dict[tuple[str, str], dict[Hashable, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in cells.values(*names).annotate(found=Sum("people")):
        table = tables[row["measure"], row["characteristic"]]
        table[row[by] if by else place.code][row["member_of"]] = row["found"]
    return tables
