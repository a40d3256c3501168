"""The due list in a calendar and by e-mail: asking for it, ending it, and the calendar itself."""

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.organisation.access import needs
from apps.performance.due.digests import choose_digest
from apps.performance.due.feeds import calendar_of, make_link, owner_of, revoke_link
from apps.performance.due_forms import DigestForm
from apps.performance.models import CalendarLink, DigestChoice
from apps.performance.queries.due import due_day

PAGE = "performance:due-subscriptions"


@require_safe
@needs("view_due_list")
def due_subscriptions(request: HttpRequest) -> HttpResponse:
    """Whether the viewer has a calendar link and the e-mail."""
    return render(request, "performance/due_subscriptions.html", _context(request))


@require_POST
@needs("view_due_list")
def due_make_link(request: HttpRequest) -> HttpResponse:
    """A new secret address, shown on this one page and never again; the earlier one ends."""
    secret = make_link(request.user, now=timezone.now())
    address = request.build_absolute_uri(reverse("performance:due-feed", args=[secret]))
    return render(request, "performance/due_subscriptions.html", _context(request) | {"address": address})


@require_POST
@needs("view_due_list")
def due_revoke_link(request: HttpRequest) -> HttpResponse:
    if revoke_link(request.user, now=timezone.now()):
        messages.success(request, "The calendar link has ended. Calendars that use it get nothing more.")
    return redirect(PAGE)


@require_POST
@needs("view_due_list")
def due_digest(request: HttpRequest) -> HttpResponse:
    form = DigestForm(request.POST)
    wanted = form.is_valid() and form.cleaned_data["wanted"]
    choose_digest(request.user, wanted=wanted)
    messages.success(request, "You will get the e-mail." if wanted else "You will get no e-mail.")
    return redirect(PAGE)


@login_not_required
@require_safe
def due_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever holds the link, as far as their roles reach today; else 404."""
    owner = owner_of(token, now=timezone.now())
    if owner is None:
        raise Http404
    body = calendar_of(owner, due_day())
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    headers["Content-Disposition"] = 'inline; filename="due.ics"'
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _context(request: HttpRequest) -> dict[str, Any]:
    choice = DigestChoice.objects.filter(user=request.user).first()
    return {
        "link": CalendarLink.objects.filter(user=request.user, revoked_at=None).first(),
        "form": DigestForm(initial={"wanted": bool(choice and choice.wanted)}),
        "wanted": bool(choice and choice.wanted),
    }
