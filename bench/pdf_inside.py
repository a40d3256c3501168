"""Figures of PDFs that are taken inside one process: `python -m bench.pdf_inside WHAT [...]`, a JSON object.

weasyprint, typst: the same document three times in this process. judge MEASURES FIRST LAST: a run over so
many measures. batch: every region's report by the workers that listen. again COUNT WORKER: so many reports by
one worker, with what its process holds.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from bench.printed_document import as_html, as_typst, chapters

TIMES = 3
YEAR = "2025-26"
POLL_SECONDS = 0.2
NOTED = (1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)


def main() -> None:
    what, *arguments = sys.argv[1:]
    programs = {"weasyprint": weasyprint, "typst": typst, "judge": judge, "batch": batch, "again": again}
    print(json.dumps(programs[what](*arguments)))


def weasyprint() -> dict[str, Any]:
    """Through the product's own door and in its own look."""
    _django()
    from django.template.loader import render_to_string

    from apps.reports import render

    html = as_html(chapters())
    css = render_to_string("print/look/look.css", {"title": "A report for measuring", "marks": ""})
    return _timed(lambda: render.pdf(html, css=css, identifier="bench").content)


def typst() -> dict[str, Any]:
    """The compiler as a library in this process, with the product's typeface."""
    import typst as compiler

    source = as_typst(chapters()).encode()
    with tempfile.TemporaryDirectory() as fonts:
        _unpack_typeface(Path(fonts))
        return _timed(
            lambda: compiler.compile(source, format="pdf", pdf_standards="ua-1", font_paths=[fonts])
        )


def _unpack_typeface(folder: Path) -> None:
    """WOFF2, which browsers read, as the TrueType that Typst reads."""
    from fontTools.ttLib import TTFont

    for packed in Path("static/vendor/source-sans-3/files").glob("*-latin-*-normal.woff2"):
        font = TTFont(packed)
        font.flavor = None
        font.save(folder / f"{packed.stem}.ttf")


def _timed(make: Callable[[], bytes]) -> dict[str, Any]:
    """Seconds by the clock and of the processor for each time; the first one warms up what stays."""
    from pypdf import PdfReader

    before = _peak_mb()
    clock, processor, content = [], [], b""
    for _ in range(TIMES):
        began, used = time.perf_counter(), time.process_time()
        content = make()
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    peak = _peak_mb()
    pages = len(PdfReader(BytesIO(content)).pages)
    return {
        "pages": pages,
        "kilobytes": len(content) / 1024,
        "clock": clock,
        "processor": processor,
        "before_mb": before,
        "peak_mb": peak,
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()


def judge(count: str, first: str, last: str) -> dict[str, Any]:
    _django()
    from apps.performance.actions import RunPlan, execute_run, request_run
    from rules.definitions.measures import load_measures
    from rules.periods import Month

    # The first run of a database is shown on the pages, however few measures it has.
    measures = sorted(load_measures())[: int(count)]
    plan = RunPlan(measures=measures, first=Month.parse(first), last=Month.parse(last))
    return {"run": execute_run(request_run(plan=plan, by=None).pk).pk, "measures": len(measures)}


def batch() -> dict[str, Any]:
    """From the request to the last report, and the processor's share of the workers."""
    _django()
    from django.utils import timezone

    from apps.reports.batch import request_batch, standing_of, zipped
    from apps.reports.kinds import Key
    from apps.reports.tasks import hand_over

    began = time.perf_counter()
    asked = request_batch(kind=Key.ANNUAL_REPORT, year=YEAR, on=timezone.localdate(), by=None)
    for one in asked.to_build:
        hand_over(one)
    while not (standing := standing_of(asked.batch)).is_over:
        time.sleep(POLL_SECONDS)
    seconds = time.perf_counter() - began
    editions = [part.edition for part in standing.parts if part.edition]
    began = time.perf_counter()
    size = len(zipped(asked.batch))
    return {
        "seconds": seconds,
        "built": standing.built,
        "failed": [edition.error for edition in editions if edition.error],
        "pages": sum(edition.pages or 0 for edition in editions),
        "zip_mb": size / 1e6,
        "zip_seconds": time.perf_counter() - began,
    }


def again(count: str, worker: str) -> dict[str, Any]:
    """So many builds one after the other. worker: the process id of a worker with one process in its pool."""
    _django()
    from apps.performance.queries import current_run
    from apps.reports.models import ReportEdition
    from apps.reports.tasks import build

    states = ReportEdition.State
    editions = list(ReportEdition.objects.filter(state=states.BUILT, run=current_run()).order_by("pk"))
    held: dict[int, float] = {}
    pids, pages = set(), 0
    for number in range(1, int(count) + 1):
        edition = editions[number % len(editions)]
        same = ReportEdition.objects.filter(pk=edition.pk)
        same.update(state=states.QUEUED, attempts=0, finished_at=None)
        build.delay(edition.pk)
        while same.values_list("state", flat=True).get() != states.BUILT:
            time.sleep(POLL_SECONDS)
        pages += edition.pages or 0
        pool = Path(f"/proc/{worker}/task/{worker}/children").read_text().split()
        pids |= set(pool)
        if number in NOTED or number == int(count):
            held[number] = sum(_held_mb(pid) for pid in pool)
            print(f"  {number:>4} reports: {held[number]:.1f} MB", file=sys.stderr, flush=True)
    return {"held": held, "processes": len(pids), "pages": pages}


def _held_mb(pid: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


if __name__ == "__main__":
    main()
