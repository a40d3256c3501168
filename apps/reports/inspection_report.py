"""An inspection's report as a PDF, from its frozen content alone: equal content gives equal bytes."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string

from apps.inspections.models import FrozenReport
from apps.reports import render

FOLDER = "print/inspection/v1"


def inspection_pdf(frozen: FrozenReport) -> bytes:
    """The published report as PDF/UA-1. Raises RenderRefused for a fault of accessibility."""
    context = _context(frozen)
    html = render_to_string(f"{FOLDER}/report.html", context)
    css = render_to_string(f"{FOLDER}/report.css", context)
    return render.pdf(html, css=css, identifier=frozen.sha256).content


def _context(frozen: FrozenReport) -> dict[str, Any]:
    """Days come from the content and the moment of freezing, never from today."""
    content = frozen.content
    first, last = (date.fromisoformat(day) for day in content["fieldwork"])
    return {
        "content": content,
        "title": content["title"],
        "marks": "Made-up cases: no finding about anybody" if content["demo"] else "",
        "published_on": frozen.at.date(),
        "fieldwork_first_on": first,
        "fieldwork_last_on": last,
        "sha256": frozen.sha256,
    }
