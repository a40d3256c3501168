"""The report of an inspection: written by the team, checked by the inspected body, published, answered."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.assessments.actions import Refused
from apps.inspections import report_actions as acts
from apps.inspections.access import own_body, published_inspections, writes
from apps.inspections.models import AccuracyPoint, Inspection, PracticeExample, Recommendation
from apps.inspections.report_content import content_of, newest_texts
from apps.inspections.report_forms import (
    AnswerForm,
    PointForm,
    PracticeForm,
    RecommendationForm,
    ResponseForm,
    SectionForm,
)
from apps.inspections.report_rows import COLUMNS, annex_rows
from apps.inspections.views.access import team_inspection, written_inspection
from apps.organisation.access import needs
from apps.organisation.downloads import table_response
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import sent_once
from rules.definitions.inspection_reports import report_rules_on

State = Inspection.State


@require_safe
@needs("view_inspections")
def report(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """What is written, what is missing, the inspected body's points, and the report as it stands."""
    found = team_inspection(request, inspection_id)
    texts = {each.section: each for each in newest_texts(found)}
    draft = acts.newest_draft(found)
    context = {
        "inspection": found,
        "sections": [
            (each, texts.get(each.id)) for each in report_rules_on(found.fieldwork_first_on).sections
        ],
        "content": content_of(found),
        "draft": draft,
        "points": draft.points.select_related("answer__by", "by") if draft else [],
        "writes": writes(request.user, found) and found.state in acts.WRITTEN_IN,
        "answers": writes(request.user, found),
        "recommendations": found.recommendations.all(),
        "practice": found.practice.all(),
        "publication": acts.publication_of(found),
    }
    return render(request, "inspections/report.html", context)


