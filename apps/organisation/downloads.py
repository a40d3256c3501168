"""CSV for people's spreadsheets: a value that a spreadsheet would run as a formula is made harmless."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import StreamingHttpResponse

# OWASP, CSV injection: these begin a formula; a tab or a carriage return hides one.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands back what is written to it, so that rows stream one by one."""

    def write(self, text: str) -> str:
        return text


def csv_response(
    *, name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]
) -> StreamingHttpResponse:
    """A download of `rows`, mappings with at least `columns`; dates ISO, None empty, booleans yes or no."""
    response = StreamingHttpResponse(_lines(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo(), lineterminator="\n")
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([safe_value(row[name]) for name in columns])


def safe_value(value: Any) -> str:
    """The value as a cell's text. Only texts are made harmless: a number is not a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return str(value)
