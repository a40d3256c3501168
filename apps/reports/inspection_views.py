"""The PDF of a published inspection: made once by a worker, then handed out as it was stored."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.inspections.access import published_inspections
from apps.inspections.models import Inspection
from apps.organisation.access import needs
from apps.reports.actions import BuildRefused, retry_edition
from apps.reports.inspection_report import VERB, inspection_edition, request_inspection
from apps.reports.models import ReportEdition
from apps.reports.queries import has_lost_its_builder
from apps.reports.tasks import hand_over
from apps.reports.views import pdf_response


@require_safe
@needs(VERB)
def download(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The stored PDF. Before a worker has made it, the page that says how far it is."""
    inspection = _inspection_or_404(request, inspection_id)
    edition = inspection_edition(inspection)
    if edition is None:
        # Whoever comes before the worker's own look at what was published has it made now.
        requested = request_inspection(inspection, on=timezone.localdate(), by=request.user)
        hand_over(requested)
    elif edition.state == ReportEdition.State.BUILT:
        return pdf_response(edition)
    return redirect("reports:inspection-progress", inspection_id)


@require_safe
@needs(VERB)
def progress(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """How the making of the PDF goes."""
    inspection = _inspection_or_404(request, inspection_id)
    edition = inspection_edition(inspection)
    if edition is None:
        return redirect("reports:inspection", inspection_id)
    context = {"inspection": inspection, "edition": edition, "is_lost": has_lost_its_builder(edition)}
    return render(request, "reports/inspection.html", context)


@require_POST
@needs(VERB)
def retry(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """A failed one again; anything else stays as it is."""
    edition = inspection_edition(_inspection_or_404(request, inspection_id))
    if edition is not None:
        try:
            hand_over(retry_edition(edition=edition, by=request.user))
        except BuildRefused as refused:
            messages.error(request, str(refused))
    return redirect("reports:inspection-progress", inspection_id)


def _inspection_or_404(request: HttpRequest, inspection_id: int) -> Inspection:
    return get_object_or_404(published_inspections(request.user).select_related("region"), pk=inspection_id)