@require_http_methods(["GET", "POST"])
@needs("rate_standard")
@sent_once
def write_section(request: HttpRequest, inspection_id: int, section: str) -> HttpResponse:
    """One section with its hint and its earlier versions."""
    found = written_inspection(request, inspection_id)
    rule = report_rules_on(found.fieldwork_first_on).section(section)
    if rule is None:
        raise Http404
    newest = next((each for each in newest_texts(found) if each.section == section), None)
    initial = {"shown": newest.pk if newest else 0, "words": newest.words if newest else ""}
    form = SectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            acts.write_section(found, section, words=given["words"], shown=given["shown"], by=request.user)
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, f"“{rule.title}” is saved")
        return redirect("inspections:report", found.pk)
    earlier = found.texts.filter(section=section).select_related("by").order_by("-id")
    context = {"inspection": found, "section": rule, "form": form, "earlier": earlier}
    return render(request, "inspections/write_section.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
@needs("rate_standard")
@sent_once
def recommend(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Add a recommendation."""
    found = written_inspection(request, inspection_id)
    return _add(request, found, RecommendationForm, "Add a recommendation", acts.recommend)


@require_http_methods(["GET", "POST"])
@needs("rate_standard")
@sent_once
def add_practice(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Add an example of effective practice."""
    found = written_inspection(request, inspection_id)
    return _add(request, found, PracticeForm, "Add an example of effective practice", acts.add_practice)


def _add(request: HttpRequest, found: Inspection, kind: type[Form], title: str, action: Any) -> HttpResponse:
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            action(found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, "It is added to the report")
        return redirect("inspections:report", found.pk)
    context = {"inspection": found, "form": form, "title": title}
    return render(request, "inspections/add_to_report.html", context, status=_status(form))


@require_POST
@needs("rate_standard")
def withdraw_recommendation(request: HttpRequest, inspection_id: int, row_id: int) -> HttpResponse:
    return _withdraw(request, inspection_id, Recommendation, row_id)


@require_POST
@needs("rate_standard")
def withdraw_practice(request: HttpRequest, inspection_id: int, row_id: int) -> HttpResponse:
    return _withdraw(request, inspection_id, PracticeExample, row_id)


def _withdraw(
    request: HttpRequest, inspection_id: int, model: type[Recommendation] | type[PracticeExample], pk: int
) -> HttpResponse:
    found = written_inspection(request, inspection_id)
    try:
        acts.withdraw(get_object_or_404(model, inspection=found, pk=pk), by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "It is left out of the report")
    return redirect("inspections:report", found.pk)


@require_http_methods(["GET", "POST"])
@needs("rate_standard")
@sent_once
def answer_point(request: HttpRequest, inspection_id: int, point_id: int) -> HttpResponse:
    """Answer a point of the inspected body, once."""
    found = written_inspection(request, inspection_id)
    point = get_object_or_404(AccuracyPoint, draft__inspection=found, answer=None, pk=point_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        changed = given["changed"] == "yes"
        try:
            acts.answer_point(point, changed=changed, words=given["words"], by=request.user)
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, "The answer is kept")
        return redirect("inspections:report", found.pk)
    context = {"inspection": found, "point": point, "form": form}
    return render(request, "inspections/answer_point.html", context, status=_status(form))


@require_safe
@needs("respond_to_inspection")
def own(request: HttpRequest) -> HttpResponse:
    """The inspections of the reader's own body: drafts to check and published ones to answer."""
    bodies = own_body(request.user, "respond_to_inspection").select_related("region", "unit")
    context = {
        "drafts": bodies.filter(state=State.ACCURACY),
        "published": [(one, acts.respond_by(one)) for one in bodies.filter(state=State.PUBLISHED)],
    }
    return render(request, "inspections/own.html", context)


@require_http_methods(["GET", "POST"])
@needs("check_accuracy")
@sent_once
def accuracy(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The draft as it was sent, and the body's points about it with their answers."""
    bodies = own_body(request.user, "check_accuracy").exclude(frozen_reports=None)
    found = get_object_or_404(bodies.distinct(), pk=inspection_id, state=State.ACCURACY)
    draft = acts.newest_draft(found)
    form = PointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.raise_point(found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, "Your point is with the lead inspector")
        return redirect("inspections:accuracy", found.pk)
    context = {
        "inspection": found,
        "draft": draft,
        "content": draft.content,
        "ends_on": acts.check_ends_on(draft),
        "closed": hasattr(draft, "closing"),
        "points": draft.points.select_related("answer", "by"),
        "form": form,
    }
    return render(request, "inspections/accuracy.html", context, status=_status(form))


@require_POST
@needs("check_accuracy")
def close_accuracy(request: HttpRequest, inspection_id: int) -> HttpResponse:
    found = get_object_or_404(
        own_body(request.user, "check_accuracy"), pk=inspection_id, state=State.ACCURACY
    )
    try:
        acts.close_check(found, by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "Your check is closed")
    return redirect("inspections:accuracy", found.pk)


@require_safe
@needs("view_published_inspections")
def published(request: HttpRequest) -> HttpResponse:
    """Every published inspection, the newest first."""
    found = published_inspections(request.user).select_related("region", "unit").order_by("-published_at")
    rows = [(one, acts.publication_of(one)) for one in found]
    return render(request, "inspections/published.html", {"rows": rows})


@require_safe
@needs("view_published_inspections")
def published_report(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """A published report with the responses to its recommendations."""
    found = get_object_or_404(published_inspections(request.user), pk=inspection_id)
    answers = {
        each.number: each.responses.first()
        for each in found.recommendations.filter(withdrawn_at=None).prefetch_related("responses")
    }
    rules = report_rules_on(found.fieldwork_first_on)
    frozen = acts.publication_of(found)
    context = {
        "inspection": found,
        "publication": frozen,
        "content": frozen.content,
        "responses": [
            (one, answers.get(one["number"]), _kind(rules, answers.get(one["number"])))
            for one in frozen.content["recommendations"]
        ],
        "respond_by": acts.respond_by(found),
        "may_respond": own_body(request.user, "respond_to_inspection").filter(pk=found.pk).exists(),
    }
    return render(request, "inspections/published_report.html", context)


def _kind(rules: Any, answer: Any) -> str:
    kind = rules.response(answer.kind) if answer else None
    return kind.title if kind else ""


@require_safe
@needs("view_published_inspections")
def annex(request: HttpRequest, inspection_id: int, kind: str = "csv") -> HttpResponseBase:
    """The figures of a published report as one table."""
    found = get_object_or_404(published_inspections(request.user), pk=inspection_id)
    frozen = acts.publication_of(found)
    return table_response(
        kind,
        name=f"inspection-{found.pk}-annex",
        title=f"Data annex: {found}",
        about=(f"Published {found.published_at:%d %B %Y}, SHA-256 {frozen.sha256}",),
        columns=COLUMNS,
        rows=annex_rows(frozen.content),
    )


@require_http_methods(["GET", "POST"])
@needs("respond_to_inspection")
@sent_once
def respond(request: HttpRequest, inspection_id: int, row_id: int) -> HttpResponse:
    """The body's response to one recommendation, with those it gave before."""
    bodies = own_body(request.user, "respond_to_inspection")
    found = get_object_or_404(bodies, pk=inspection_id, state=State.PUBLISHED)
    recommendation = get_object_or_404(found.recommendations, number=row_id, withdrawn_at=None)
    rules = report_rules_on(found.fieldwork_first_on)
    form = ResponseForm(request.POST or None, rules=rules)
    if request.method == "POST" and form.is_valid():
        acts.respond(recommendation, by=request.user, **form.cleaned_data)
        messages.success(request, "Your response is kept and published")
        return redirect("inspections:published_report", found.pk)
    context = {
        "inspection": found,
        "recommendation": recommendation,
        "form": form,
        "respond_by": acts.respond_by(found),
        "earlier": [(one, _kind(rules, one)) for one in recommendation.responses.select_related("by")],
    }
    return render(request, "inspections/respond.html", context, status=_status(form))


@require_safe
@needs("view_published_inspections")
def practice(request: HttpRequest) -> HttpResponse:
    """Effective practice of every published inspection."""
    shown = published_inspections(request.user)
    found = PracticeExample.objects.filter(inspection__in=shown, withdrawn_at=None)
    only = request.GET.get("diversity") == "1"
    if only:
        found = found.filter(diversity=True)
    rows = found.select_related("inspection__region", "inspection__unit").order_by("-at")
    return render(request, "inspections/practice.html", {"rows": rows, "only": only})


def _status(form: Form) -> int:
    return 422 if form.errors else 200
