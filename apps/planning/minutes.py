"""The minutes of a board as a document for a word processor: OpenDocument text, headings and a table."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from odf.opendocument import OpenDocumentText
from odf.style import Style, TextProperties
from odf.table import Table, TableCell, TableRow
from odf.text import H, P

from apps.planning.models import Board
from rules.definitions.planning import Governance

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


def minutes_document(board: Board, rules: Governance) -> bytes:
    """The board with its attendees, papers, minutes and decisions; drafts say so in their title."""
    document = OpenDocumentText()
    bold = Style(name="bold", family="text")
    bold.addElement(TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    for element in _parts(board, rules):
        document.text.addElement(element)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _parts(board: Board, rules: Governance) -> Iterable[Any]:
    draft = "" if board.agreed_at else " (draft)"
    yield H(outlinelevel=1, text=f"Quarterly board of {board.region}, {_day(board.held_on)}{draft}")
    yield P(text=f"{board.year}, quarter {board.quarter}. {board.place}.")
    yield H(outlinelevel=2, text="Who was there")
    for one in board.attendees.all():
        yield P(
            text=f"{rules.role_words(one.role)}: {one.name}{' (apologies)' if one.sent_apologies else ''}"
        )
    yield H(outlinelevel=2, text="Papers")
    for paper in board.papers.all():
        yield P(text=f"{paper.title} ({paper.file_name})")
    yield H(outlinelevel=2, text="Minutes")
    for paragraph in board.minutes.split("\n"):
        if paragraph.strip():
            yield P(text=paragraph.strip())
    yield H(outlinelevel=2, text="Decisions")
    yield _decisions(board)


def _decisions(board: Board) -> Table:
    table = Table(name="Decisions")
    table.addElement(_row(("Number", "Decision", "Who", "By", "Done")))
    for one in board.decisions.select_related("owner"):
        done = f"{_day(one.done_on)}: {one.done_words}" if one.done_on else ""
        table.addElement(_row((str(one.number), one.words, str(one.owner), _day(one.due_on), done)))
    return table


def _row(cells: Iterable[str]) -> TableRow:
    row = TableRow()
    for text in cells:
        cell = TableCell()
        cell.addElement(P(text=text))
        row.addElement(cell)
    return row


def _day(day: Any) -> str:
    return f"{day.day} {day:%B %Y}"
