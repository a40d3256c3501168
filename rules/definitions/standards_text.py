"""The bytes of a published document as lines of text: what is no text is refused, what belongs to the page
and not to the text (page numbers, running heads, a table of contents) is set aside and named."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.definitions.standards_document import Fault

# The document of 2021 has 40,000 bytes in 500 lines. A file of these sizes is read in about a second.
MOST_BYTES = 2_000_000
MOST_LINES = 20_000
MOST_TOLD = 20  # faults of one kind; the others are counted
# A running head stands on every page; a line that is there twice may be part of the text.
_LEAST_REPEATS = 3


@dataclass(frozen=True)
class Line:
    """A line of text, its number in the file, and whether an empty line or a new page stands before it."""

    number: int
    text: str
    after_gap: bool


@dataclass(frozen=True)
class Lines:
    """The lines of the text itself, those left out as parts of the page, and what is wrong with the bytes."""

    text: tuple[Line, ...]
    left_out: tuple[Line, ...]
    faults: tuple[Fault, ...]


_SIGNATURES = (
    (b"%PDF", "a PDF", "its text: open it and save it as plain text (or use pdftotext)"),
    (b"PK\x03\x04", "a zip archive or an office document", "its text: open it and save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "its text: open it and save it as plain text"),
    (b"\xff\xfe", "text in UTF-16", "text in UTF-8"),
    (b"\xfe\xff", "text in UTF-16", "text in UTF-8"),
)


def read_lines(content: bytes) -> Lines:
    """The file as lines. With faults there may be lines too, so that all faults can be told at once."""
    if fault := _fault_of_file(content):
        return Lines((), (), (fault,))
    faults = tuple(_faults_of_bytes(content))
    text = content.decode("utf-8-sig", errors="replace")
    lines = tuple(_lines(text))
    raw = enumerate(_LINE_END.split(text), start=1)
    left_out = _parts_of_pages(lines, {number for number, line in raw if line.startswith("\f")})
    kept = _without([line for line in lines if line.text], left_out)
    return Lines(kept, tuple(line for line in lines if line.number in left_out), faults)


def _fault_of_file(content: bytes) -> Fault | None:
    """What makes it pointless to look further."""
    if not content.strip():
        return Fault("the file", "nothing", "a document of standards as text")
    if len(content) > MOST_BYTES:
        return Fault("the file", f"more than {MOST_BYTES:,} bytes", "a document of standards: it is shorter")
    for start, found, expected in _SIGNATURES:
        if content.startswith(start):
            return Fault("the file", found, expected)
    if (lines := len(_split(content))) > MOST_LINES:
        return Fault("the file", f"{lines:,} lines", f"at most {MOST_LINES:,}")
    return None


def _faults_of_bytes(content: bytes) -> Iterator[Fault]:
    strange: list[Fault] = []
    controls: list[Fault] = []
    for number, line in enumerate(_split(content), start=1):
        if fault := _not_utf8(line, number):
            strange.append(fault)
        if control := re.search(rb"[\x00-\x08\x0e-\x1f\x7f]", line):
            found = "a NUL byte" if control[0] == b"\x00" else f"the control character {control[0][0]:#04x}"
            place = f"line {number}, byte {control.start() + 1}"
            controls.append(Fault(place, found, "text without control characters"))
    yield from _first(strange)
    yield from _first(controls)


def _split(content: bytes) -> list[bytes]:
    return re.split(rb"\r\n|\n|\r", content)


def _not_utf8(line: bytes, number: int) -> Fault | None:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        found = f"the byte {line[error.start]:#04x}"
        expected = "text in UTF-8 (save the file again in this encoding)"
        return Fault(f"line {number}, byte {error.start + 1}", found, expected)
    return None


def _first(faults: list[Fault]) -> Iterator[Fault]:
    yield from faults[:MOST_TOLD]
    if len(faults) > MOST_TOLD:
        rest = len(faults) - MOST_TOLD
        yield Fault("further down", f"the same on {rest} more lines", faults[0].expected)


_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
# Letters that a PDF keeps as one sign, and signs that are not seen.
_PLAIN = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
    }
)
_HEADING = re.compile(r"^#{1,6}\s+")
_BOLD = re.compile(r"^\*\*([^*].*[^*])\*\*$")


_LINE_END = re.compile(r"\r\n|\n|\r")


def _lines(text: str) -> Iterator[Line]:
    gap = True
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        gap |= raw.startswith("\f")
        clean = _SPACES.sub(" ", raw.translate(_PLAIN)).strip()
        clean = _BOLD.sub(r"\1", _HEADING.sub("", clean))
        yield Line(number, clean, gap)
        gap = not clean


def _without(lines: list[Line], left_out: set[int]) -> tuple[Line, ...]:
    """What stands after a line that was left out does not follow the text before it closely."""
    kept: list[Line] = []
    gap = False
    for line in lines:
        if line.number in left_out:
            gap = True
            continue
        kept.append(Line(line.number, line.text, line.after_gap or gap))
        gap = False
    return tuple(kept)


_PAGE_NUMBER = re.compile(r"^(?:page )?[-–—]? ?\d{1,4} ?[-–—]?(?: ?(?:of|/) ?\d{1,4})?$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:\.{3,}|…|(?:\. ){3,}) ?\d{1,4}$")
_HEAD = re.compile(r"^(?:\d+ )?[^\W\d_a-z]")  # perhaps a page number, then a capital
_STRUCTURE = re.compile(r"^(?:[-–—•·▪●◦‣*\uf0b7] ?|\(?(?:[a-z0-9]{1,4}|[A-Z])[).] |\d{1,2}(?:\.\d{1,2})+)")


def _parts_of_pages(lines: tuple[Line, ...], breaks: set[int]) -> set[int]:
    """The numbers of the lines that belong to the page: its number, a running head, a line of contents.

    breaks: the lines that begin a page, where the file says so; a running head then stands at the edges of
    half the pages at least.
    """
    found = {line.number for line in lines if _PAGE_NUMBER.match(line.text) or _is_contents(line)}
    filled = [line for line in lines if line.text and line.number not in found]
    candidates = _edges(filled, breaks) if breaks else filled
    heads = [line for line in candidates if _may_be_a_head(line.text)]
    times = Counter(_shape(line.text) for line in heads)
    least = max(2, (len(breaks) + 1) // 2) if breaks else _LEAST_REPEATS
    return found | {line.number for line in heads if times[_shape(line.text)] >= least}


def _edges(filled: list[Line], breaks: set[int]) -> list[Line]:
    """The first and the last two lines of each page."""
    pages: list[list[Line]] = [[]]
    turns = iter([*sorted(breaks), None])
    turn = next(turns)
    for line in filled:
        while turn is not None and line.number >= turn:
            pages.append([])
            turn = next(turns)
        pages[-1].append(line)
    return list({line.number: line for page in pages for line in (*page[:2], *page[-2:])}.values())


def _is_contents(line: Line) -> bool:
    """Only the end is looked at: the search through a long row of dots would take for ever."""
    return bool(_CONTENTS.search(line.text[-40:]))


def _may_be_a_head(text: str) -> bool:
    """A running head begins like a title and is no sentence; the middle of a paragraph begins small."""
    is_long = len(text) >= 8 and bool(_HEAD.match(text))
    return is_long and text[-1] not in "?.!:;,*" and not _STRUCTURE.match(text)


def _shape(text: str) -> str:
    """The line with any number in it alike, since a running head may hold the page's."""
    return re.sub(r"\d+", "#", text).casefold()


def shown(text: str, most: int = 80) -> str:
    """The beginning of a text, for a message."""
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def set_aside(lines: Iterable[Line]) -> Iterator[Fault]:
    """What to say of the lines left out: each distinct one once, page numbers together."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        kind = "contents" if _is_contents(line) else _shape(line.text)
        groups.setdefault("number" if _PAGE_NUMBER.match(line.text) else kind, []).append(line)
    for kind, group in groups.items():
        more = f" and {len(group) - 1} more" if len(group) > 1 else ""
        what = {"number": "a page number", "contents": "a line of a table of contents"}.get(
            kind, "a running head"
        )
        yield Fault(
            f"line {group[0].number}{more}",
            f"{what}, “{shown(group[0].text)}”",
            "nothing but the text: left out of the standards",
        )
