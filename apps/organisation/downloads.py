"""Tables for people's spreadsheets: CSV, XLSX and ODS of the same rows, with every text made harmless."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from apps.organisation.cells import safe_value
from apps.organisation.sheets import KINDS, TooManyRows

__all__ = ["as_table", "csv_response", "safe_value", "table_response"]


class SheetKind(StringConverter):
    """The formats of a download beside CSV, as its address ends."""

    regex = "|".join(KINDS)


register_converter(SheetKind, "sheet")


def as_table(address: str, view: Callable[..., HttpResponseBase], *, name: str) -> list[URLPattern]:
    """The addresses of a download, `<name>-csv` and `<name>-sheet`; the latter gives the view its `kind`."""
    return [
        path(f"{address}.csv", view, name=f"{name}-csv"),
        path(f"{address}.<sheet:kind>", view, name=f"{name}-sheet"),
    ]


def table_response(
    kind: str,
    *,
    name: str,
    title: str,
    about: Sequence[str] = (),
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
) -> HttpResponseBase:
    """A download of `rows` as csv, xlsx or ods; see `csv_response`. Numbers are numbers in a spreadsheet.

    title, about: what the first sheet says of the table. Of more rows than a spreadsheet opens, 400 and why.
    """
    if kind == "csv":
        return csv_response(name=name, columns=columns, rows=rows)
    content_type, write = KINDS[kind]
    lines = chain([columns], ([row[column] for column in columns] for row in rows))
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    try:
        write(file, title=title, about=about, lines=lines)
    except TooManyRows as refused:
        file.close()
        return HttpResponse(str(refused), content_type="text/plain; charset=utf-8", status=400)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.{kind}", content_type=content_type)


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
