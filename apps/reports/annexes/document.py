"""An annex, or the plan with all of them, as HTML and print style."""

from typing import Any

from django.template.loader import render_to_string

from apps.reports.annexes.content import AnnexContent, annex_content
from apps.reports.annexes.inputs import WITH_WORDS, plan_in
from apps.reports.annexes.words import in_words, pounds
from apps.reports.kinds import Document, Key
from apps.reports.models import ReportEdition

FOLDER = "print/annex/v1"
PLAN_TITLE = "Regional Reducing Reoffending Plan"
DRAFT = "Draft. The plan of these years has not been published. Do not quote from it."
DEMO = (
    "Demonstration data. The people, agreements and events in it are made up. Nothing here describes the real"
    " region."
)


def document(edition: ReportEdition) -> Document:
    """A function of the edition's figures and content, with no clock in it."""
    content = annex_content(edition.figures, plan_in(edition.content))
    context = context_of(edition, content)
    html = render_to_string(f"{FOLDER}/annex.html", context)
    return Document(html=html, css=render_to_string(f"{FOLDER}/annex.css", context))


def context_of(edition: ReportEdition, content: AnnexContent) -> dict[str, Any]:
    figures, plan = edition.figures, content.plan
    marks = [words for words, holds in (("DRAFT", edition.is_draft), ("DEMO DATA", figures.demo)) if holds]
    return {
        "edition": edition,
        "figures": figures,
        "content": content,
        "plan": plan,
        "details": content.details,
        "with_words": edition.report.kind in WITH_WORDS,
        "fund": fund_words(content),
        "title": f"{heading(edition, content)}, {plan.region_name}, {plan.first_year}",
        "marks": " – ".join(marks),
        "language": edition.language,
        "description": "An annex of the region’s plan, from figures and agreements frozen when it was built.",
        "keywords": f"probation, {plan.region_name}, {plan.first_year}",
        "dated": content.details["extract"]["as_at"],
        "cover_kind": PLAN_TITLE,
        "cover_heading": cover_heading(edition, content),
        "cover_period": f"{plan.years[0]} to {plan.years[-1]}",
        "cover_notices": [
            words for words, holds in ((DRAFT, edition.is_draft), (DEMO, figures.demo)) if holds
        ],
        "cover_about": about(edition, content),
    }


def heading(edition: ReportEdition, content: AnnexContent) -> str:
    """ "Annex D: Delivery agreements and commissioned services", or the plan, alone or with its annexes."""
    if edition.report.kind == Key.PLAN:
        return PLAN_TITLE
    if edition.report.kind == Key.PLAN_WITH_ANNEXES:
        return f"{PLAN_TITLE} with annexes A to G"
    part = content.parts[0]
    return f"Annex {part.letter}: {part.title}"


def cover_heading(edition: ReportEdition, content: AnnexContent) -> str:
    """The region, and what of its plan this is; the plan's own name stands above it."""
    region = content.plan.region_name
    if edition.report.kind == Key.PLAN:
        return region
    if edition.report.kind == Key.PLAN_WITH_ANNEXES:
        return f"{region}, with annexes A to G"
    return f"{region}: {heading(edition, content)}"


def about(edition: ReportEdition, content: AnnexContent) -> list[str]:
    """The lines at the foot of the cover."""
    figures = edition.figures
    lines = [f"Edition {edition.number}. Figures as at {in_words(figures.as_at)}, vintage {figures.vintage}."]
    if content.on:
        lines.append(f"Agreements and milestones as they stood on {in_words(content.on)}.")
    lines.append("Small counts are suppressed. The symbols are explained at the end.")
    return lines


def fund_words(content: AnnexContent) -> list[dict[str, str]]:
    """The fund of the plan's first year as large figures; empty without a spending plan."""
    fund = content.plan.fund
    if fund is None:
        return []
    note = f"Of the plan for {fund.year}"
    return [
        {"value": pounds(fund.amount), "label": "To be spent", "note": note},
        {"value": pounds(fund.awarded), "label": "Awarded so far", "note": ""},
        {"value": pounds(fund.left), "label": "Left", "note": ""},
    ]
