"""The annual report as HTML and print style."""

from django.template.loader import render_to_string

from apps.reports.annual_words import words_shown
from apps.reports.content import Content
from apps.reports.models import ReportEdition
from apps.reports.versions import TEMPLATE


def document(edition: ReportEdition, content: Content) -> tuple[str, str]:
    """The HTML and the print style of an edition: a function of its inputs, with no clock in it."""
    marks = [
        words for words, holds in (("DRAFT", edition.is_draft), ("DEMO DATA", content.figures.demo)) if holds
    ]
    title = f"Probation annual report, {edition.report.region.name}, {edition.report.year}"
    context = {
        "edition": edition,
        "report": edition.report,
        "content": content,
        "figures": content.figures,
        "words": words_shown(edition.content, content, language=edition.language),
        "title": title,
        "marks": " – ".join(marks),
        "language": edition.language,
        "description": "How well the region did against its stated expectations, from frozen figures.",
        "keywords": f"probation, {edition.report.region.name}, {edition.report.year}",
        "dated": content.details["extract"]["as_at"],
    }
    folder = f"print/{TEMPLATE}"
    html = render_to_string(f"{folder}/report.html", context)
    return html, render_to_string(f"{folder}/report.css", context)
