"""What was published about inspections of the region and its units, from their frozen reports."""

from collections.abc import Iterator
from datetime import date

from apps.inspections.models import FrozenReport
from apps.inspections.models import Response as Answer
from apps.publication.grids import Column, Grid, Kind, Row, Value, of_number
from rules.periods import PerformanceYear
from rules.tables.regional import NOT_APPLICABLE

COLUMNS = (
    Column("place", "Inspected", Kind.WORDS),
    Column("fieldwork", "Fieldwork", Kind.WORDS),
    Column("published", "Published on", Kind.WORDS),
    Column("cases", "Cases assessed", Kind.COUNT),
    Column("rating", "Overall rating", Kind.WORDS),
    Column("points", "Points", Kind.COUNT),
    Column("recommendations", "Recommendations", Kind.COUNT),
    Column("answered", "of which answered", Kind.COUNT),
)
RATED = (
    Column("standard", "Standard", Kind.WORDS),
    Column("rating", "Rating", Kind.WORDS),
)


def inspection_grids(region_code: str, year: PerformanceYear, known_on: date) -> list[Grid]:
    """rows: inspection published in the year, columns: rating and recommendations; then the
    ratings of each standard. known_on: what came later is left out. No inspection: tables without rows."""
    found = list(
        FrozenReport.objects.filter(
            kind=FrozenReport.Kind.PUBLISHED,
            inspection__region=region_code,
            inspection__published_at__date__range=(year.first_on, min(year.last_on, known_on)),
        )
        .select_related("inspection")
        .order_by("inspection__published_at", "pk")
    )
    return [_overview(found, year, known_on), _standards(found, year)]


def _key(frozen: FrozenReport) -> str:
    return f"inspection-{frozen.inspection_id}"


def _overview(found: list[FrozenReport], year: PerformanceYear, known_on: date) -> Grid:
    rows, cells = [], {}
    for frozen in found:
        rows.append(Row(_key(frozen), frozen.content["place"]))
        cells |= {(_key(frozen), column): value for column, value in _values(frozen, known_on).items()}
    return Grid(
        key="inspections",
        kind="inspections",
        title=f"Inspections published in {year}",
        row_heading="Inspection",
        rows=rows,
        columns=COLUMNS,
        cells=cells,
    )


def _values(frozen: FrozenReport, known_on: date) -> dict[str, Value]:
    content, rating = frozen.content, frozen.content["rating"]
    total = rating.get("total")
    answered = Answer.objects.filter(
        recommendation__inspection=frozen.inspection_id,
        recommendation__withdrawn_at=None,
        at__date__lte=known_on,
    )
    return {
        "place": Value(words=content["place"]),
        "fieldwork": Value(words=" to ".join(content["fieldwork"])),
        "published": Value(words=f"{frozen.inspection.published_at:%Y-%m-%d}"),
        "cases": of_number(rating["cases"]),
        "rating": Value(words=rating["overall"] or "Not rated"),
        "points": Value(symbol=NOT_APPLICABLE) if total is None else of_number(total),
        "recommendations": of_number(len(content["recommendations"])),
        "answered": of_number(answered.values("recommendation").distinct().count()),
    }


def _standards(found: list[FrozenReport], year: PerformanceYear) -> Grid:
    rows, cells = [], {}
    for frozen, number, name, rating in _ratings(found):
        key = f"{_key(frozen)}-{number}"
        rows.append(Row(key, frozen.content["place"]))
        cells[key, "standard"] = Value(words=f"{number} {name}".strip())
        cells[key, "rating"] = Value(words=rating or "Not rated")
    return Grid(
        key="inspections-standards",
        kind="inspections",
        title=f"Ratings of standards in inspections published in {year}",
        row_heading="Inspection",
        rows=rows,
        columns=RATED,
        cells=cells,
    )


def _ratings(found: list[FrozenReport]) -> Iterator[tuple[FrozenReport, str, str, str | None]]:
    for frozen in found:
        for number, one in frozen.content["rating"]["standards"].items():
            yield frozen, number, one["name"], one["rating"]
