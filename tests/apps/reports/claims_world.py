"""Frozen tables in memory, as a text is held against them: no database."""

from collections.abc import Sequence
from decimal import Decimal

from apps.publication.assembly.measures import JUDGED, RATES
from apps.publication.grids import Column, Kind, Row
from apps.publication.models import StatisticalTable, TableCell
from apps.publication.queries import TableShown
from apps.reports.claims.facts import FrozenFacts, facts_of

Line = tuple[Row, Sequence[str]]


def table(
    key: str, kind: str, columns: Sequence[Column], lines: Sequence[Line], *, measure: str = ""
) -> TableShown:
    """A table of printed texts; "[c]" and "[z]" are symbols, what is no number is words."""
    shape = [{"key": one.key, "label": one.label, "kind": one.kind.value} for one in columns]
    rows = [vars(row) for row, _ in lines]
    frozen = StatisticalTable(
        position=1, key=key, kind=kind, measure=measure, title=key, rows=rows, columns=shape
    )
    cells = {
        (row.key, column.key): cell(row.key, column, text)
        for row, texts in lines
        for column, text in zip(columns, texts, strict=True)
    }
    return TableShown(table=frozen, cells=cells)


def cell(row: str, column: Column, text: str) -> TableCell:
    if text.startswith("["):
        return TableCell(row=row, column=column.key, symbol=text[1], places=column.places)
    if column.kind == Kind.WORDS:
        return TableCell(row=row, column=column.key, words=text)
    number = Decimal(text.replace(",", ""))
    return TableCell(row=row, column=column.key, number=number, places=column.places)


MEASURES = table(
    "measures",
    "summary",
    JUDGED,
    [
        (
            Row("SL004", "SL004 Initial appointment"),
            ["104", "69", "66.3", "56.8", "74.7", "90.0", "No", "-8.7"],
        ),
        (
            Row("SL010", "SL010 Parole reports on time"),
            ["1,204", "1,180", "98.0", "97.0", "98.7", "95.0", "Yes", "2.1"],
        ),
        (Row("OM005", "OM005 Recalls"), ["200", "20", "10.0", "6.6", "14.9", "[z]", "Unset", "-1.0"]),
        (Row("SL011", "SL011 Recall reports"), ["[c]", "[c]", "[c]", "[c]", "[c]", "80.0", "[c]", "[c]"]),
    ],
)
QUARTERS = table(
    "sl004-quarters",
    "quarters",
    JUDGED,
    [
        (
            Row("2024-25", "Year 2024-25", emphasis=True),
            ["80", "60", "75.0", "64.5", "83.2", "90.0", "No", "[x]"],
        ),
        (Row("2025-Q2", "April to June 2025"), ["40", "30", "75.0", "59.8", "85.8", "90.0", "No", "0.0"]),
        (Row("2025-Q3", "July to September 2025"), ["20", "[c]", "[c]", "[c]", "[c]", "90.0", "[c]", "[c]"]),
        (
            Row("2025-Q4", "October to December 2025"),
            ["20", "18", "90.0", "69.9", "97.2", "90.0", "Yes", "15.0"],
        ),
        (
            Row("2025-26", "Year 2025-26", emphasis=True),
            ["104", "69", "66.3", "56.8", "74.7", "90.0", "No", "-8.7"],
        ),
    ],
    measure="SL004",
)
UNITS = table(
    "sl004-units",
    "units",
    RATES,
    [
        (Row("H103", "Gwent"), ["60", "48", "80.0", "68.2", "88.2"]),
        (Row("H104", "Powys"), ["40", "19", "47.5", "32.9", "62.5"]),
        (Row("region", "Region", emphasis=True), ["104", "69", "66.3", "56.8", "74.7"]),
    ],
    measure="SL004",
)
PEOPLE = table(
    "delivery-units",
    "places",
    (Column("people", "People supervised", Kind.COUNT), Column("share", "Share (%)", Kind.PERCENT)),
    [
        (Row("H103", "Gwent"), ["700", "58.3"]),
        (Row("H104", "Powys"), ["500", "41.7"]),
        (Row("all", "Wales", emphasis=True), ["1,200", "100.0"]),
    ],
)
AUDITS = table(
    "audits",
    "audits",
    (
        Column("sampled", "Cases sampled", Kind.COUNT),
        Column("scored", "Cases scored", Kind.COUNT),
        Column("score", "Score (%)", Kind.PERCENT),
        Column("band", "Band", Kind.WORDS),
    ),
    [(Row("QM102", "QM102 Sentence plans"), ["40", "38", "71.4", "Good"])],
)
BANDS = ("Outstanding", "Good", "Requires improvement", "Inadequate")
TABLES = {shown.table.key: shown for shown in (MEASURES, QUARTERS, UNITS, PEOPLE, AUDITS)}
DETAILS = {
    "measures": [
        {"id": "SL004", "name": "SL004", "title": "Initial appointment", "direction": "higher"},
        {"id": "CRS_SL004", "name": "CRS SL004", "title": "Supplier appointment", "direction": "higher"},
        {"id": "SL010", "name": "SL010", "title": "Parole reports on time", "direction": "higher"},
        {"id": "SL011", "name": "SL011", "title": "Recall reports", "direction": "higher"},
        {"id": "OM005", "name": "OM005", "title": "Recalls", "direction": "lower"},
    ],
    "bands": {"bands": [{"name": name} for name in BANDS]},
}


def facts() -> FrozenFacts:
    lines = {"Staff in post": Decimal("412.5")}
    return facts_of(TABLES, DETAILS, year="2025-26", before="2024-25", lines=lines)
