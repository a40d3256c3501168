"""Findings of audits: raised on a case or a round, listed, withdrawn, and made into actions."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.assessments.actions import Refused
from apps.assessments.blindness import hidden_marks
from apps.assessments.models import Assignment
from apps.audits import finding_actions, finding_queries
from apps.audits.finding_forms import FindingForm, FindingsForm, ReasonForm
from apps.audits.models import AuditRound, Finding
from apps.audits.views.access import led_round
from apps.audits.views.places import place_choices
from apps.organisation.access import can, needs, scope_for
from apps.organisation.downloads import csv_response
from apps.organisation.errors import Conflict
from apps.organisation.queries import units_in_order
from rules.definitions.improvement import kind_words

PER_PAGE = 50
CSV_COLUMNS = (
    "finding",
    "bank",
    "edition",
    "question",
    "question_in_words",
    "kind",
    "words",
    "region",
    "unit",
    "case_id",
    "window_first_on",
    "window_last_on",
    "raised_by",
    "raised_on",
    "actions",
    "withdrawn",
    "withdrawn_reason",
)


@require_safe
@needs("view_actions")
def findings(request: HttpRequest) -> HttpResponse:
    """Every finding that the reader may see, newest first."""
    form, found = _listed(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(one, question_text(one), kind_words(one.kind)) for one in page],
        "query": request.GET.urlencode(),
        "may_act": can(request.user, "manage_actions"),
    }
    return render(request, "audits/findings.html", context)


@require_safe
@needs("view_actions")
def findings_csv(request: HttpRequest) -> HttpResponse:
    """The same list, every row of it."""
    _, found = _listed(request)
    return csv_response(name="probity-findings", columns=CSV_COLUMNS, rows=_rows(found))


@require_http_methods(["GET", "POST"])
@needs("view_actions")
def finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    """One finding with its actions; whoever raises findings may withdraw it with a reason."""
    found = get_object_or_404(visible(request), pk=finding_id)
    raises = _may_withdraw(request, found)
    form = ReasonForm(request.POST or None) if raises else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            finding_actions.withdraw_finding(found, reason=form.cleaned_data["words"], by=request.user)
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, "The finding is withdrawn")
        return redirect("audits:finding", found.pk)
    context = {
        "finding": found,
        "question": question_text(found),
        "kind": kind_words(found.kind),
        "form": form,
        "wrong": form is not None and bool(form.errors),
        "actions": found.actions.select_related("owner"),
        "may_act": can(request.user, "manage_actions") and not found.is_withdrawn,
    }
    return render(request, "audits/finding.html", context, status=422 if context["wrong"] else 200)


@require_http_methods(["GET", "POST"])
@needs("raise_finding")
def raise_on_case(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """A finding on one submitted case: by its marker, or by whoever leads audits there."""
    mark = get_object_or_404(markable(request), pk=assignment_id)
    audit_round = get_object_or_404(
        AuditRound.objects.select_related("edition"), sample=mark.sampled_case.sample
    )
    return _raise(request, audit_round, mark)


@require_http_methods(["GET", "POST"])
@needs("open_round")
def raise_on_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """A finding about a round as a whole, or about a delivery unit in it."""
    return _raise(request, led_round(request, round_id, "open_round"), None)


def _raise(request: HttpRequest, audit_round: AuditRound, mark: Assignment | None) -> HttpResponse:
    today = timezone.localdate()
    units = [] if mark else [one for one in units_in_order() if one.region_id == audit_round.region_id]
    form = FindingForm(
        request.POST or None,
        initial={"question": request.GET.get("question", "")},
        bank=audit_round.edition.definition,
        on=today,
        units=units,
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = finding_actions.raise_finding(
                audit_round,
                question=given["question"],
                kind=given["kind"],
                words=given["words"],
                unit=given.get("unit", ""),
                assignment=mark,
                by=request.user,
            )
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, f"Finding {made.pk} is raised")
        return _after_raising(request, made, mark)
    context = {"round": audit_round, "mark": mark, "form": form}
    return render(request, "audits/finding_raise.html", context, status=422 if form.errors else 200)


def _after_raising(request: HttpRequest, made: Finding, mark: Assignment | None) -> HttpResponse:
    if mark is not None and not can(request.user, "view_actions"):
        return redirect("assessments:result", mark.pk)
    return redirect("audits:finding", made.pk)


def visible(request: HttpRequest) -> Any:
    """The findings within the reader's scope."""
    scope = scope_for(request.user, "view_actions")
    found = finding_queries.findings_within(scope, leads=can(request.user, "open_round"))
    return found.exclude(assignment__in=hidden_marks(request.user).values("pk"))


def markable(request: HttpRequest) -> Any:
    """Submitted marks on which the reader may raise a finding: own ones, and those of regions they lead."""
    marks = Assignment.objects.filter(submitted_at__isnull=False, sampled_case__sample__round__isnull=False)
    marks = marks.select_related("sampled_case__sample", "edition")
    own = marks.filter(auditor=request.user)
    if not can(request.user, "open_round"):
        return own
    scope = scope_for(request.user, "open_round")
    led = marks.filter(mark=Assignment.FIRST_MARK)
    if not scope.all_regions:
        led = led.filter(sampled_case__sample__region_code__in=scope.region_codes)
    return own | led.exclude(pk__in=hidden_marks(request.user).values("pk"))


def question_text(one: Finding) -> str:
    """The question in the words of the edition that was asked."""
    found = one.round.edition.definition.questions.get(one.question)
    return found.text if found else one.question


def _may_withdraw(request: HttpRequest, found: Finding) -> bool:
    if found.is_withdrawn:
        return False
    return found.raised_by_id == request.user.pk or can(request.user, "open_round")


def _listed(request: HttpRequest) -> tuple[FindingsForm, Any]:
    scope = scope_for(request.user, "view_actions")
    form = FindingsForm(request.GET, places=place_choices(scope), on=timezone.localdate())
    return form, finding_queries.listed_findings(visible(request), form.filter)


def _rows(found: Any) -> Iterator[dict[str, Any]]:
    for one in found:
        yield {
            "finding": one.pk,
            "bank": one.round.edition.bank,
            "edition": one.round.edition.edition,
            "question": one.question,
            "question_in_words": question_text(one),
            "kind": kind_words(one.kind),
            "words": one.words,
            "region": one.region_code,
            "unit": one.unit_code,
            "case_id": one.assignment.sampled_case.case_id if one.assignment_id else "",
            "window_first_on": one.round.window_first_on,
            "window_last_on": one.round.window_last_on,
            "raised_by": str(one.raised_by),
            "raised_on": timezone.localdate(one.raised_at),
            "actions": one.actions_count,
            "withdrawn": one.is_withdrawn,
            "withdrawn_reason": one.withdrawn_reason,
        }
