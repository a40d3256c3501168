"""What an edition was made with: the print template's version and the software's, told by their content."""

import hashlib
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings

TEMPLATE = "regional_annual/v1"
FOLDER = Path("templates") / "print" / TEMPLATE
# What decides the figures and words of a report, besides its template and its data.
SOURCES = ("rules", "charts", "apps/publication", "apps/performance/queries", "apps/reports")
SUFFIXES = {".py", ".yaml", ".csv", ".html", ".css"}
SHOWN_DIGITS = 12


@cache
def template_version() -> str:
    """`regional_annual/v1 (f00dfeed1234)`: the digits tell a draft of the template from the next."""
    return f"{TEMPLATE} ({_digest([FOLDER])})"


@cache
def software_version() -> str:
    """The project's version with the digest of all that makes a report."""
    project = tomllib.loads((_base() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['version']} ({_digest(Path(source) for source in SOURCES)})"


def _base() -> Path:
    return Path(settings.BASE_DIR)


def _digest(folders: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for folder in folders:
        for path in sorted((_base() / folder).rglob("*")):
            if path.suffix in SUFFIXES:
                found.update(str(path.relative_to(_base())).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:SHOWN_DIGITS]
