"""A PDF read back as a screen reader meets it: its tree of tags, and the content that hangs on it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

SHOWS = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Do", b"sh"}


def in_reading_order(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every structure element, the root's children first, depth first."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        waiting += reversed(children(element))


def children(element: DictionaryObject) -> list[DictionaryObject]:
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    found = [kid.get_object() for kid in kids]
    return [kid for kid in found if isinstance(kid, DictionaryObject) and ("/S" in kid or "/K" in kid)]


def faults_of_structure(reader: PdfReader) -> list[str]:
    """What is wrong with the tags; nothing when all is well. Not the whole of PDF/UA: see docs/looks.md."""
    root, elements = reader.trailer["/Root"], list(in_reading_order(reader))
    faults = [] if root.get("/Lang") else ["the document names no language"]
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        faults.append("the title is not shown")
    faults += _of_headings([one["/S"] for one in elements])
    for one in elements:
        faults += _of_element(one)
    return faults + _of_content(reader, elements)


def _of_headings(kinds: list[str]) -> list[str]:
    levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H[1-6]", kind)]
    faults = [] if levels[:1] == [1] and levels.count(1) == 1 else ["the first heading is not the only h1"]
    jumps = [(one, next_) for one, next_ in pairwise(levels) if next_ > one + 1]
    return faults + [f"a heading of level {next_} follows one of level {one}" for one, next_ in jumps]


def _of_element(element: DictionaryObject) -> list[str]:
    match element["/S"]:
        case "/Figure":
            left, bottom, right, top = (float(side) for side in element["/A"]["/BBox"])
            height = float(element["/Pg"]["/MediaBox"][3])
            inside = 0 <= bottom < top <= height and 0 <= left < right
            return [] if element.get("/Alt") and inside else ["a figure lacks its text or lies off its page"]
        case "/TH":
            scope = element["/A"].get("/Scope")
            return [] if scope in ("/Row", "/Column") else ["a header cell has no scope"]
        case "/TD":
            return [] if element["/A"].get("/Headers") else ["a data cell names no header"]
        case "/Table":
            kinds = {row["/S"] for row in children(element)}
            return [] if {"/THead", "/TBody"} <= kinds else ["a table has no head or no body"]
    return []


def _of_content(reader: PdfReader, elements: list[DictionaryObject]) -> list[str]:
    """Whatever is painted is an artifact or belongs to an element of the tree."""
    owned = {(one.get("/Pg", {}).get("/StructParents"), kid) for one in elements for kid in _marks(one)}
    return [
        f"page {number} paints {what}"
        for number, page in enumerate(reader.pages, start=1)
        for what in sorted(_loose(page, reader, {mark for parent, mark in owned if parent == number - 1}))
    ]


def _marks(element: DictionaryObject) -> list[int]:
    kids = element.get("/K", [])
    return [kid for kid in (kids if isinstance(kids, list) else [kids]) if isinstance(kid, int)]


def _loose(page, reader: PdfReader, owned: set[int]) -> set[str]:
    found, open_marks = set(), []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            mark = operands[1].get("/MCID") if operator == b"BDC" else None
            open_marks.append((operands[0], mark))
            if mark is not None and mark not in owned:
                found.add("content that hangs on no element")
        elif operator == b"EMC":
            open_marks.pop()
        elif operator in SHOWS and not open_marks:
            found.add("something untagged")
    return found


def faults_of_order(reader: PdfReader) -> list[str]:
    """Where the order of reading is not that of the pages, or of the headings not that of the bookmarks."""
    pages, faults = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1)}, []
    last = 1
    for element in in_reading_order(reader):
        if _marks(element):
            page = pages[element.raw_get("/Pg").idnum]
            if page < last:
                faults.append(f"{element['/S']} on page {page} is read after page {last}")
            last = page
    return faults + _of_bookmarks(reader)


def _of_bookmarks(reader: PdfReader) -> list[str]:
    """Bookmarks lead forward through the document, from page to page and down each page."""
    places = [(reader.get_destination_page_number(one), -float(one.top or 0)) for one in flat(reader.outline)]
    return [f"bookmark {n} leads back" for n, (one, next_) in enumerate(pairwise(places), 2) if next_ < one]


def flat(outline: list) -> Iterator:
    for one in outline:
        if isinstance(one, list):
            yield from flat(one)
        else:
            yield one
