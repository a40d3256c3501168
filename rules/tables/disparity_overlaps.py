"""Whether tables of groups that overlap give a suppressed count away when they are read side by side.

Young adults hold two age groups whole and a year of a third; women are those who were asked about pregnancy
and those past that age. Each table is safe by itself (`disparity_published`); here they are attacked in one.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.definitions.disclosure import DisclosureEdition
from rules.definitions.equality import (
    AGE,
    SEX,
    YOUNG_ADULT,
    age_bands_on,
    age_groups_of_young_adults,
    monitored_on,
    monitoring_on,
    young_adult_ages_on,
)
from rules.definitions.profile import NOT_RECORDED
from rules.tables.disclosure import Total, derivable
from rules.tables.disparity_published import Cases

# A row of a table: (characteristic, group).
Row = tuple[str, str]
KINDS = ("counted", "met", "missed")
_Counts = dict[Hashable, int]


@dataclass(frozen=True, kw_only=True)
class Table:
    """The rows of one characteristic of a measure, and which of them are suppressed.

    adds_up: whether everybody is in a row, so that their sum is the measure's, which is printed. few: rows of
    few people, small however many cases those have.
    """

    cases: Mapping[str, Cases]
    hidden: Collection[str]
    adds_up: bool = True
    few: Collection[str] = ()


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """The row `whole` is the rows `parts` and some further people, who are all in the rows `among`."""

    whole: Row
    parts: Sequence[Row]
    among: Sequence[Row]

    @property
    def rows(self) -> Sequence[Row]:
        return (self.whole, *self.parts, *self.among)


def overlaps_on(day: date) -> list[Overlap]:
    """The rows of different characteristics that hold the same people: young adults, and who is asked."""
    bands, (first, last) = age_bands_on(day), young_adult_ages_on(day)
    whole = age_groups_of_young_adults(day)
    in_part = [one for one, ages in bands.items() if one not in whole and _meet(ages, (first, last))]
    young = Overlap(whole=(YOUNG_ADULT, "yes"), parts=_rows(AGE, whole), among=_rows(AGE, in_part))
    listed = {one.id: [*one.values, NOT_RECORDED] for one in monitored_on(day)}
    asked = [
        Overlap(
            whole=(SEX, one.sex),
            parts=_rows(one.characteristic, listed[one.characteristic]),
            among=_rows(AGE, [*_beyond(bands, one.ages), NOT_RECORDED]),
        )
        for one in monitoring_on(day).asked_of
    ]
    return [young, *asked]


def _rows(characteristic: str, groups: Sequence[str]) -> list[Row]:
    return [(characteristic, group) for group in groups]


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _beyond(bands: Mapping[str, tuple[int, int]], asked: tuple[int, int]) -> list[str]:
    """The groups with an age that is not asked."""
    return [group for group, (start, end) in bands.items() if start < asked[0] or end > asked[1]]


def gives_away(
    tables: Mapping[str, Table], overlaps: Sequence[Overlap], *, edition: DisclosureEdition
) -> bool:
    """Whether a small count of a suppressed row, or of the further people, has one possible value only.

    tables: characteristic -> table. An overlap with a table that is not there, or that the counts contradict,
    tells nothing.
    """
    known = [one for one in overlaps if {name for name, _ in one.rows} <= tables.keys()]
    if not known:
        return False
    counts: _Counts = {
        (kind, name, row): value
        for name, table in tables.items()
        for row, pair in table.cases.items()
        for kind, value in zip(KINDS, _three(pair), strict=True)
    }
    unknown = [(name, row) for name, table in tables.items() for row in table.hidden if row in table.cases]
    latent: set[Hashable] = {(kind, *row) for row in unknown for kind in KINDS}
    totals = _sums_of_tables(tables, counts)
    for overlap in known:
        latent |= _tie(overlap, counts, totals)
    totals += _met_and_missed(counts)
    # Who suppresses a row says that somebody was counted in it.
    hidden = {("counted", *row) for row in unknown if counts["counted", *row] > 0}
    found = derivable(counts, totals, hidden=hidden, latent=latent - hidden)
    of_few = {(kind, name, row) for name, one in tables.items() for row in one.few for kind in KINDS[:2]}
    return bool(found & of_few) or any(_is_small(key, counts[key], edition) for key in found)


def _three(pair: Cases) -> tuple[int, int, int]:
    counted, met = pair
    return counted, met, counted - met


def _sums_of_tables(tables: Mapping[str, Table], counts: _Counts) -> list[Total]:
    totals = []
    for name, table in tables.items():
        for kind in KINDS if table.adds_up else ():
            parts = tuple((kind, name, row) for row in table.cases)
            whole = (kind, name, "")
            counts[whole] = sum(counts[part] for part in parts)
            totals.append(Total(whole=whole, parts=parts))
    return totals


def _tie(overlap: Overlap, counts: _Counts, totals: list[Total]) -> set[Hashable]:
    """Adds the sums of an overlap; gives the counts in them that nobody prints."""
    new: _Counts = {}
    sums: list[Total] = []
    for kind in KINDS:
        keys = [(kind, *row) for row in overlap.parts if (kind, *row) in counts]
        among = [(kind, *row) for row in overlap.among if (kind, *row) in counts]
        whole = (kind, *overlap.whole)
        if whole not in counts:
            return set()
        further, others, pool = ((kind, overlap.whole, what) for what in ("further", "others", "pool"))
        new[further] = counts[whole] - sum(counts[key] for key in keys)
        new[pool] = sum(counts[key] for key in among)
        new[others] = new[pool] - new[further]
        sums += [
            Total(whole=whole, parts=(*keys, further)),
            Total(whole=pool, parts=tuple(among)),
            Total(whole=pool, parts=(further, others)),
        ]
    if min(new.values()) < 0:
        return set()
    counts |= new
    totals += sums
    return set(new)


def _met_and_missed(counts: _Counts) -> list[Total]:
    """What was counted is met or missed: in every row, table and remainder."""
    places = [key[1:] for key in counts if isinstance(key, tuple) and key[0] == "counted"]
    return [Total(whole=("counted", *place), parts=(("met", *place), ("missed", *place))) for place in places]


def _is_small(key: Hashable, count: int, edition: DisclosureEdition) -> bool:
    if not isinstance(key, tuple) or key[-1] in ("others", "pool"):
        return False
    return edition.suppresses(count) and (key[0] != "missed" or edition.misses_are_counts)
