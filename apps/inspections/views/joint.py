"""Joint cases: of an inspection for its team, and of one person, who may be a local assessor."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.assessments.actions import Refused
from apps.inspections import joint as joints
from apps.inspections.access import leads
from apps.inspections.joint_forms import EndForm, SetUpForm, ViewForm
from apps.inspections.joint_rows import COLUMNS, joint_case, table_rows
from apps.inspections.judgements import first_marks
from apps.inspections.models import Inspection, JointAssessment, Member
from apps.inspections.views.access import led_inspection, team_inspection
from apps.organisation.access import needs
from apps.organisation.downloads import table_response
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import sent_once
from apps.organisation.models import User

_WITH = ("assignment__sampled_case", "assignment__edition", "assignment__auditor", "local", "inspection")


@require_http_methods(["GET", "POST"])
@needs("view_inspections")
@sent_once
def joint_list(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Who assesses which case with whom and how far they are; the lead sets joint work up."""
    found = team_inspection(request, inspection_id)
    leading = leads(request.user, found)
    if request.method == "POST" and not leading:
        raise PermissionDenied
    form = _set_up_form(request, found) if leading and found.state in joints.SET_UP_IN else None
    if request.method == "POST":
        if form is None:
            raise Conflict("Joint work is set up from the announcement to the end of fieldwork.")
        if form.is_valid() and _is_set_up(request, found, form):
            return redirect("inspections:joint", found.pk)
    rows = found.joint_assessments.select_related(*_WITH).prefetch_related("views__judgements")
    readable = set(joints.readable_joints(request.user).filter(inspection=found).values_list("pk", flat=True))
    context = {
        "inspection": found,
        "rows": [(joint_case(each, request.user), each.pk in readable) for each in rows],
        "form": form,
        "leads": leading,
        "end": EndForm(auto_id=False),
    }
    return render(request, "inspections/joint.html", context, status=422 if form and form.errors else 200)


def _set_up_form(request: HttpRequest, inspection: Inspection) -> SetUpForm:
    held = inspection.members.filter(job=Member.Job.LOCAL, left_at=None)
    shared = inspection.joint_assessments.filter(ended_at=None)
    open_marks = first_marks(inspection).filter(submitted_at=None).exclude(auditor=None)
    return SetUpForm(
        request.POST if request.method == "POST" else None,
        marks=open_marks.exclude(pk__in=shared.values("assignment")).order_by("sampled_case__case_id"),
        people=User.objects.filter(pk__in=held.values("user")),
    )


def _is_set_up(request: HttpRequest, inspection: Inspection, form: SetUpForm) -> bool:
    given = form.cleaned_data
    try:
        joints.set_up(inspection, given["case"], local=given["local"], by=request.user)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, "The case is shared with the local assessor")
    return True


@require_POST
@needs("plan_inspection")
@sent_once
def end_joint(request: HttpRequest, inspection_id: int, joint_id: int) -> HttpResponse:
    """End joint work, with a reason."""
    found = led_inspection(request, inspection_id)
    joint = get_object_or_404(JointAssessment, inspection=found, pk=joint_id)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why the joint work ends.")
        return redirect("inspections:joint", found.pk)
    try:
        joints.end_joint(joint, reason=form.cleaned_data["reason"], by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "The joint work is ended")
    return redirect("inspections:joint", found.pk)


@require_safe
@needs("view_inspections")
def joint_table(request: HttpRequest, inspection_id: int, kind: str = "csv") -> HttpResponseBase:
    """What each judged, of the joint cases that the reader may open."""
    found = team_inspection(request, inspection_id)
    rows = joints.readable_joints(request.user).filter(inspection=found).select_related(*_WITH)
    return table_response(
        kind,
        name=f"inspection-{found.pk}-joint-cases",
        title=f"Joint cases: {found}",
        columns=COLUMNS,
        rows=table_rows(rows.prefetch_related("views__judgements"), request.user),
    )


@require_safe
@needs("assess_jointly")
def joint_mine(request: HttpRequest) -> HttpResponse:
    """The joint cases of the reader."""
    rows = joints.shared_by(request.user).select_related(*_WITH).prefetch_related("views__judgements")
    return render(
        request, "inspections/joint_mine.html", {"rows": [joint_case(each, request.user) for each in rows]}
    )


@require_http_methods(["GET", "POST"])
@needs("assess_jointly")
@sent_once
def joint_view(request: HttpRequest, joint_id: int) -> HttpResponse:
    """One joint case: the own view, the other's when both are in, the joint judgement once submitted."""
    rows = joints.readable_joints(request.user).select_related(*_WITH).prefetch_related("views__judgements")
    joint = get_object_or_404(rows, pk=joint_id)
    gives = joints.may_give_view(joint, request.user) and joint.inspection.state in joints.SET_UP_IN
    if request.method == "POST" and not gives:
        raise Conflict("Your view is given once, before the case is submitted.")
    data = request.POST if request.method == "POST" else None
    form = ViewForm(data, bank=joint.assignment.bank) if gives else None
    if form and form.is_bound and form.is_valid():
        try:
            joints.give_view(joint, form.given(), by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Your view is kept")
            return redirect("inspections:joint_view", joint.pk)
    context = {
        "case": joint_case(joint, request.user),
        "form": form,
        "is_local": request.user.pk == joint.local_id,
    }
    return render(
        request, "inspections/joint_view.html", context, status=422 if form and form.errors else 200
    )
