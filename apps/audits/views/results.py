"""The published score, and the files with which anyone can repeat the draw."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from apps.audits import draw_files
from apps.audits.models import AuditRound
from apps.audits.presentation import locked_text
from apps.audits.queries import scale_of, standing_of
from apps.audits.score_files import commands_of
from apps.audits.views.access import readable_rounds
from apps.organisation.access import can, needs, scope_for
from apps.organisation.audit_figures import beside_address


@needs("view_audit_results")
def results(request: HttpRequest, round_id: int) -> HttpResponse:
    """The locked score with its band, interval and the cases that were too thin to score."""
    found = get_object_or_404(readable_rounds(request), pk=round_id)
    if found.state != AuditRound.State.LOCKED:
        return redirect("audits:round", found.pk)
    standing = standing_of(found)
    context = {
        "round": found,
        "score": found.score,
        "text": locked_text(found),
        "thin": standing.thin,
        "bands": scale_of(found).bands,
        "leads": can(request.user, "open_round"),
        "commands": commands_of(found),
        "beside": _beside(request, found),
    }
    return render(request, "audits/results.html", context)


def _beside(request: HttpRequest, found: AuditRound) -> str:
    """Where the score stands beside the region's measures, for those who may see them; else empty."""
    scope = scope_for(request.user, "view_performance")
    if found.contract_id or not scope.sees_region(found.region_id):
        return ""
    return beside_address("region", found.region_id, found.pk)


@needs("view_audit_results")
def frame_csv(request: HttpRequest, round_id: int) -> HttpResponse:
    """The frozen frame, byte for byte as it was hashed."""
    found = _drawn(request, round_id)
    return _download(found.sample.frame_csv, f"frame-{found.pk}.csv")


@needs("view_audit_results")
def draw_csv(request: HttpRequest, round_id: int) -> HttpResponse:
    """Every row of the frame after the draw, as the command draw_sample prints it."""
    found = _drawn(request, round_id)
    return _download(draw_files.draw_csv(found.sample), f"draw-{found.pk}.csv")


def _drawn(request: HttpRequest, round_id: int) -> AuditRound:
    found = get_object_or_404(readable_rounds(request), pk=round_id)
    if not found.sample_id:
        raise Http404
    return found


def _download(text: str, name: str) -> HttpResponse:
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
