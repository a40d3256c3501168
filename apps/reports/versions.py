"""What an edition was made with: the print template's version and the software's, told by their content."""

import hashlib
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

TEMPLATE = "regional_annual/v1"
FOLDER = Path("templates") / "print"
# What decides the figures and words of a document, besides its template and its data.
SOURCES = (
    *("rules", "charts", "locale", "apps/publication", "apps/performance/queries", "apps/planning"),
    "apps/reports",
)
SUFFIXES = {".py", ".yaml", ".csv", ".html", ".css", ".po"}
# Other editions of these lay out or write the same pages as other bytes.
RENDERERS = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "fonttools", "pyphen")
SHOWN_DIGITS = 12


@cache
def template_version(folders: tuple[str, ...] = (TEMPLATE,)) -> str:
    """`regional_annual/v1 (f00dfeed1234)`: the digits tell a draft of the template from the next."""
    return f"{folders[0]} ({_digest(FOLDER / folder for folder in folders)})"


@cache
def software_version() -> str:
    """The project's version with the digest of all that makes a report."""
    project = tomllib.loads((_base() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    sources = _digest((Path(source) for source in SOURCES), also=renderer_version())
    return f"{project['version']} ({sources})"


@cache
def renderer_version() -> str:
    """`weasyprint 70.0, pydyf 0.12, ...`."""
    return ", ".join(f"{name} {version(name)}" for name in RENDERERS)


def _base() -> Path:
    return Path(settings.BASE_DIR)


def _digest(folders: Iterable[Path], *, also: str = "") -> str:
    found = hashlib.sha256(also.encode())
    for folder in folders:
        for path in sorted((_base() / folder).rglob("*")):
            if path.suffix in SUFFIXES:
                found.update(str(path.relative_to(_base())).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:SHOWN_DIGITS]
