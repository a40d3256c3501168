"""The sampled cases of a round: who marks them, and what a lead changes about that."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.assessments.draws import is_barred
from apps.assessments.models import Assignment, SampledCase
from apps.assessments.presentation import deadline, results_shown_to
from apps.audits.actions import may_mark, reassign
from apps.audits.draw_files import CASE_COLUMNS, case_rows
from apps.audits.forms import DeadlineForm, ReassignForm, ReassignManyForm, ReleaseForm, SubstituteForm
from apps.audits.handing import extend_deadline, give_to, known_by, reassign_many, release
from apps.audits.models import AuditRound
from apps.audits.queries import substitutions_of, unassigned
from apps.audits.substitutions import next_reserve, passed_over_for, substitute
from apps.audits.views.access import led_round
from apps.caseload.queries import live_extract
from apps.organisation.access import needs
from apps.organisation.downloads import csv_response
from apps.organisation.errors import Conflict
from apps.organisation.models import User
from rules.definitions.audit_rounds import round_rules_on

PAGE_SIZE = 50
Step = Callable[[], object]


@needs("assign_cases")
def case_list(request: HttpRequest, round_id: int) -> HttpResponse:
    """Every case to mark with its auditor and how far it is, those that nobody marks, those replaced."""
    found = led_round(request, round_id, "assign_cases")
    marks = found.assignments.filter(auditor__isnull=False).select_related("sampled_case__stratum", "auditor")
    marks = marks.order_by("sampled_case__stratum__name", "sampled_case__place")
    page = Paginator(marks, PAGE_SIZE).get_page(request.GET.get("page"))
    texts = results_shown_to(request.user, page.object_list)
    context = {
        "round": found,
        "page": page,
        "rows": [(mark, texts.get(mark.pk)) for mark in page.object_list],
        "nobody": [(case, known_by(case)) for case in unassigned(found).select_related("stratum")],
        "substitutions": substitutions_of(found),
        "open": found.state == AuditRound.State.DRAWN,
    }
    return render(request, "audits/case_list.html", context)


@needs("assign_cases")
def cases_csv(request: HttpRequest, round_id: int) -> HttpResponseBase:
    """Every row of the frame as it stands now, with what was replaced by what and why."""
    found = _drawn(request, round_id)
    return csv_response(name=f"cases-{found.pk}", columns=CASE_COLUMNS, rows=case_rows(found.sample))


@needs("assign_cases")
def reassign_case(request: HttpRequest, round_id: int, assignment_id: int) -> HttpResponse:
    """Give a case to somebody else, with a reason."""
    found = led_round(request, round_id, "assign_cases")
    marks = found.assignments.select_related("sampled_case__sample", "auditor")
    mark = get_object_or_404(marks, pk=assignment_id, auditor__isnull=False)
    form = ReassignForm(_posted(request), auditors=_possible(found, mark.sampled_case))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        _do(lambda: reassign(mark, auditor=given["auditor"], by=request.user, reason=given["reason"]))
        messages.success(request, f"{mark.sampled_case.case_id} is now with {given['auditor']}")
        return redirect("audits:cases", found.pk)
    context = {"round": found, "case": mark.sampled_case, "mark": mark, "form": form}
    return _form_page(request, "audits/reassign.html", context)


@needs("assign_cases")
def give_case(request: HttpRequest, round_id: int, case_id: int) -> HttpResponse:
    """Give a case that nobody marks to an auditor of the region, also one from outside the round."""
    found = _drawn(request, round_id)
    case = get_object_or_404(unassigned(found), pk=case_id)
    form = ReassignForm(_posted(request), auditors=_possible(found, case))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        _do(lambda: give_to(case, auditor=given["auditor"], by=request.user, reason=given["reason"]))
        messages.success(request, f"{case.case_id} is now with {given['auditor']}")
        return redirect("audits:cases", found.pk)
    return _form_page(request, "audits/reassign.html", {"round": found, "case": case, "form": form})


@needs("assign_cases")
def reassign_cases(request: HttpRequest, round_id: int) -> HttpResponse:
    """Give several waiting cases to one auditor or share them out; `of` in the address ticks an auditor's."""
    found = _drawn(request, round_id)
    waiting = found.assignments.filter(submitted_at__isnull=True, auditor__isnull=False)
    marks = list(waiting.select_related("sampled_case__sample__round", "sampled_case__stratum", "auditor"))
    choices = [(str(mark.pk), f"{mark.sampled_case.case_id}, with {mark.auditor}") for mark in marks]
    ticked = [str(mark.pk) for mark in marks if str(mark.auditor_id) == request.GET.get("of")]
    form = ReassignManyForm(
        _posted(request), marks=choices, auditors=_auditors(found), initial={"marks": ticked}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = [mark for mark in marks if str(mark.pk) in given["marks"]]
        _do(lambda: reassign_many(chosen, auditor=given["auditor"], by=request.user, reason=given["reason"]))
        messages.success(request, f"{len(chosen)} case{'' if len(chosen) == 1 else 's'} re-assigned")
        return redirect("audits:cases", found.pk)
    return _form_page(request, "audits/reassign_many.html", {"round": found, "form": form, "marks": marks})


@needs("assign_cases")
def substitute_case(request: HttpRequest, round_id: int, case_id: int) -> HttpResponse:
    """Replace a case that cannot be marked by the next reserve of its stratum."""
    found = _drawn(request, round_id)
    cases = found.sample.cases.filter(standing=SampledCase.Standing.SAMPLED).select_related("stratum")
    case = get_object_or_404(cases, pk=case_id)
    today = timezone.localdate()
    form = SubstituteForm(_posted(request), reasons=round_rules_on(today).substitution_reasons)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = _do(lambda: substitute(case, **given, by=request.user, on=today))
        messages.success(request, f"{case.case_id} is replaced by {made.substitute or 'no case'}")
        return redirect("audits:cases", found.pk)
    extract, reserve = live_extract(), next_reserve(case)
    context = {
        "round": found,
        "case": case,
        "form": form,
        "reserve": reserve,
        "passed_over": passed_over_for(case, reserve),
        "other_extract": extract if extract and extract.sha256 != found.sample.extract_sha256 else None,
    }
    return _form_page(request, "audits/substitute.html", context)


@needs("score_case")
def release_case(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """The auditor knows the person: asks how, then gives the case to somebody else."""
    mine = Assignment.objects.filter(auditor=request.user, submitted_at__isnull=True)
    mine = mine.filter(sampled_case__standing=SampledCase.Standing.SAMPLED)
    mark = get_object_or_404(mine.select_related("sampled_case__sample"), pk=assignment_id)
    form = ReleaseForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        _do(lambda: release(mark, by=request.user, reason=form.cleaned_data["reason"]))
        messages.success(request, f"Case {mark.sampled_case.case_id} is no longer yours")
        return redirect("assessments:my_cases")
    return _form_page(request, "audits/release.html", {"mark": mark, "form": form})


@needs("open_round")
def deadline_of(request: HttpRequest, round_id: int) -> HttpResponse:
    """Put a round's deadline off, with a reason."""
    found = led_round(request, round_id, "open_round")
    form = DeadlineForm(_posted(request), today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        _do(lambda: extend_deadline(found, **form.cleaned_data, by=request.user))
        messages.success(request, "The deadline is put off")
        return redirect("audits:round", found.pk)
    context = {"round": found, "form": form, "deadline": deadline(found.due_on)}
    return _form_page(request, "audits/deadline.html", context)


def _drawn(request: HttpRequest, round_id: int) -> AuditRound:
    """A round with a sample; one that is not drawn has no cases."""
    found = led_round(request, round_id, "assign_cases")
    if found.sample is None:
        raise Conflict("This round is not drawn yet")
    return found


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, empty or not; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def _do(step: Step) -> Any:
    """Run an action; what it refuses becomes a page that says why."""
    try:
        return step()
    except Refused as refused:
        raise Conflict(str(refused)) from refused


def _form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)


def _auditors(found: AuditRound) -> list[User]:
    people = User.objects.filter(is_active=True, roles__role="auditor").distinct()
    return [user for user in people if may_mark(user, found.region_id)]


def _possible(found: AuditRound, case: SampledCase) -> list[User]:
    """Auditors of the region who neither hold, supervise nor know the case, and do not mark it already."""
    marking = set(case.assignments.values_list("auditor", flat=True))
    return [user for user in _auditors(found) if user.pk not in marking and not is_barred(user, case)]
