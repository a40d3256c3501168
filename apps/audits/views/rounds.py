"""The list of rounds, a round's board, and what a lead does with it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from apps.assessments.actions import Refused
from apps.assessments.blindness import blind_in
from apps.assessments.presentation import deadline
from apps.audits.actions import draw_round, lock_score
from apps.audits.editions import newer_edition
from apps.audits.frame_sizes import frame_size, sizes_of, strata_sizes
from apps.audits.frames import STRATA_LABELS
from apps.audits.locking import reasons_not_to_lock
from apps.audits.models import AuditRound
from apps.audits.planning import frame_tables, size_hints, why_empty
from apps.audits.presentation import standing_text
from apps.audits.queries import (
    progress_by_auditor,
    standing_of,
    substitutions_of,
    unassigned,
)
from apps.audits.undrawn import history_of
from apps.audits.views.access import led_round, readable_rounds
from apps.organisation.access import can, needs
from apps.organisation.errors import Conflict

PAGE_SIZE = 50


@needs("view_audit_results")
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds that the reader may see, newest first."""
    page = Paginator(readable_rounds(request), PAGE_SIZE).get_page(request.GET.get("page"))
    leads = can(request.user, "open_round")
    return render(request, "audits/rounds.html", {"page": page, "leads": leads})


@needs("open_round")
def audit_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """The lead's board: the frame before the draw, the progress after it."""
    found = led_round(request, round_id, "open_round")
    if found.state == AuditRound.State.WITHDRAWN:
        context = {"round": found, "history": history_of(found), "deadline": deadline(found.due_on)}
        return render(request, "audits/round_withdrawn.html", context)
    if found.state == AuditRound.State.OPEN:
        frame = sizes_of(found)
        context = {
            "round": found,
            "frame_size": frame_size(frame),
            "strata": strata_sizes(frame, found.strata_columns).items(),
            "tables": frame_tables(frame),
            "hints": size_hints(frame_size(frame), on=found.window_last_on),
            "why_empty": why_empty(found),
            "strata_labels": [STRATA_LABELS[name] for name in found.strata_columns],
            "deadline": deadline(found.due_on),
            "history": history_of(found),
        }
        return render(request, "audits/round_open.html", context)
    standing = standing_of(found)
    blind = blind_in(request.user, found.sample_id)
    context = {
        "round": found,
        "standing": standing,
        "blind": blind,
        "text": None if blind else standing_text(found, standing),
        "progress": progress_by_auditor(found),
        "strata": found.sample.strata.all(),
        "unassigned": unassigned(found),
        "substitutions": substitutions_of(found),
        "deadline": deadline(found.sample.due_on),
        "newer": newer_edition(found),
    }
    return render(request, "audits/round.html", context)


@require_POST
@needs("draw_sample")
def draw(request: HttpRequest, round_id: int) -> HttpResponse:
    found = led_round(request, round_id, "draw_sample")
    try:
        left = draw_round(found, by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "The sample is drawn and its cases are assigned")
    if left:
        messages.warning(
            request, f"Nobody may mark {', '.join(left)}: every auditor holds, supervises or knows them"
        )
    return redirect("audits:round", found.pk)


@needs("open_round")
def lock(request: HttpRequest, round_id: int) -> HttpResponse:
    """Asks once more, then publishes the score."""
    found = led_round(request, round_id, "open_round")
    if found.state == AuditRound.State.LOCKED:
        return redirect("audits:results", found.pk)
    if request.method == "POST":
        try:
            lock_score(found, by=request.user)
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, "The score is published")
        return redirect("audits:results", found.pk)
    standing, reasons = standing_of(found), reasons_not_to_lock(found)
    text = None if reasons else standing_text(found, standing)
    context = {"round": found, "standing": standing, "text": text, "reasons": reasons}
    return render(request, "audits/lock.html", context)
