"""Sentences about inspections, commissioned services, findings and equality, told from their frozen tables.

Each gives nothing but words where its table is missing, as in figures that were frozen before it existed.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from apps.publication.queries import TableShown
from apps.reports.sentences import Cell, Rows, Sentence

Tables = Mapping[str, TableShown]


def _rows(tables: Tables, key: str) -> list[str]:
    shown = tables.get(key)
    return [row.key for row in shown.table.row_list] if shown else []


def inspections(tables: Tables) -> list[Sentence]:
    """How many inspections were published, and each one's rating and answered recommendations."""
    rows = _rows(tables, "inspections")
    if not rows:
        return [Sentence(text="No inspection of the region or its delivery units was published.")]
    return [_inspection(tables["inspections"], row) for row in rows]


def _inspection(shown: TableShown, row: str) -> Sentence:
    read = {column: shown.cell(row, column).text for column in ("place", "rating", "cases")}
    made, answered = shown.cell(row, "recommendations").text, shown.cell(row, "answered").text
    recommended = "recommendation was" if made == "1" else "recommendations were"
    return Sentence(
        text=f"{read['place']} was inspected and rated “{read['rating']}” on {read['cases']} cases; "
        f"{made} {recommended} made, of which {answered} had an answer.",
        cites=[Cell("inspections", row, column) for column in ("cases", "recommendations", "answered")],
        labels=[read["place"], f"“{read['rating']}”"],
    )


def commissioned(tables: Tables) -> list[Sentence]:
    """The score and band of each audited contract."""
    rows = _rows(tables, "commissioned")
    if not rows:
        return [Sentence(text="No audit of a commissioned service that ends in this year is published.")]
    return [_contract(tables["commissioned"], row) for row in rows]


def _contract(shown: TableShown, row: str) -> Sentence:
    read = {column: shown.cell(row, column).text for column in ("service", "supplier", "audit", "band")}
    who = f"{read['service']}, delivered by {read['supplier']}, {read['audit']}"
    if shown.cell(row, "score").number is None:
        return Sentence(text=f"{who}: too few scored cases for a percentage or a band.", labels=[who])
    return Sentence(
        text=f"{who}: scored {shown.cell(row, 'score').text}%, band {read['band']}, from "
        f"{shown.cell(row, 'scored').text} scored cases.",
        cites=[Cell("commissioned", row, "score"), Cell("commissioned", row, "scored")],
        labels=[who, read["band"]],
    )


def findings(tables: Tables) -> list[Sentence]:
    """How many findings there are, what became of the actions, how many questions were audited again."""
    rows = _rows(tables, "findings")
    if not rows:
        return [Sentence(text="No finding of an audit of this year is recorded.")]
    said = [_finding(tables["findings"], row) for row in rows]
    return said + _actions(tables) + _re_audits(tables)


def _finding(shown: TableShown, row: str) -> Sentence:
    bank = next(one.label for one in shown.table.row_list if one.key == row)
    kind = shown.cell(row, "kind").text.lower()
    return Sentence(
        text=f"{bank}, {kind}: {shown.cell(row, 'raised').text} findings, "
        f"{shown.cell(row, 'answered').text} of them with an action.",
        cites=[Cell("findings", row, column) for column in ("raised", "answered")],
        labels=[bank],
    )


def _actions(tables: Tables) -> list[Sentence]:
    rows = _rows(tables, "actions")
    if not rows:
        return []
    told = {row: tables["actions"].cell(row, "actions").text for row in rows}
    return [
        Sentence(
            text=f"Of the actions, {told['done']} are done, {told['open']} open, "
            f"{told['open-and-late']} open and late, {told['dropped']} dropped.",
            cites=[Cell("actions", row, "actions") for row in ("done", "open", "open-and-late", "dropped")],
        )
    ]


def _re_audits(tables: Tables) -> list[Sentence]:
    rows = _rows(tables, "re-audits")
    if not rows:
        return []
    return [
        Sentence(
            text=f"{len(rows)} questions that actions are about were or will be audited again; "
            "the table below says what changed.",
            cites=[Rows("re-audits")],
        )
    ]


def equality(tables: Tables) -> list[Sentence]:
    """How many comparisons were made, and in how many a group fared worse or better than all others."""
    rows = _rows(tables, "equality")
    if not rows:
        return []
    totals = {name: _total(tables["equality"], name) for name in ("compared", "worse", "better")}
    if None in totals.values():
        return [_worst(tables["equality"], rows)] if rows else []
    return [
        _by_characteristic(tables["equality"], row)
        for row in rows
        if tables["equality"].cell(row, "worse").number
    ] or [Sentence(text="No group fared worse than all others on any measure that could be compared.")]


def _total(shown: TableShown, column: str) -> Decimal | None:
    numbers = [shown.cell(row.key, column).number for row in shown.table.row_list]
    return None if None in numbers else sum((one for one in numbers if one), Decimal(0))


def _worst(shown: TableShown, rows: Sequence[str]) -> Sentence:
    known = [row for row in rows if shown.cell(row, "worse").number is not None]
    worst = max(known, key=lambda row: (shown.cell(row, "worse").number or Decimal(0), row), default=None)
    if worst is None:
        return Sentence(text="The numbers of disparities are suppressed because they are small.")
    return _by_characteristic(shown, worst)


def _by_characteristic(shown: TableShown, row: str) -> Sentence:
    label = next(one.label for one in shown.table.row_list if one.key == row)
    worse, compared = shown.cell(row, "worse").text, shown.cell(row, "compared").text
    return Sentence(
        text=f"{label}: in {worse} of {compared} comparisons a group fared worse than all others.",
        cites=[Cell("equality", row, "worse"), Cell("equality", row, "compared")],
        labels=[label],
    )
