"""From HTML to PDF/UA: the only import of WeasyPrint. It fetches nothing but our own static files."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# A name that no resolver answers; it never leaves this process, it only makes relative addresses work.
STATIC = "https://static.invalid/"
VARIANT = "pdf/ua-1"
FONT_STYLES = "vendor/source-sans-3/source-sans-3.css"

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


def pdf(html: str, *, css: str, identifier: str, watch: Watch | None = None) -> Rendered:
    """The document as PDF/UA-1. Equal input gives equal bytes: nothing in it reads a clock.

    `html` carries its own language, title and dates; `identifier` becomes the PDF's file identifier. `watch`
    is told of each step. Raises RenderRefused for an address that is not ours or a fault of accessibility.
    """
    fonts = FontConfiguration()
    fetcher = OwnStaticFiles()
    with _strict(watch):
        try:
            document = HTML(string=html, base_url=STATIC, url_fetcher=fetcher).render(
                font_config=fonts,
                stylesheets=[
                    *_font_styles(fetcher, fonts),
                    CSS(string=css, base_url=STATIC, url_fetcher=fetcher, font_config=fonts),
                ],
                pdf_variant=VARIANT,
                presentational_hints=False,
            )
            content = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier.encode())
        except FatalURLFetchingError as error:
            raise RenderRefused(str(error)) from error
    return Rendered(content=content, pages=len(document.pages))


def _font_styles(fetcher: OwnStaticFiles, fonts: FontConfiguration) -> list[CSS]:
    """The product's typeface; without the set-up step that brings it, the system's own takes its place."""
    if finders.find(FONT_STYLES) is None:
        return []
    return [CSS(url=STATIC + FONT_STYLES, url_fetcher=fetcher, font_config=fonts)]


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
