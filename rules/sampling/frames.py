"""Frames as files: which cases there are, in which stratum. A file is refused with every fault of it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

EVERYONE = "all"  # the stratum of a frame that is not stratified
CASE_ID = "case_id"
# A frame of the whole country's caseload has 20 MB; more than this is not a frame.
MOST_BYTES = 100_000_000
MOST_LISTED = 50
_FORMULA_STARTS = ("=", "+", "-", "@")


class FrameError(ValueError):
    """A frame from which nothing can be drawn; `faults` holds a sentence for each thing that is wrong."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        more = len(faults) - MOST_LISTED
        listed = [*faults[:MOST_LISTED], *([f"and {more} more"] if more > 0 else [])]
        super().__init__("\n".join(listed))


def decode_frame(raw: bytes) -> str:
    """The text of a frame's file, UTF-8 with or without a byte-order mark. Raises FrameError."""
    if len(raw) > MOST_BYTES:
        raise FrameError(f"the frame has {len(raw):,} bytes, expected at most {MOST_BYTES:,}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FrameError(
            f"line {line} is not UTF-8 text (found byte {raw[error.start]:#04x}): save the frame as UTF-8"
        ) from error


def read_frame(text: str, columns: Sequence[str] = ()) -> dict[str, str]:
    """case id -> stratum from a CSV text with the column case_id and the strata's columns.

    Raises FrameError with every fault: columns that are missing or doubled, and by line a case id that is
    missing, repeated, a formula or holds characters that cannot be seen, and a stratum without a value.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(header, columns)
        found = _Reading(header, tuple(columns))
        for row in reader:
            found.take(row, line=reader.line_num)
    except csv.Error as error:
        raise FrameError(f"line {reader.line_num} cannot be read: {error}") from error
    if found.faults:
        raise FrameError(*found.faults)
    if not found.strata:
        raise FrameError("the frame is empty: there is nothing to draw from")
    return found.strata


def stratum_of(row: Mapping[str, str], columns: Sequence[str]) -> str:
    """The text of a row's stratum: its values joined by a bar, or `all` without columns."""
    return "|".join(row[column] for column in columns) if columns else EVERYONE


def _check_header(header: Sequence[str], columns: Sequence[str]) -> None:
    wanted = (CASE_ID, *columns)
    missing = [name for name in wanted if name not in header]
    faults = [f"the frame lacks the column {', '.join(missing)}; found {list(header)}"] if missing else []
    faults += [
        f"the frame has the column {name} {header.count(name)} times"
        for name in wanted
        if header.count(name) > 1
    ]
    faults += [
        f"the strata name the column {name} twice" for name in sorted({*columns}) if columns.count(name) > 1
    ]
    if faults:
        raise FrameError(*faults)


@dataclass
class _Reading:
    """What was read so far, and what is wrong with it."""

    header: Sequence[str]
    columns: tuple[str, ...]
    strata: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def take(self, values: Sequence[str], *, line: int) -> None:
        if not values:  # a blank line, as at the end of files written by hand
            return
        try:
            row = dict(zip(self.header, values, strict=True))
        except ValueError:
            self.faults.append(f"line {line} has {len(values)} cells, the header {len(self.header)}")
            return
        found = [*self._case_faults(row[CASE_ID]), *self._stratum_faults(row)]
        self.faults.extend(f"line {line} {problem}" for problem in found)
        self.strata.setdefault(row[CASE_ID], stratum_of(row, self.columns))
        self.lines.setdefault(row[CASE_ID], line)

    def _case_faults(self, case_id: str) -> Iterator[str]:
        if not case_id.strip():
            yield "has no case id"
            return
        if case_id in self.strata:
            yield f"repeats the case id {case_id!r} of line {self.lines[case_id]}"
        yield from _text_faults("case id", case_id)

    def _stratum_faults(self, row: Mapping[str, str]) -> Iterator[str]:
        for column in self.columns:
            value = row[column]
            if not value.strip():
                yield f"has nothing in the column {column}"
            elif "|" in value and len(self.columns) > 1:
                yield f"has a bar in the column {column}, which joins the columns of a stratum: {value!r}"
            yield from _text_faults(column, value)


def _text_faults(what: str, value: str) -> Iterator[str]:
    """Nothing that a spreadsheet runs or that a reader cannot see: the draw must be the same for everyone."""
    if not value.isprintable():
        yield f"has a character in the {what} that cannot be seen: {value!r}"
    elif value != value.strip():
        yield f"has spaces around the {what} {value!r}"
    elif _is_formula(value):
        yield f"has a formula for the {what}: {value!r}"


def _is_formula(value: str) -> bool:
    return value.startswith(_FORMULA_STARTS) and not value[1:].replace(".", "", 1).isdecimal()
