"""Files whose bytes are not a CSV file in UTF-8."""

from collections.abc import Callable

from tests.apps.caseload.broken.kinds import Broken, Found, edited
from tests.apps.caseload.extracts import Draft


def _changed(name: str, table: str, change: Callable[[bytes], bytes], *faults: Found) -> Broken:
    def edit(draft: Draft) -> None:
        draft.bytes_of[f"{table}.csv"] = change(draft.csv(table))

    return edited(name, edit, *faults)


def _replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert content.count(old) >= 1
        return content.replace(old, new, 1)

    return change


TEXTS = [
    _changed("an empty file", "contacts", lambda _: b"", ("contacts.csv", "1", "", "empty_file")),
    _changed(
        "a byte order mark",
        "people",
        lambda c: b"\xef\xbb\xbf" + c,
        ("people.csv", "1", "", "byte_order_mark"),
    ),
    _changed(
        "UTF-16",
        "people",
        lambda c: c.decode().encode("utf-16"),
        ("people.csv", "1", "", "byte_order_mark"),
        ("people.csv", "1", "", "nul_byte"),
        ("people.csv", "1", "", "wrong_encoding"),
    ),
    _changed(
        "Latin-1",
        "crs_contracts",
        _replaced(b"Made-up", "Café".encode("latin-1")),
        ("crs_contracts.csv", "2", "", "wrong_encoding"),
    ),
    _changed("a NUL byte", "people", _replaced(b"X3", b"X\x003"), ("people.csv", "4", "", "nul_byte")),
    _changed(
        "two kinds of line end",
        "people",
        _replaced(b"\n", b"\r\n"),
        ("people.csv", "1", "", "mixed_line_ends"),
    ),
    _changed(
        "old Macintosh line ends",
        "people",
        lambda c: c.replace(b"\n", b"\r"),
        ("people.csv", "1", "", "wrong_line_end"),
    ),
    _changed(
        "a swapped header",
        "deaths",
        _replaced(b"person_id,died_on", b"died_on,person_id"),
        ("deaths.csv", "1", "", "wrong_header"),
    ),
    _changed(
        "a column too many",
        "deaths",
        _replaced(b"person_id,died_on\n", b"person_id,died_on,why\n"),
        ("deaths.csv", "1", "", "wrong_header"),
    ),
    _changed(
        "semicolons", "deaths", lambda c: c.replace(b",", b";"), ("deaths.csv", "1", "", "wrong_header")
    ),
    _changed(
        "a row too short and one too long",
        "custody_periods",
        lambda c: c + b"C3,X1\nC4,X1,remand,2024-01-01,2024-01-02,extra\n",
        ("custody_periods.csv", "", "", "wrong_row_count"),
        ("custody_periods.csv", "4", "", "wrong_column_count"),
        ("custody_periods.csv", "5", "", "wrong_column_count"),
    ),
    _changed(
        "a quotation mark that never closes",
        "crs_contracts",
        _replaced(b"Made-up Supplier", b'"Made-up Supplier'),
        ("crs_contracts.csv", "2", "", "wrong_quotes"),
    ),
    _changed(
        "a file cut off in a row",
        "contacts",
        lambda c: c[: c.rindex(b"2024-06-20")],
        ("contacts.csv", "5", "", "wrong_column_count"),
    ),
    _changed(
        "a line without end",
        "people",
        lambda c: c + b"x" * 200_000,
        ("people.csv", "5", "", "line_too_long"),
    ),
]
