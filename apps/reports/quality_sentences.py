"""Sentences about inspections, commissioned services, findings and equality, told from their frozen tables.

Each gives nothing but words where its table is missing, as in figures that were frozen before it existed.
"""

from collections.abc import Mapping

from apps.publication.queries import TableShown
from apps.reports.sentences import Cell, Rows, Sentence

Tables = Mapping[str, TableShown]
EVERY = "all"


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
    on = "case" if read["cases"] == "1" else "cases"
    return Sentence(
        text=f"{read['place']} was inspected and rated “{read['rating']}” on {read['cases']} {on}; "
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
    kind, raised = shown.cell(row, "kind").text.lower(), shown.cell(row, "raised").text
    noun = "finding" if raised == "1" else "findings"
    return Sentence(
        text=f"{bank}, {kind}: {raised} {noun}, {shown.cell(row, 'answered').text} with an action.",
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
            text=f"Actions: {told['done']} done, {told['open']} open, {told['open-and-late']} open and late, "
            f"{told['dropped']} dropped.",
            cites=[Cell("actions", row, "actions") for row in ("done", "open", "open-and-late", "dropped")],
        )
    ]


def _re_audits(tables: Tables) -> list[Sentence]:
    rows = _rows(tables, "re-audits")
    if not rows:
        return []
    who = (
        "question that an action is about was" if len(rows) == 1 else "questions that actions are about were"
    )
    return [
        Sentence(
            text=f"{len(rows)} {who} or will be audited again; the table below says what changed.",
            cites=[Rows("re-audits")],
        )
    ]


def equality(tables: Tables) -> list[Sentence]:
    """What all comparisons say together, then each characteristic in which a group fared worse."""
    rows = _rows(tables, "equality")
    if not rows:
        return []
    shown = tables["equality"]
    worse = [row for row in rows if row != EVERY and shown.cell(row, "worse").number]
    told = [_by_characteristic(shown, row) for row in worse]
    if EVERY in rows:
        return [_of_all(shown), *told]
    # Frozen before the table had a line for all.
    return told or [
        Sentence(text="No group fared worse than all others on any measure that could be compared.")
    ]


def _of_all(shown: TableShown) -> Sentence:
    """Most comparisons of a small region say nothing: so does the sentence."""
    columns = ("compared", "worse", "better", "none", "too_few", "suppressed")
    read = {column: shown.cell(EVERY, column).text for column in columns}
    return Sentence(
        text=f"Of {read['compared']} comparisons of a group with everybody else, the group fared worse in "
        f"{read['worse']} and better in {read['better']}; there was no evidence of a disparity in "
        f"{read['none']} and too few people to say in {read['too_few']}; "
        f"{read['suppressed']} are suppressed.",
        cites=[Cell("equality", EVERY, column) for column in columns],
    )


def _by_characteristic(shown: TableShown, row: str) -> Sentence:
    label = next(one.label for one in shown.table.row_list if one.key == row)
    worse, compared = shown.cell(row, "worse").text, shown.cell(row, "compared").text
    return Sentence(
        text=f"{label}: in {worse} of {compared} comparisons a group fared worse than all others.",
        cites=[Cell("equality", row, "worse"), Cell("equality", row, "compared")],
        labels=[label],
    )
