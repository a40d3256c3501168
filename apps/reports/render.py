"""From HTML to PDF/UA: the only import of WeasyPrint. It fetches nothing but our own static files."""

import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from apps.reports import tagging
from apps.reports.harmless import without_controls

# A name that no resolver answers; it never leaves this process, it only makes relative addresses work.
STATIC = "https://static.invalid/"
VARIANT = "pdf/ua-1"
FONT_STYLES = "vendor/source-sans-3/source-sans-3.css"
FACE = re.compile(r"@font-face\s*{[^}]*}\s*")

# Forty pages with twenty charts are 300,000 characters; whoever pastes a library makes no report of it.
MOST_CHARACTERS = 6_000_000
# Where a link of a document may lead, besides its own pages.
LINKS = ("https://", "http://", "mailto:")

Watch = Callable[[str], None]

# It tells of every glyph table that it compresses.
logging.getLogger("fontTools").setLevel(logging.WARNING)


class RenderRefused(Exception):
    """A document that must not be published as it is: the message names what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class Rendered:
    content: bytes
    pages: int


class OwnStaticFiles(URLFetcher):
    """Serves this product's static files and stops the rendering at every other address."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
        path = self._path(url)
        if path is None:
            raise FatalURLFetchingError(
                f"refused to fetch {url}: only the product's own static files are served"
            )
        kind = guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    def _path(self, url: str) -> Path | None:
        if not url.startswith(STATIC):
            return None
        try:
            found = finders.find(url.removeprefix(STATIC).split("?")[0].split("#")[0])
        except SuspiciousFileOperation:
            # The name leads out of the static folders.
            return None
        return Path(found) if found else None


# Fonts are set up once in a process, and the renderer tells of faults through the process's loggers.
_one_at_a_time = threading.Lock()


def pdf(html: str, *, css: str, identifier: str, watch: Watch | None = None) -> Rendered:
    """The document as PDF/UA-1. Equal input gives equal bytes: nothing in it reads a clock.

    `html` carries its own language, title and dates; `identifier` becomes the PDF's file identifier. `watch`
    is told of each step. Characters that turn or hide text are left out. Raises RenderRefused for an address
    that is not ours, a link to anything but the web, a document too long to be one, or a fault of
    accessibility.
    """
    if len(html) + len(css) > MOST_CHARACTERS:
        raise RenderRefused(f"the document has more than {MOST_CHARACTERS:,} characters")
    with _one_at_a_time, _strict(watch):
        try:
            document = _laid_out(without_controls(html), without_controls(css))
            _check_links(document)
            content = document.write_pdf(
                pdf_variant=VARIANT,
                pdf_identifier=identifier.encode(),
                finisher=lambda _document, unwritten: tagging.finish(unwritten),
            )
        except FatalURLFetchingError as error:
            raise RenderRefused(str(error)) from error
    return Rendered(content=content, pages=len(document.pages))


def _laid_out(html: str, css: str) -> Document:
    fetcher, typeface = OwnStaticFiles(), _typeface()
    own = CSS(string=css, base_url=STATIC, url_fetcher=fetcher, font_config=typeface.fonts)
    return HTML(string=html, base_url=STATIC, url_fetcher=fetcher).render(
        font_config=typeface.fonts,
        stylesheets=[*typeface.styles, own],
        pdf_variant=VARIANT,
        presentational_hints=False,
    )


def _check_links(document: Document) -> None:
    for page in document.pages:
        for kind, target, *_ in page.links:
            if kind == "internal":
                continue
            if kind != "external" or not target.startswith(LINKS) or target.startswith(STATIC):
                raise RenderRefused(f"a link to {target} is not printed: only web addresses are")


@dataclass(frozen=True, kw_only=True)
class _Typeface:
    fonts: FontConfiguration
    styles: list[CSS]


@cache
def _typeface() -> _Typeface:
    """The product's typeface, unpacked once; without the set-up step that brings it, the system's own."""
    fonts, fetcher = FontConfiguration(), OwnStaticFiles()
    found = finders.find(FONT_STYLES)
    if found is None:
        return _Typeface(fonts=fonts, styles=[])
    faces = _told_apart(Path(found).read_text(encoding="utf-8"))
    css = CSS(string=faces, base_url=STATIC + FONT_STYLES, url_fetcher=fetcher, font_config=fonts)
    return _Typeface(fonts=fonts, styles=[css])


def _told_apart(faces: str) -> str:
    """The faces with further letters (ŵ and ŷ of Welsh) under a family name of their own.

    The renderer tells fonts apart by their description. Two files of one family and weight were one to it:
    letters of the second were printed as gaps.
    """
    found = FACE.findall(faces)
    return "".join(
        face.replace("'Source Sans 3'", "'Source Sans 3 Extended'") if "-latin-ext-" in face else face
        for face in found
    )


@contextmanager
def _strict(watch: Watch | None) -> Iterator[None]:
    """Turns the renderer's logged errors into RenderRefused and its progress into calls of `watch`."""
    faults = _Collect(logging.ERROR)
    progress = _Forward(watch)
    errors, steps = logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress")
    errors.addHandler(faults)
    steps.addHandler(progress)
    level, propagates = steps.level, steps.propagate
    # For the page that shows progress, not for the service's log.
    steps.setLevel(logging.INFO)
    steps.propagate = False
    try:
        yield
    finally:
        errors.removeHandler(faults)
        steps.removeHandler(progress)
        steps.setLevel(level)
        steps.propagate = propagates
    if faults.messages:
        raise RenderRefused("; ".join(faults.messages))


class _Collect(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class _Forward(logging.Handler):
    def __init__(self, watch: Watch | None) -> None:
        super().__init__(logging.INFO)
        self.watch = watch

    def emit(self, record: logging.LogRecord) -> None:
        if self.watch:
            self.watch(record.getMessage())
