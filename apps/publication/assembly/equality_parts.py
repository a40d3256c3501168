"""One measure's cases by groups of people as they may be printed: what the tables of equality are made of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from apps.performance.queries.equality import EqualityOfPlace, GroupRow
from apps.publication.assembly.periods import WHOLE_YEAR, YearOfMeasure
from rules.definitions.disclosure import DisclosureEdition
from rules.definitions.equality import AGE, COMBINED, SEX, YOUNG_ADULT, age_groups_of_young_adults
from rules.definitions.measures import MeasureDefinition
from rules.definitions.profile import NOT_RECORDED, Characteristic
from rules.statistics.two_shares import Tally
from rules.tables.disparity import Verdict
from rules.tables.disparity_overlaps import Table, gives_away, overlaps_on
from rules.tables.disparity_published import Cases, Printed, printed

YearsOfMeasures = Sequence[tuple[YearOfMeasure, YearOfMeasure | None]]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One characteristic of one measure as it may be printed. `rows`: the comparisons by group."""

    measure: MeasureDefinition
    characteristic: Characteristic
    cases: Mapping[str, Tally]
    rows: Mapping[str, GroupRow]
    shown: Printed

    def verdict(self, group: str) -> Verdict | None:
        """None where it is suppressed."""
        row = self.rows.get(group)
        if row is None or group in self.shown.hidden or not self.shown.rest_is_known:
            return None
        return row.compared.verdict


def printed_whole(years: YearsOfMeasures) -> set[str]:
    """The measures whose year is printed: else its groups would give it away."""
    now = {one.measure.id: one.shown[WHOLE_YEAR] for one, _ in years}
    return {name for name, shown in now.items() if not shown.counted.symbol and not shown.met.symbol}


def parts_of(found: EqualityOfPlace, whole: set[str], edition: DisclosureEdition) -> Iterator[Part]:
    """Every characteristic of each measure in `whole`, in the order of printing; combined groups are none."""
    rows: dict[tuple[str, str], dict[str, GroupRow]] = defaultdict(dict)
    for row in found.every:
        rows[row.measure.id, row.characteristic.id][row.compared.group] = row
    measures = {row.measure.id: row.measure for row in found.every if row.measure.id in whole}
    for measure in measures.values():
        tallies = {
            name: {group: tally for group, (tally, _) in groups.items()}
            for name, groups in found.cases[measure.id].items()
        }
        each = [
            _part(measure, one, tallies, rows[measure.id, one.id], found, edition)
            for one in found.characteristics
            if one.id != COMBINED and one.id in tallies
        ]
        yield from _side_by_side(each, found, edition)


def _side_by_side(
    parts: Sequence[Part], found: EqualityOfPlace, edition: DisclosureEdition
) -> Iterator[Part]:
    """A measure's tables, one suppressed whole where it would give away what an earlier one suppresses."""
    overlaps = overlaps_on(found.year.last_on)
    overlapping = {name for overlap in overlaps for name, _ in overlap.rows}
    kept: dict[str, Table] = {}
    for part in parts:
        if part.characteristic.id not in overlapping:
            yield part
            continue
        at_all = kept | {part.characteristic.id: _table(part, found, edition)}
        safe = _emptied(part) if gives_away(at_all, overlaps, edition=edition) else part
        kept[part.characteristic.id] = _table(safe, found, edition)
        yield safe


def _emptied(part: Part) -> Part:
    return replace(part, shown=Printed(hidden=frozenset(part.cases), rest_is_known=False))


def _table(part: Part, found: EqualityOfPlace, edition: DisclosureEdition) -> Table:
    cases = {group: (tally.counted, tally.met) for group, tally in part.cases.items()}
    is_asked_of_all = found.rules.asked(part.characteristic.id) is None
    few = frozenset(group for group, tally in part.cases.items() if edition.suppresses(tally.people))
    return Table(cases=cases, hidden=part.shown.hidden, adds_up=is_asked_of_all, few=few)


def _part(
    measure: MeasureDefinition,
    one: Characteristic,
    tallies: Mapping[str, Mapping[str, Tally]],
    rows: Mapping[str, GroupRow],
    found: EqualityOfPlace,
    edition: DisclosureEdition,
) -> Part:
    own = tallies[one.id]
    outside = [NOT_RECORDED, *found.rules.in_no_group]
    cases = {group: (tally.counted, tally.met) for group, tally in own.items()}
    people = {group: tally.people for group, tally in own.items()}
    beside = list(_beside(one, tallies, found))
    shown = printed(cases, outside, edition=edition, beside=beside, people=people)
    return Part(measure=measure, characteristic=one, cases=own, rows=rows, shown=shown)


def _beside(
    one: Characteristic, tallies: Mapping[str, Mapping[str, Tally]], found: EqualityOfPlace
) -> Iterator[Cases]:
    """What two tables of a measure tell by subtraction: young adults less the age groups within them; women
    less those who were asked about pregnancy."""
    own = tallies[one.id]
    if one.id == YOUNG_ADULT:
        inside = age_groups_of_young_adults(found.year.last_on)
        within = [tallies.get(AGE, {}).get(group, Tally()) for group in inside]
        yield from _less(own.get("yes", Tally()), within)
    asked = found.rules.asked(one.id)
    if asked is not None:
        yield from _less(tallies.get(SEX, {}).get(asked.sex, Tally()), list(own.values()))


def _less(whole: Tally, parts: Sequence[Tally]) -> Iterator[Cases]:
    """The cases that are left, and the people: few are small however many cases they have."""
    counted, met = sum(part.counted for part in parts), sum(part.met for part in parts)
    people = abs(whole.people - sum(part.people for part in parts))
    yield abs(whole.counted - counted), abs(whole.met - met)
    yield people, people
