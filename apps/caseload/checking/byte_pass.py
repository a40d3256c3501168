"""Looks at every byte of a file while it is copied in: hash, encoding, line ends, header."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from apps.caseload.checking.faults import Fault
from apps.caseload.checking.limits import MEGABYTE, Limits
from apps.caseload.checking.receiving import Entry, opened

CHUNK = 4 * MEGABYTE
BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
PARQUET_MAGIC = b"PAR1"


@dataclass(frozen=True, kw_only=True)
class Received:
    """One file as it was copied in. `lines` counts those with text, the header included."""

    name: str
    path: Path
    sha256: str
    size: int
    is_parquet: bool
    quotes: bool = False
    crlf: bool = False
    lines: int = 0


class _Text:
    """What the bytes of a CSV file show, fed chunk by chunk."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.faults: list[Fault] = []
        self.decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self.lines = 0
        self.crlf = 0
        self.quotes = False
        self.pending_return = False
        self.last = b""
        self.first_line = b""
        self.seen: set[str] = set()
        self.unbroken = 0

    def feed(self, chunk: bytes) -> None:
        if not self.last:
            self._look_at_start(chunk)
        self._decode(chunk)
        if b"\0" in chunk:
            self._once("nul_byte", self._line_of(chunk, chunk.index(b"\0")), "a NUL byte", "text only")
        self._look_at_returns(chunk)
        self._look_at_length(chunk)
        self.quotes = self.quotes or b'"' in chunk
        self.lines += chunk.count(b"\n")
        self.last = chunk

    def _look_at_start(self, chunk: bytes) -> None:
        self.first_line = chunk[: self.limits.line_bytes].split(b"\n", 1)[0].rstrip(b"\r")
        if chunk.startswith(BOMS):
            self._once("byte_order_mark", 1, "a byte order mark", "UTF-8 without a byte order mark")

    def _decode(self, chunk: bytes) -> None:
        if "wrong_encoding" in self.seen or (chunk.isascii() and not self.decoder.getstate()[0]):
            return
        try:
            self.decoder.decode(chunk)
        except UnicodeDecodeError as error:
            found = f"byte 0x{error.object[error.start]:02X}"
            line = self._line_of(chunk, max(0, error.start - (len(error.object) - len(chunk))))
            self._once("wrong_encoding", line, found, "UTF-8")

    def _look_at_returns(self, chunk: bytes) -> None:
        # A line end may be split over two chunks: a return that ends one is judged with the next.
        joined = b"\r" + chunk if self.pending_return else chunk
        self.pending_return = joined.endswith(b"\r")
        if self.pending_return:
            joined = joined[:-1]
        pairs = joined.count(b"\r\n")
        self.crlf += pairs
        if joined.count(b"\r") > pairs:
            self._once("wrong_line_end", self.lines + 1, "a carriage return alone", "LF or CR LF")

    def _look_at_length(self, chunk: bytes) -> None:
        """A line without end would make a reader hold the whole file."""
        first, last = chunk.find(b"\n"), chunk.rfind(b"\n")
        before = self.unbroken + (first if first >= 0 else len(chunk))
        self.unbroken = len(chunk) - last - 1 if first >= 0 else before
        for length, line in ((before, 0), (self.unbroken, chunk.count(b"\n"))):
            if length > self.limits.line_bytes:
                found, most = f"{length} bytes or more", f"at most {self.limits.line_bytes} bytes"
                self._once("line_too_long", self.lines + line + 1, found, most)

    def _line_of(self, chunk: bytes, position: int) -> int:
        return self.lines + chunk.count(b"\n", 0, position) + 1

    def _once(self, code: str, line: int, found: str, expected: str) -> None:
        """One fault of a kind is enough: the file is read no further."""
        if code not in self.seen:
            self.seen.add(code)
            self.faults.append(Fault(file=self.name, row=line, code=code, found=found, expected=expected))

    def line_count(self) -> int:
        return self.lines + (0 if self.last.endswith(b"\n") else 1)

    def finish(self, header: tuple[str, ...]) -> None:
        if not self.last:
            self._once("empty_file", 1, "an empty file", "a header line")
            return
        if self.pending_return:
            self._once("wrong_line_end", self.lines + 1, "a carriage return alone", "LF or CR LF")
        if self.decoder.getstate()[0]:
            self._once("wrong_encoding", self.lines + 1, "a cut character at the end", "UTF-8")
        if 0 < self.crlf < self.lines:
            self._once("mixed_line_ends", 1, "both LF and CR LF", "one kind of line end")
        if not self.faults:
            self._compare_header(",".join(header))

    def _compare_header(self, expected: str) -> None:
        found = self.first_line.decode("utf-8", "replace")
        if found != expected:
            self._once("wrong_header", 1, found, expected)


def copy_in(
    entry: Entry, *, folder: Path, header: tuple[str, ...], is_parquet: bool, limits: Limits
) -> tuple[Received, list[Fault]]:
    """Copy one file into the folder and look at its bytes on the way.

    Raises Refused when the entry is damaged or turns out larger than it said.
    """
    path = folder / entry.name
    text = None if is_parquet else _Text(entry.name, limits)
    with opened(entry) as source, path.open("xb") as target:
        sha256, size, edge = _copy(source, target, text)
    if text is None:
        faults = _faults_of_parquet(entry.name, edge)
    else:
        text.finish(header)
        faults = text.faults
    received = Received(
        name=entry.name,
        path=path,
        sha256=sha256,
        size=size,
        is_parquet=is_parquet,
        quotes=text is not None and text.quotes,
        crlf=text is not None and text.crlf > 0,
        lines=text.line_count() if text is not None else 0,
    )
    return received, faults


def _copy(source: BinaryIO, target: BinaryIO, text: _Text | None) -> tuple[str, int, bytes]:
    """Hash, size and the first and last four bytes of what was copied."""
    digest, size, start, end = hashlib.sha256(), 0, b"", b""
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        start = start or chunk[:4]
        end = (end + chunk)[-4:]
        target.write(chunk)
        if text is not None:
            text.feed(chunk)
    return digest.hexdigest(), size, start + end


def _faults_of_parquet(name: str, edge: bytes) -> list[Fault]:
    if edge == PARQUET_MAGIC * 2:
        return []
    return [Fault(file=name, code="damaged", found="no Parquet marks", expected="a whole Parquet file")]
