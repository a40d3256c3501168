"""An inspection's report as a kind of document: made from its frozen content alone, built once, then kept."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from apps.inspections.models import Inspection
from apps.inspections.report_actions import publication_of
from apps.organisation.access import can
from apps.organisation.models import User
from apps.reports.actions import Requested, request_document
from apps.reports.kinds import BuildRefused, Document, DocumentKind, Inputs, Key, Published, Whose
from apps.reports.models import Report, ReportEdition
from rules.periods import performance_year

FOLDER = "inspection/v1"
# Its own templates, and those of the annual report whose look it takes.
FOLDERS = (FOLDER, "look", "regional_annual/v1")
VERB = "view_published_inspections"
NOT_PUBLISHED = "This inspection is not published, so there is no report of it to print."


def inspection_edition(inspection: Inspection) -> ReportEdition | None:
    """The newest edition of the inspection's report; None before the first was asked for."""
    editions = ReportEdition.objects.filter(report__kind=Key.INSPECTION, report__subject=str(inspection.pk))
    return editions.select_related("report__region").order_by("-number").first()


def request_inspection(inspection: Inspection, *, on: date, by: User | None) -> Requested:
    """The edition of the report as it was published. Raises BuildRefused before publication."""
    return request_document(
        kind=Key.INSPECTION,
        region=inspection.region,
        year=str(performance_year(inspection.fieldwork_first_on)),
        subject=str(inspection.pk),
        on=on,
        by=by,
    )


def request_unprinted(*, on: date) -> list[Requested]:
    """Ask for the report of each published inspection of which none was ever asked for."""
    subjects = Report.objects.filter(kind=Key.INSPECTION, editions__isnull=False).values_list("subject")
    known = {int(subject) for (subject,) in subjects}
    published = Inspection.objects.filter(state=Inspection.State.PUBLISHED).exclude(pk__in=known)
    return [request_inspection(one, on=on, by=None) for one in published.select_related("region")]


def _inputs(report: Report, _on: date) -> Inputs:
    """Days come from the content and the moment of freezing, never from today."""
    inspection = Inspection.objects.filter(pk=int(report.subject)).first()
    frozen = publication_of(inspection) if inspection else None
    if frozen is None:
        raise BuildRefused(NOT_PUBLISHED)
    published_on = timezone.localdate(frozen.at).isoformat()
    content = {"report": frozen.content, "sha256": frozen.sha256, "published_on": published_on}
    return Inputs(content=content, is_draft=False)


def _document(edition: ReportEdition) -> Document:
    context = _context(edition.content)
    html = render_to_string(f"print/{FOLDER}/report.html", context)
    return Document(html=html, css=render_to_string(f"print/{FOLDER}/report.css", context))


def _context(frozen: dict[str, Any]) -> dict[str, Any]:
    content = frozen["report"]
    first, last = (date.fromisoformat(day) for day in content["fieldwork"])
    return {
        "content": content,
        "title": content["title"],
        "marks": "Made-up cases: no finding about anybody" if content["demo"] else "",
        "published_on": date.fromisoformat(frozen["published_on"]),
        "fieldwork_first_on": first,
        "fieldwork_last_on": last,
        "sha256": frozen["sha256"],
    }


def _published(edition: ReportEdition) -> Published:
    built = edition.report.editions.filter(state=ReportEdition.State.BUILT, language=edition.language)
    newest = built.order_by("-number").first()
    on = date.fromisoformat(edition.content["published_on"])
    return Published(on=on, superseded_by=None if newest == edition else newest)


def _everyone_who_may_read(user: User) -> Q:
    """What is published is no secret of a region; only published inspections have a row."""
    return Q() if can(user, VERB) else Q(pk__in=())


KIND = DocumentKind(
    key=Key.INSPECTION,
    title="Inspection report",
    whose=Whose.INSPECTION,
    folders=FOLDERS,
    inputs=_inputs,
    document=_document,
    published=_published,
    readable=_everyone_who_may_read,
    buildable=_everyone_who_may_read,
)
