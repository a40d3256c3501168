"""Work a published round out again as its page tells an outsider to, with the files and commands it names."""

import json
import shlex
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from playwright.sync_api import Page

FILES = (
    "Download the frame (CSV)",
    "Download the draw (CSV)",
    "The sample as it was marked (CSV)",
    "The answers that score (CSV)",
    "The case facts (CSV)",
    "The question bank (YAML)",
)


@dataclass(frozen=True)
class Repeated:
    """What the three commands printed, and the file of the draw that the page hands out."""

    draw: str
    handed_out_draw: str
    score: dict[str, Any]
    score_in_words: str
    band: str


def repeat_round(page: Page, folder: Path) -> Repeated:
    """Download every file of the open results page and run its commands word for word."""
    named = {_download(page, link, folder) for link in FILES}
    draw, score, band = page.locator("ol code").all_inner_texts()
    handed_out = next(name for name in named if name.startswith("draw-"))
    return Repeated(
        draw=_run(draw, folder, named),
        handed_out_draw=(folder / handed_out).read_text(),
        score=json.loads(_run(f"{score} --json", folder, named)),
        score_in_words=_run(score, folder, named),
        band=_run(band, folder, named),
    )


def _download(page: Page, link: str, folder: Path) -> str:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    name = download.value.suggested_filename
    download.value.save_as(folder / name)
    return name


def _run(command: str, folder: Path, named: set[str]) -> str:
    """Each file by the name under which it was downloaded: a command that names another one fails."""
    program, *words = shlex.split(command)
    assert program == "manage.py"
    out = StringIO()
    call_command(*[str(folder / word) if word in named else word for word in words], stdout=out)
    return out.getvalue()
