"""What the renderer's tags lack, added before a PDF is written.

WeasyPrint 70 gives header cells no scope, calls running headers content, forgets that English stands in a
Welsh document, measures figures in another unit than the page, and keeps links from being printed. Here the
tree of tags is put right in place; the text of the document is not touched.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pydyf

# PDF measures in points from the foot of the page, the layout in CSS pixels from its head.
POINTS_PER_PIXEL = 0.75
# "Print" among the flags of an annotation.
PRINTED = 4
ENGLISH = "en-GB"


class Tree:
    """The structure tree of a PDF that is about to be written."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf

    @cached_property
    def by_reference(self) -> dict[bytes, Any]:
        return {found.reference: found for found in self.pdf.objects}

    @cached_property
    def root(self) -> dict[str, Any]:
        return self.by_reference[self.pdf.catalog["StructTreeRoot"]]

    @cached_property
    def pages(self) -> list[dict[str, Any]]:
        return [self.by_reference[reference] for reference in self.pdf.page_references]

    def elements(self) -> Iterator[dict[str, Any]]:
        """Every element from the root down, in the order in which the document is read."""
        waiting = self.children(self.root)[::-1]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += self.children(element)[::-1]

    def children(self, element: dict[str, Any]) -> list[dict[str, Any]]:
        """The elements directly below; not the marked content and links, which are no elements."""
        found = [self.by_reference[kid] for kid in element["K"] if isinstance(kid, bytes)]
        return [kid for kid in found if "S" in kid]


def finish(pdf: pydyf.PDF) -> None:
    """Complete the tags in place."""
    tree = Tree(pdf)
    is_english = pdf.catalog["Lang"].string == ENGLISH
    kept = set[bytes]()
    for element in tree.elements():
        kept.add(element.reference)
        _say_scope(element, tree)
        _measure(element, tree)
        _name_language(element, tree, is_english=is_english)
    _take_out_running_lines(tree, kept)
    _print_links(tree)


def _say_scope(element: dict[str, Any], tree: Tree) -> None:
    """Header cells of a table's head are over their columns, those of its body beside their rows."""
    scope = {"/THead": "/Column", "/TBody": "/Row"}.get(element["S"])
    for row in tree.children(element) if scope else ():
        for cell in tree.children(row):
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = scope


def _measure(element: dict[str, Any], tree: Tree) -> None:
    """The box of a figure, in the page's own unit and direction."""
    if element["S"] == "/Figure":
        height = tree.by_reference[element["Pg"]]["MediaBox"][3]
        left, top, right, bottom = (side * POINTS_PER_PIXEL for side in element["A"]["BBox"])
        box = (left, height - bottom, right, height - top)
        element["A"]["BBox"] = pydyf.Array(round(side, 2) for side in box)


def _name_language(element: dict[str, Any], tree: Tree, *, is_english: bool) -> None:
    """Stretches left in English: links that lead nowhere, and articles; templates use them for this alone."""
    renamed = {"/Art": "/Div", "/Link": "/Span"}.get(element["S"])
    if renamed is None or (element["S"] == "/Link" and _leads_somewhere(element, tree)):
        return
    element["S"] = renamed
    if not is_english:
        element["Lang"] = pydyf.String(ENGLISH)


def _leads_somewhere(link: dict[str, Any], tree: Tree) -> bool:
    kids = [tree.by_reference[kid] for kid in link["K"] if isinstance(kid, bytes)]
    return any(kid.get("Type") == "/OBJR" for kid in kids)


def _take_out_running_lines(tree: Tree, kept: set[bytes]) -> None:
    """Headers and footers of pages become artifacts: they were tagged, and hung on no branch of the tree."""
    places = tree.by_reference[tree.root["ParentTree"]]["Nums"]
    for index, page in enumerate(tree.pages):
        # Number and entry take turns; a page's own entry lists the element of each piece of marked content.
        owners = places[2 * index + 1]
        loose = {number for number, owner in enumerate(owners) if owner not in kept}
        _call_artifacts(tree.by_reference[page["Contents"]].stream, loose)
        for number in loose:
            owners[number] = "null"


def _call_artifacts(stream: list[Any], loose: set[int]) -> None:
    for place, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in loose:
            stream[place - 1] = "/Artifact"
            stream[place] = pydyf.Dictionary({"Type": "/Pagination"})


def _print_links(tree: Tree) -> None:
    for found in tree.pdf.objects:
        if isinstance(found, pydyf.Dictionary) and found.get("Subtype") == "/Link":
            found["F"] = PRINTED
