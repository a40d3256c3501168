"""Writes docs/extract.md from the contract, so that people and programs read the same one."""

from collections.abc import Iterator
from pathlib import Path

from apps.caseload.contract import Column, Contract, Table, load_contract

INTRODUCTION = Path(__file__).resolve().parent / "introduction.md"


def document() -> str:
    """The page as text."""
    contract = load_contract()
    words = INTRODUCTION.read_text(encoding="utf-8").replace("VERSION", contract.version)
    parts = [words, *_contents(contract)]
    for table in contract.tables.values():
        parts += _table(table)
    return "\n".join(parts) + "\n"


def _contents(contract: Contract) -> Iterator[str]:
    yield "| table | | what it holds |\n|---|---|---|"
    for table in contract.tables.values():
        yield f"| [{table.name}](#{table.name}) | {'required' if table.required else ''} | {table.title} |"


def _table(table: Table) -> Iterator[str]:
    yield f"\n### {table.name}\n"
    yield f"{table.description}\n" if table.description else ""
    yield "| column | | written as | what it says |\n|---|---|---|---|"
    for column in table.columns:
        required = "required" if column.required else ""
        yield f"| `{column.name}` | {required} | {_written(column)} | {_meaning(table, column)} |"


def _written(column: Column) -> str:
    if column.values:
        return " ".join(f"`{value}`" for value in column.values)
    return {"ref": "id", "wall_clock": "wall-clock time", "integer": "whole number"}.get(
        column.kind, column.kind.value
    )


def _meaning(table: Table, column: Column) -> str:
    notes = [column.description]
    if column.name == table.key:
        notes.append("*Key.*")
    notes += [f"*Of [{one.table}](#{one.table}).*" for one in table.parents if one.column == column.name]
    if column.actual:
        notes.append("*Event.*")
    if column.not_before:
        notes.append(f"*Not before `{column.not_before}`.*")
    if column.follows:
        parent = table.parent_of(column.follows.by).table
        notes.append(f"*Not before `{column.follows.column}` of its row in [{parent}](#{parent}).*")
    if column.not_after_death:
        notes.append("*Not after the person's death.*")
    if column.first_of_month:
        notes.append("*The first of a month.*")
    if column.requires:
        notes.append(f"*Only with `{column.requires}`.*")
    return " ".join(notes)
