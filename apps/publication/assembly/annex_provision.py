"""The tables of annex D: what is provided for which need in which delivery unit, its gaps and duplicates."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from apps.planning.shapes import ProvisionRow
from apps.publication.assembly.annex_people import EVERYONE, WITH, Asked, Caseload
from apps.publication.assembly.profile import ALL
from apps.publication.grids import Column, Grid, Kind, Row, Value, of_figure, of_number
from rules.facts import UNALLOCATED
from rules.tables.provision import MEANINGS, WORDS, Serving, Verdict, places_of, verdict
from rules.tables.regional import SUPPRESSED

OF_EVERYBODY = (
    "A need counts what is provided for everybody; what is kept for a cohort counts in the cohort’s column."
)


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """Need by delivery unit, judged. `columns`: the needs and cohorts that it shows, in order."""

    caseload: Caseload
    columns: Sequence[Asked]
    serving: Mapping[tuple[str, str], Sequence[Serving]]
    verdicts: Mapping[tuple[str, str], Verdict]

    @property
    def units(self) -> list[Row]:
        return [Row(unit.code, unit.name) for unit in self.caseload.profile.units]

    def counts(self, unit: str) -> Counter[Verdict]:
        """Verdict -> needs of a unit."""
        return Counter(self.verdicts[unit, one.id] for one in self.columns)


def matrix_of(caseload: Caseload, provision: Iterable[ProvisionRow]) -> Matrix:
    """Every need that units should provide for, that somebody provides for, and every cohort."""
    serving = serving_of(provision)
    served = {need for _, need in serving}
    columns = [one for one in caseload.asked if one.expected or one.id in served]
    found = {
        (unit.code, one.id): _verdict(caseload, unit.code, one, serving.get((unit.code, one.id), ()))
        for unit in caseload.profile.units
        for one in columns
    }
    return Matrix(caseload=caseload, columns=columns, serving=serving, verdicts=found)


def serving_of(provision: Iterable[ProvisionRow]) -> dict[tuple[str, str], list[Serving]]:
    """(unit, need or cohort) -> who serves it. What is for one cohort does not serve everybody's need."""
    found: dict[tuple[str, str], list[Serving]] = defaultdict(list)
    for row in provision:
        what = row.need if row.cohort == EVERYONE else row.cohort
        offer = Serving(agreement=row.agreement, provider=row.provider, places=row.capacity)
        found[row.unit, what].append(offer)
    return dict(found)


def _verdict(caseload: Caseload, unit: str, asked: Asked, serving: Sequence[Serving]) -> Verdict:
    demand = caseload.demand(asked.id, f"unit:{unit}").value
    shown = None if demand is None else int(demand)
    return verdict(shown, serving, expected=asked.expected, edition=caseload.rule)


def provision_grids(matrix: Matrix) -> list[Grid]:
    """Verdicts counted by unit; then verdicts, people with the need, agreements and places, unit by need."""
    return [
        _by_unit_grid(matrix),
        _verdict_grid(matrix),
        _demand_grid(matrix),
        _count_grid(matrix, "agreements", "Agreements that serve each need"),
        _count_grid(matrix, "places", "Places agreed for each need, people a year"),
    ]


def _columns(matrix: Matrix, kind: Kind) -> list[Column]:
    return [Column(one.id, one.title, kind) for one in matrix.columns]


def _verdict_grid(matrix: Matrix) -> Grid:
    cells = {key: Value(words=WORDS[found]) for key, found in matrix.verdicts.items()}
    return Grid(
        key="provision",
        kind="matrix",
        title="Gaps and duplication of provision, by delivery unit and need",
        row_heading="Delivery unit",
        rows=matrix.units,
        columns=_columns(matrix, Kind.WORDS),
        cells=cells,
        notes=(OF_EVERYBODY, *(f"{WORDS[one]}: {words}." for one, words in MEANINGS.items())),
    )


def _demand_grid(matrix: Matrix) -> Grid:
    caseload, columns = matrix.caseload, _columns(matrix, Kind.COUNT)
    others = [code for code in caseload.unit_codes if code not in {unit.key for unit in matrix.units}]
    named = [Row(code, "No delivery unit" if code == UNALLOCATED else code) for code in others]
    rows = [*matrix.units, *named, Row(ALL, "Region", emphasis=True)]
    parts = {row.key: WITH if row.key == ALL else f"unit:{row.key}" for row in rows}
    cells = {
        (row.key, column.key): of_figure(caseload.demand(column.key, parts[row.key]))
        for row in rows
        for column in columns
    }
    return Grid(
        key="demand",
        kind="matrix",
        title="People with each need, by delivery unit",
        row_heading="Delivery unit",
        rows=rows,
        columns=columns,
        cells=cells,
    )


def _count_grid(matrix: Matrix, key: str, title: str) -> Grid:
    cells = {
        (unit.key, one.id): _number(key, matrix.serving.get((unit.key, one.id), ()))
        for unit in matrix.units
        for one in matrix.columns
    }
    return Grid(
        key=key,
        kind="matrix",
        title=f"{title}, by delivery unit",
        row_heading="Delivery unit",
        rows=matrix.units,
        columns=_columns(matrix, Kind.COUNT),
        cells=cells,
    )


def _number(key: str, serving: Sequence[Serving]) -> Value:
    """Agreements or places; suppressed where the places of any agreement are."""
    found = len({one.agreement for one in serving}) if key == "agreements" else places_of(serving)
    return Value(symbol=SUPPRESSED) if found is None else of_number(found)


def _by_unit_grid(matrix: Matrix) -> Grid:
    counts = {unit.key: matrix.counts(unit.key) for unit in matrix.units}
    counts[ALL] = sum(counts.values(), start=Counter())
    rows = [*matrix.units, Row(ALL, "Region", emphasis=True)]
    return Grid(
        key="verdicts-by-unit",
        kind="verdicts",
        title="Needs of each delivery unit by how they are provided for",
        row_heading="Delivery unit",
        rows=rows,
        columns=[Column(one.value, WORDS[one], Kind.COUNT) for one in Verdict],
        cells={(row.key, one.value): of_number(counts[row.key][one]) for row in rows for one in Verdict},
    )
