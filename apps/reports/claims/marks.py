"""Marks in a text: the cells that a sentence rests on, and the source of a figure that is the author's own.

`[cite measures/SL004: rate, met, counted; measures/SL004: change]` cites cells in the order of the numbers,
`[cite measures?verdict=Yes|No]` the number of rows that read so, `[cite delivery-units?rows]` the number of
rows that are no total, `[cite measures/SL004]` the row without any number (its direction or verdict).
`[own figure: Regional workforce return, March 2026]` says that a sentence's numbers are its author's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from apps.reports.sentences import Cell, HowMany, Rows

CITE = re.compile(r"\s*\[cite\s+([^\[\]]+)\]")
OWN = re.compile(r"\s*\[own figure:\s*([^\[\]]*)\]")
ANY_MARK = re.compile(r"\s*\[(?:cite\s|own figure:)[^\[\]]*\]")
_CELLS = re.compile(r"^(?P<table>[\w-]+)/(?P<row>[^:;\[\]]+?)(?::\s*(?P<columns>[\w ,-]+))?$")
_HOW_MANY = re.compile(r"^(?P<table>[\w-]+)\?(?P<column>[\w-]+)=(?P<words>[^;]+)$")
# A symbol's own brackets would end the mark: [c] is written (c).
_SYMBOL = re.compile(r"^\((\w)\)$")
_ROWS = re.compile(r"^(?P<table>[\w-]+)\?rows$")


@dataclass(frozen=True)
class RowOnly:
    """A row that a sentence speaks of without printing one of its numbers."""

    table: str
    row: str


Ref = Cell | HowMany | Rows | RowOnly


class MarkWrong(Exception):
    """A mark that cannot be read; the message shows it."""


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A sentence without its marks, the refs in their order, and the author's sources."""

    text: str
    refs: Sequence[Ref] = ()
    sources: Sequence[str] = ()


def read_marks(sentence: str) -> Marked:
    """Raises MarkWrong for a mark that is not written as above, or a source without words."""
    refs = [
        ref for found in CITE.findall(sentence) for part in found.split(";") for ref in _refs(part.strip())
    ]
    sources = [source.strip() for source in OWN.findall(sentence)]
    if not all(sources):
        raise MarkWrong("[own figure: ] names no source")
    return Marked(text=without_marks(sentence), refs=refs, sources=sources)


def _refs(part: str) -> Sequence[Ref]:
    if found := _ROWS.match(part):
        return [Rows(found["table"])]
    if found := _HOW_MANY.match(part):
        words = tuple(_SYMBOL.sub(r"[\1]", word.strip()) for word in found["words"].split("|"))
        return [HowMany(found["table"], found["column"], words)]
    if not (found := _CELLS.match(part)):
        raise MarkWrong(f"[cite {part}]")
    table, row = found["table"], found["row"].strip()
    columns = [name.strip() for name in (found["columns"] or "").split(",") if name.strip()]
    return [Cell(table, row, column) for column in columns] or [RowOnly(table, row)]


def without_marks(text: str) -> str:
    """The text as it is read; a source is no part of it."""
    return ANY_MARK.sub("", text)


def written(refs: Sequence[Ref]) -> str:
    """The mark of the refs, as `read_marks` reads it; empty without refs."""
    parts: list[str] = []
    row_before = ""
    for ref in refs:
        part = _written(ref)
        row, _, column = part.partition(": ")
        if isinstance(ref, Cell) and row == row_before:
            parts[-1] += f", {column}"
        else:
            parts.append(part)
        row_before = row if isinstance(ref, Cell) else ""
    return f" [cite {'; '.join(parts)}]" if parts else ""


def _written(ref: Ref) -> str:
    if isinstance(ref, Rows):
        return f"{ref.table}?rows"
    if isinstance(ref, HowMany):
        words = "|".join(ref.words).replace("[", "(").replace("]", ")")
        return f"{ref.table}?{ref.column}={words}"
    if isinstance(ref, RowOnly):
        return f"{ref.table}/{ref.row}"
    return f"{ref.table}/{ref.row}: {ref.column}"
