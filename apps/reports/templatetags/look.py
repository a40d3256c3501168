"""What the print templates share: the body before its contents page, and words in the document's language."""

import re
from dataclasses import dataclass
from html import escape, unescape

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from apps.publication.queries import TableShown
from apps.reports import languages

register = template.Library()

HEADING = re.compile(r"<h(?P<level>[23])(?P<attributes>[^>]*)>(?P<words>.*?)</h(?P=level)>", re.DOTALL)
ANCHOR = re.compile(r'\bid="([^"]+)"')
UNLISTED = re.compile(r'\bclass="[^"]*\bunlisted\b')
WORDS_OF_A_DRAWING = re.compile(r"(?P<before><text[^>]*>)(?P<words>[^<]*)</text>")
# Of two lines each, under a chapter's heading and its first words.
MOST_ROWS = 20
RANKS = {"2": "chapter", "3": "part"}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the contents page. `rank`: chapter or part."""

    rank: str
    anchor: str
    words: str


@register.filter
def spoken(text: object) -> SafeString:
    """English text from data in the document's language: `{{ shown.table.title|spoken }}`."""
    return languages.spoken_html(text)


@register.filter
def said(text: object) -> str:
    """The same without markup, for a title or a style sheet: `{{ title|said|css_string }}`."""
    return languages.spoken(text)


@register.filter
def is_long(shown: TableShown) -> bool:
    """Whether a table has more rows than a page safely holds, and so may go on over the page."""
    return len(shown.table.rows) > MOST_ROWS


@register.filter
def spoken_drawing(svg: str) -> SafeString:
    """A drawing with its own few words ("Target 90%") in the document's language.

    Names and titles came in that language already, and wrapped ones are in no catalogue: nothing is noted.
    """
    if not languages.is_welsh():
        return mark_safe(svg)  # noqa: S308 (charts escape every word of theirs)
    return mark_safe(WORDS_OF_A_DRAWING.sub(_translated, svg))  # noqa: S308 (escaped again below)


def _translated(found: re.Match[str]) -> str:
    pieces = languages.in_welsh(unescape(found["words"]))
    return found["before"] + escape("".join(piece.words for piece in pieces)) + "</text>"


@register.simple_tag
def untranslated() -> list[str]:
    """What was printed in English so far, in a document that is not."""
    return languages.still_english()


@register.simple_tag
def unchecked_entries(language: str) -> int:
    """Of the catalogue and of what the document brought along."""
    language = language or languages.ENGLISH
    own = 0 if language == languages.ENGLISH else languages.own_now().unchecked
    return languages.unchecked_entries(language) + own


@register.simple_tag
def contents_of(body: str) -> list[Entry]:
    """A line for every h2 and h3 of the body that has an id and not the class `unlisted`, in order."""
    return [
        Entry(rank=RANKS[found["level"]], anchor=unescape(anchor[1]), words=_plain(found["words"]))
        for found in HEADING.finditer(body)
        if (anchor := ANCHOR.search(found["attributes"])) and not UNLISTED.search(found["attributes"])
    ]


def _plain(markup: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", "", markup).split()))


class _Body(template.Node):
    """Renders its inside into a variable: the contents page and the cover come before it and speak of it."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist, self.name = nodelist, name

    def render(self, context: Context) -> str:
        context[self.name] = self.nodelist.render(context)
        return ""


@register.tag
def body(parser: Parser, token: Token) -> _Body:
    """`{% body as main %}...{% endbody %}`."""
    _, _, name = token.split_contents()
    nodelist = parser.parse(("endbody",))
    parser.delete_first_token()
    return _Body(nodelist, name)


class _English(template.Node):
    """Words that people wrote in English: in a Welsh document they say so, and are listed by their name."""

    def __init__(self, nodelist: NodeList, name: template.base.FilterExpression) -> None:
        self.nodelist, self.name = nodelist, name

    def render(self, context: Context) -> str:
        inside = self.nodelist.render(context)
        if not languages.is_welsh():
            return inside
        languages.miss(str(self.name.resolve(context)))
        return english_block(inside)


def english_block(html: str) -> SafeString:
    """Rendered HTML, so escaped. tagging.py knows an article to be a stretch in English."""
    return mark_safe(f'<article lang="en-GB">{html}</article>')  # noqa: S308 (said above)


@register.tag
def english(parser: Parser, token: Token) -> _English:
    """`{% english "Foreword" %}...{% endenglish %}` around a block that is there in English only."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endenglish",))
    parser.delete_first_token()
    return _English(nodelist, parser.compile_filter(name))
