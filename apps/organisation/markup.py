"""The small markup that people write in: paragraphs, headings, lists, emphasis and links, and nothing else.

A page and a PDF print the same HTML of it. What is no such markup stays as the letters that were typed: HTML,
images, tables and addresses of other kinds than https, http and mailto.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

HELP = "Leave a line empty between paragraphs. ## Heading, - list item, **bold**, *italic*, [words](https://address)."
ADDRESS = re.compile(r"^(?:https?://[^\s/]+|mailto:[^\s@]+@)", re.I)
DEEPEST = 2  # headings below the first kind of heading
CLASSES = {
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
}
HEADINGS = ("govuk-heading-m", "govuk-heading-s")
# Letters that turn text round or hide in it, and those of private use, which mean nothing to anybody else.
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn"}
_KEPT = {"\n", "\t", "\u00ad"}


def clean(text: str) -> str:
    """The text with one kind of line end and without letters that nobody sees; blank lines at the ends go."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(one for one in lines if one in _KEPT or unicodedata.category(one) not in _HIDDEN)
    return "\n".join(line.rstrip() for line in seen.split("\n")).strip("\n")


def html_of(text: str, *, level: int = 3) -> SafeString:
    """The HTML of a text. `level`: of its highest headings; a level is never skipped.

    Nothing in it can load, run or leave its place: the parser knows no HTML, no image and no other address.
    """
    tokens = _parser().parse(clean(text))
    _place_headings(tokens, level)
    for token in _all(tokens):
        if token.nesting == 1 and token.tag in CLASSES:
            token.attrSet("class", CLASSES[token.tag])
        if token.type == "link_open":
            token.attrSet("rel", "noopener nofollow")
    # The renderer escapes every text; html is off.
    return mark_safe(_parser().renderer.render(tokens, _parser().options, {}))  # noqa: S308


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "linkify": False, "maxNesting": 12})
    parser.enable(["heading", "list", "emphasis", "link", "escape", "balance_pairs"])
    parser.validateLink = lambda address: bool(ADDRESS.match(address))  # type: ignore[method-assign]
    return parser


def _place_headings(tokens: Sequence[Token], level: int) -> None:
    """The depths that the text uses, in order, become level, level + 1."""
    used = sorted({token.tag for token in tokens if token.type == "heading_open"})
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            depth = min(used.index(token.tag), DEEPEST - 1)
            token.tag = f"h{level + depth}"
            if token.nesting == 1:
                token.attrSet("class", HEADINGS[depth])


def _all(tokens: Sequence[Token]) -> list[Any]:
    return [one for token in tokens for one in (token, *(token.children or ()))]
