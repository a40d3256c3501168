"""Calibration exercises: opening, following, comparing, closing."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from apps.assessments.actions import Refused
from apps.assessments.agreement_presentation import COLUMNS, agreement_text, csv_rows, in_a_sentence
from apps.assessments.models import Assignment
from apps.assessments.presentation import deadline
from apps.audits import calibration as exercises
from apps.audits.agreement_queries import agreement_of_exercise
from apps.audits.calibration import CalibrationPlan, may_take_part, open_calibration
from apps.audits.calibration_forms import CalibrationForm
from apps.audits.calibration_rows import compared_cases_of, progress_of
from apps.audits.models import CalibrationExercise
from apps.audits.views.access import led_round
from apps.organisation.access import can, needs, scope_for
from apps.organisation.downloads import csv_response
from apps.organisation.models import User
from rules.definitions.audit_rounds import round_rules_on
from rules.definitions.small_numbers import small_numbers_on

PAGE_SIZE = 25


def calibrations(request: HttpRequest) -> HttpResponse:
    """The exercises of the scope; an auditor sees those that they take part in."""
    page = Paginator(_readable(request), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "audits/calibrations.html", {"page": page})


@needs("open_round")
def new_calibration(request: HttpRequest, round_id: int) -> HttpResponse:
    """Cases from the reserves of a drawn round, for two auditors or more."""
    found = led_round(request, round_id, "open_round")
    if found.sample_id is None:
        raise Http404
    people = _auditors_of(found.region_id)
    today = timezone.localdate()
    proposed = {
        "title": f"{found.edition.bank} {found.edition.title}, {today:%B %Y}",
        "size": 1,
        "seed": f"calibration-{found.pk}-{today:%Y-%m-%d}",
        "due_on": today + timedelta(days=round_rules_on(today).calibration_days),
        "auditors": people,
    }
    form = CalibrationForm(request.POST or None, auditors=people, today=today, initial=proposed)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = open_calibration(found, _plan(form), by=request.user)
            messages.success(request, "The exercise is open: every auditor finds its cases among theirs")
            return redirect("audits:calibration", made.pk)
        except Refused as refused:
            problem = str(refused)
    context = {"round": found, "form": form, "problem": problem}
    status = 422 if form.errors or problem else 200
    return render(request, "audits/calibration_new.html", context, status=status)


def calibration(request: HttpRequest, exercise_id: int) -> HttpResponse:
    """Progress, and every case that was compared, question by question."""
    found = get_object_or_404(_readable(request), pk=exercise_id)
    tables, small = agreement_of_exercise(found), small_numbers_on(timezone.localdate())
    context = {
        "exercise": found,
        "deadline": deadline(found.sample.due_on),
        "progress": progress_of(found),
        "cases": compared_cases_of(found),
        "said": in_a_sentence(tables.overall),
        "overall_rows": [agreement_text(tables.overall, small)],
        "by_pair": [agreement_text(row, small) for row in tables.by_pair],
        "leads": can(request.user, "open_round"),
    }
    return render(request, "audits/calibration.html", context)


def calibration_csv(request: HttpRequest, exercise_id: int) -> StreamingHttpResponse:
    """The agreement of an exercise, every line with figures to twelve digits."""
    found = get_object_or_404(_readable(request), pk=exercise_id)
    rows = csv_rows(agreement_of_exercise(found))
    return csv_response(name=f"calibration-{found.pk}", columns=COLUMNS, rows=rows)


@require_POST
@needs("open_round")
def close_calibration(request: HttpRequest, exercise_id: int) -> HttpResponse:
    """Compare what was submitted; whoever has not submitted is out of it."""
    scope = scope_for(request.user, "open_round")
    found = get_object_or_404(CalibrationExercise, pk=exercise_id)
    if not scope.sees_region(found.sample.region_code):
        raise Http404
    exercises.close_calibration(found, by=request.user)
    messages.success(request, "The exercise is closed")
    return redirect("audits:calibration", found.pk)


def _readable(request: HttpRequest) -> QuerySet[CalibrationExercise]:
    """Reviewers read the exercises of their scope, auditors those that they take part in.

    Raises PermissionDenied for everybody else.
    """
    found = CalibrationExercise.objects.select_related("sample", "edition", "opened_by", "closed_by")
    found = found.defer("sample__frame_csv")
    if can(request.user, "view_moderation"):
        scope = scope_for(request.user, "view_moderation")
        return found if scope.all_regions else found.filter(sample__region_code__in=scope.region_codes)
    if not can(request.user, "score_case"):
        raise PermissionDenied
    taking_part = Assignment.objects.filter(auditor=request.user)
    return found.filter(sample__in=taking_part.values("sampled_case__sample"))


def _plan(form: CalibrationForm) -> CalibrationPlan:
    entered = form.cleaned_data
    return CalibrationPlan(
        title=entered["title"],
        size=entered["size"],
        seed=entered["seed"].strip(),
        auditors=tuple(entered["auditors"]),
        due_on=entered["due_on"],
    )


def _auditors_of(region_code: str) -> list[User]:
    people = User.objects.filter(is_active=True, roles__role__in=["auditor", "visiting_auditor"])
    return [user for user in people.distinct() if may_take_part(user, region_code)]
