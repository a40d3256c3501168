"""A long table as XLSX or ODS, written row by row: a sheet that says what it is, then the table.

Written here and not by openpyxl and odfpy, which make the reports' workbooks: those hold every cell of a file
in memory, and odfpy needs half a minute for 5,000 rows of cases.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import IO, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from apps.organisation.cells import safe_value

# What a program may still open: the format's own limit is 1,048,576.
MOST_ROWS = 500_000
# Not the time of the download: the same rows give the same bytes.
_STAMP = (1980, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# XML cannot hold these; a tab, a line feed and a carriage return it can.
_UNPRINTABLE = {code: "\ufffd" for code in [*range(32), 0xFFFE, 0xFFFF] if code not in (9, 10, 13)}
Row = Sequence[Any]


class TooManyRows(Exception):
    """More rows than a spreadsheet opens; the message says what to do."""


def write_xlsx(file: IO[bytes], *, title: str, about: Sequence[str], lines: Iterable[Row]) -> None:
    """`lines`: the heading and then the rows. Raises TooManyRows."""
    with ZipFile(file, "w", ZIP_DEFLATED) as book:
        for name, text in _xlsx_frame(title).items():
            _add(book, name, [text])
        _add(book, "xl/worksheets/sheet1.xml", _xlsx_sheet([[line] for line in (title, *about)]))
        _add(book, "xl/worksheets/sheet2.xml", _xlsx_sheet(_counted(lines), is_table=True))


def write_ods(file: IO[bytes], *, title: str, about: Sequence[str], lines: Iterable[Row]) -> None:
    """The same as OpenDocument. Raises TooManyRows."""
    with ZipFile(file, "w", ZIP_DEFLATED) as book:
        # First and not compressed, so that a program can tell the file by its first bytes.
        book.writestr(ZipInfo("mimetype", _STAMP), _ODS)
        _add(book, "META-INF/manifest.xml", [_MANIFEST])
        _add(book, "meta.xml", [_META.format(title=_text(title))])
        _add(book, "content.xml", _ods_content([[line] for line in (title, *about)], _counted(lines)))


KINDS: Mapping[str, tuple[str, Callable[..., None]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", write_ods),
}


def _counted(lines: Iterable[Row]) -> Iterator[Row]:
    for number, line in enumerate(lines):
        if number > MOST_ROWS:
            raise TooManyRows(
                f"The list has more than {MOST_ROWS:,} rows, too many for a spreadsheet. Narrow it with the"
                " filter, or download it as CSV."
            )
        yield line


def _add(book: ZipFile, name: str, parts: Iterable[str]) -> None:
    entry = ZipInfo(name, _STAMP)
    entry.compress_type = ZIP_DEFLATED
    with book.open(entry, "w", force_zip64=True) as out:
        for part in parts:
            out.write(part.encode("utf-8"))


def _text(value: Any) -> str:
    return escape(safe_value(value).translate(_UNPRINTABLE))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _xlsx_sheet(lines: Iterable[Row], *, is_table: bool = False) -> Iterator[str]:
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if is_table else ""
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{frozen}</sheetView>'
    yield '</sheetViews><cols><col min="1" max="60" width="22" customWidth="1"/></cols><sheetData>'
    for number, line in enumerate(lines):
        style = ' s="1"' if number == 0 else ""
        yield f"<row>{''.join(_xlsx_cell(value, style) for value in line)}</row>"
    yield "</sheetData></worksheet>"


def _xlsx_cell(value: Any, style: str) -> str:
    if value is None or value == "":
        return "<c/>"
    if _is_number(value):
        return f"<c{style}><v>{value}</v></c>"
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>'


def _ods_content(about: Iterable[Row], table: Iterable[Row]) -> Iterator[str]:
    yield _ODS_HEAD
    for name, lines in (("About", about), ("Table", table)):
        yield f'<table:table table:name="{name}">'
        for number, line in enumerate(lines):
            style = ' table:style-name="bold"' if number == 0 else ""
            yield f"<table:table-row>{''.join(_ods_cell(value, style) for value in line)}</table:table-row>"
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _ods_cell(value: Any, style: str) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if _is_number(value):
        kind = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell{style} {kind}><text:p>{value}</text:p></table:table-cell>"
    lines = "".join(f"<text:p>{line}</text:p>" for line in _text(value).split("\n"))
    return f'<table:table-cell{style} office:value-type="string">{lines}</table:table-cell>'


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


_RELATIONS = "application/vnd.openxmlformats-package"
_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="{_RELATIONS}.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>'
    f'<Override PartName="/docProps/core.xml" ContentType="{_RELATIONS}.core-properties+xml"/></Types>'
)
_PARTS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
_CORE = (
    f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "<dc:creator>Probity</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>"
)
_WORKBOOK = (
    f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="About" sheetId="1" r:id="r1"/><sheet name="Table" sheetId="2" r:id="r2"/>'
    "</sheets></workbook>"
)
_WORKBOOK_PARTS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>'
    f'<Relationship Id="r3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
# Cell style 1, of the heading, is bold.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Arial"/></font>'
    '<font><b/><sz val="11"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _xlsx_frame(title: str) -> Mapping[str, str]:
    """Every part of the package but the sheets."""
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _PARTS,
        "docProps/core.xml": _CORE.format(title=_text(title)),
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _WORKBOOK_PARTS,
        "xl/styles.xml": _STYLES,
    }


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
    )
)
_ODS_HEAD = (
    f'{_XML}<office:document-content {_NAMESPACES} office:version="1.3"><office:automatic-styles>'
    '<style:style style:name="bold" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
_MANIFEST = (
    f'{_XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_META = (
    f'{_XML}<office:document-meta {_NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' office:version="1.3"><office:meta><dc:title>{title}</dc:title><dc:language>en-GB</dc:language>'
    "</office:meta></office:document-meta>"
)
