"""The review of a round: second marks, what stands against publishing, senior sign-off."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from apps.assessments.actions import Refused
from apps.assessments.draws import is_barred
from apps.assessments.models import Assignment
from apps.assessments.second_marks import pool, second_marks_rule
from apps.audits.locking import reasons_not_to_lock
from apps.audits.models import AuditRound
from apps.audits.moderation import choose_second_marks, is_marker, reassign_second, sign_off
from apps.audits.moderation_forms import SecondMarkerForm, SignOffForm
from apps.audits.moderation_queries import (
    SIGN_OFF,
    review_of,
    rounds_under_review,
    second_marks,
    standing_sign_off,
)
from apps.audits.views.access import led_round
from apps.organisation.access import can, needs, scope_for
from apps.organisation.errors import Conflict
from apps.organisation.models import User

PAGE_SIZE = 25


@needs("view_moderation")
def moderation(request: HttpRequest) -> HttpResponse:
    """The rounds whose score is not published yet, with what each of them waits for."""
    rounds = rounds_under_review(scope_for(request.user, "view_moderation"))
    page = Paginator(rounds, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(each, review_of(each), standing_sign_off(each)) for each in page.object_list]
    leads = can(request.user, "open_round")
    return render(request, "audits/moderation.html", {"page": page, "rows": rows, "leads": leads})


@needs("view_moderation")
def round_moderation(request: HttpRequest, round_id: int) -> HttpResponse:
    """One round's review."""
    found = _drawn(request, round_id, "view_moderation")
    return render(request, "audits/round_moderation.html", _context(request, found, SignOffForm()))


@require_POST
@needs("sign_off_round")
def sign_off_round(request: HttpRequest, round_id: int) -> HttpResponse:
    found = _drawn(request, round_id, "sign_off_round")
    form = SignOffForm(request.POST)
    if not form.is_valid():
        return render(request, "audits/round_moderation.html", _context(request, found, form), status=422)
    try:
        sign_off(found, by=request.user, note=form.cleaned_data["note"])
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "The round is signed off: its lead auditor can publish the score")
    return redirect("audits:round_moderation", found.pk)


@require_POST
@needs("assign_cases")
def choose_seconds(request: HttpRequest, round_id: int) -> HttpResponse:
    """Give the chosen cases that have none a second marker."""
    found = _drawn(request, round_id, "assign_cases")
    try:
        made, left = choose_second_marks(found, by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, f"{len(made)} case{'' if len(made) == 1 else 's'} given to a second marker")
    if left:
        names = ", ".join(case.case_id for case in left)
        messages.warning(request, f"Nobody may mark {names} a second time: add an auditor to the round")
    return redirect("audits:round_moderation", found.pk)


@needs("assign_cases")
def reassign_second_mark(request: HttpRequest, round_id: int, assignment_id: int) -> HttpResponse:
    """Give a second marking that is not submitted to somebody else, with a reason."""
    found = _drawn(request, round_id, "assign_cases")
    waiting = second_marks(found).select_related("sampled_case__sample", "auditor")
    mark = get_object_or_404(waiting, pk=assignment_id)
    form = SecondMarkerForm(request.POST or None, auditors=_possible(found, mark))
    if request.method == "POST" and form.is_valid():
        chosen, reason = form.cleaned_data["auditor"], form.cleaned_data["reason"]
        try:
            reassign_second(found, mark, auditor=chosen, by=request.user, reason=reason)
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, f"{chosen} now marks {mark.sampled_case.case_id} a second time")
        return redirect("audits:round_moderation", found.pk)
    context = {"round": found, "mark": mark, "form": form}
    return render(request, "audits/reassign_second.html", context, status=422 if form.errors else 200)


def _drawn(request: HttpRequest, round_id: int, verb: str) -> AuditRound:
    """A drawn or published round within the scope of the verb; else 404."""
    found = led_round(request, round_id, verb)
    return get_object_or_404(AuditRound.objects.exclude(state__in=AuditRound.UNDRAWN), pk=found.pk)


def _context(request: HttpRequest, found: AuditRound, form: SignOffForm) -> dict[str, object]:
    review = review_of(found)
    locked = found.state == AuditRound.State.LOCKED
    return {
        "round": found,
        "review": review,
        "rule": second_marks_rule(found.sample),
        "locked": locked,
        "reasons": [] if locked else reasons_not_to_lock(found, without={SIGN_OFF}),
        "signed": standing_sign_off(found),
        "form": form,
        "may_sign": can(request.user, "sign_off_round") and not is_marker(found, request.user),
        "may_assign": can(request.user, "assign_cases"),
        "may_publish": can(request.user, "open_round"),
    }


def _possible(found: AuditRound, mark: Assignment) -> list[User]:
    """Who may mark the case second: neither its markers nor whoever holds, supervises or knows it."""
    outside, own = pool(found.region_id, auditors=found.auditors.filter(is_active=True))
    marking = set(
        Assignment.objects.filter(sampled_case=mark.sampled_case_id).values_list("auditor", flat=True)
    )
    return [
        user for user in [*outside, *own] if user.pk not in marking and not is_barred(user, mark.sampled_case)
    ]
