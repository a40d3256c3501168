"""What somebody might write into a field that is printed, and what a PDF must not hold because of it."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

SCRIPT = "<script>app.alert(1)</script>"
PAYLOADS = (
    SCRIPT,
    '<img src="https://example.org/tracker.png" alt="x">',
    '<img src="file:///etc/passwd" alt="x">',
    '<img src="data:image/png;base64,iVBORw0KGgo=" width="99999" height="99999" alt="x">',
    '<svg onload="alert(1)"><image href="https://example.org/x.svg"/></svg>',
    '<object data="file:///etc/passwd"></object><iframe src="http://169.254.169.254/"></iframe>',
    "<style>@import url(https://example.org/a.css); body { display: none }</style>",
    '<link rel="attachment" href="file:///etc/passwd"><base href="https://example.org/">',
    '<a href="javascript:alert(1)">press</a> [press](javascript:alert(1)) [read](file:///etc/passwd)',
    "![a huge picture](https://example.org/huge.png) <div style='background:url(file:///etc/passwd)'>",
    '"; } @page { background: url(https://example.org/x.png) } p::after { content: "',
    "\u202e6202\u202c \u2066hidden\u2069 zero\u200bwidth \U000e0041tagged\U000e0042 bell\x07",
    "&#8238;6202 &lt;script&gt; {{ settings.SECRET_KEY }} {% include 'manage.py' %}",
    "]]>--></p></section></main></body></html><!DOCTYPE x SYSTEM 'file:///etc/passwd'>",
)
# With a word that fits no line, and a last word to be looked for.
HOSTILE = " ".join(PAYLOADS) + " " + "W" * 300 + " the end of what was written"
ACTING = ("/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/EmbeddedFiles", "/GoToR", "/SubmitForm")


def everywhere(content: Any, words: str = HOSTILE) -> Any:
    """The same JSON with `words` in place of each text that has a space in it, as written words have."""
    if isinstance(content, dict):
        return {key: everywhere(value, words) for key, value in content.items()}
    if isinstance(content, list):
        return [everywhere(value, words) for value in content]
    return words if isinstance(content, str) and " " in content else content


def faults_of(pdf: bytes) -> list[str]:
    """What acts, loads or leads away in a PDF; nothing when it is harmless."""
    reader = PdfReader(io.BytesIO(pdf))
    found = [name for one in _objects(reader) for name in ACTING if name in one]
    found += [f"picture on page {at}" for at, page in enumerate(reader.pages) if list(page.images)]
    found += [f"link to {uri}" for uri in _links(reader) if not uri.startswith(("https://", "mailto:"))]
    return found + [f"letter {letter!r}" for letter in "\u202e\u2066\u200b\x07" if letter in text_of(pdf)]


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def _objects(reader: PdfReader) -> Iterator[Any]:
    for number in range(1, reader.trailer["/Size"]):
        found = reader.get_object(number)
        if hasattr(found, "keys"):
            yield found


def _links(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for note in page.get("/Annots", []):
            uri = note.get_object().get("/A", {}).get("/URI")
            if uri is not None:
                yield str(uri)
