"""The ratings of an inspection: its figures, standards rated from evidence, and the panel."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.assessments.actions import Refused
from apps.inspections import panel as steps
from apps.inspections.access import is_on, writes
from apps.inspections.models import Inspection, Member
from apps.inspections.rating_forms import RateStandardForm, SittingForm
from apps.inspections.rating_rows import standard_rows
from apps.inspections.ratings import UnitRating, direct_ratings, is_rated, panel_file, rating_of
from apps.inspections.register_rows import evidence_for
from apps.inspections.views.access import team_inspection, written_inspection
from apps.organisation.access import can, needs
from apps.organisation.form_keys import sent_once
from rules.definitions.rating_rules import DATA as RULES
from rules.definitions.rating_rules import RatedStandard, load_rating_rules
from rules.scoring.ratings import band_tops

State, Job = Inspection.State, Member.Job


@require_safe
@needs("view_inspections")
def ratings(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Key questions, standards, points and the overall rating as they stand."""
    found = team_inspection(request, inspection_id)
    if not is_rated(found):
        return render(request, "inspections/ratings_none.html", {"inspection": found})
    rating = rating_of(found)
    context = {
        "inspection": found,
        "found": rating,
        "rules": rating.rating.rules,
        "standards": standard_rows(found, rating),
        "tops": _ranges(rating),
        "may_rate": _may_rate(request, found),
        "direct": direct_ratings(found),
    }
    return render(request, "inspections/ratings.html", context)


def _ranges(found: UnitRating) -> list[dict[str, Any]]:
    ranges, start = [], 0
    for band, top in band_tops(found.rating.rules):
        ranges.append({"band": band.name, "low": start, "high": top})
        start = top + 1
    return ranges


def _may_rate(request: HttpRequest, inspection: Inspection) -> bool:
    """Whoever works on the inspection as a lead or an inspector, while standards are being rated."""
    return writes(request.user, inspection) and inspection.state in steps.RATED_IN


@require_http_methods(["GET", "POST"])
@needs("rate_standard")
@sent_once
def rate_standard(request: HttpRequest, inspection_id: int, standard: str) -> HttpResponse:
    """Rate one standard from its evidence. Nothing is proposed: the page shows no figure."""
    found = written_inspection(request, inspection_id)
    rules = load_rating_rules(found.rating_rules)
    rated = rules.standard_numbered(standard)
    if rated is None or rated.rated != "directly" or not _may_rate(request, found):
        raise Http404
    newest = direct_ratings(found).get(standard)
    initial = {"shown": newest.pk if newest else 0}
    if newest:
        initial |= {"band": newest.band, "argument": newest.argument}
    form = RateStandardForm(request.POST or None, rules=rules, initial=initial)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            steps.rate_standard(found, standard, **form.cleaned_data, by=request.user)
        except Refused as refused:
            problem = str(refused)
        else:
            messages.success(request, f"Standard {standard} is rated")
            return redirect("inspections:ratings", found.pk)
    context = {
        "inspection": found,
        "form": form,
        "problem": problem,
        "standard": rated,
        "earlier": _earlier(found, rated),
        "evidence": evidence_for(found, standard),
    }
    faulty = bool(form.errors or problem)
    return render(request, "inspections/rate_standard.html", context, status=422 if faulty else 200)


def _earlier(inspection: Inspection, standard: RatedStandard) -> list[dict[str, Any]]:
    rules = load_rating_rules(inspection.rating_rules)
    found = inspection.standard_ratings.filter(standard=standard.number).select_related("rated_by")
    return [{"row": each, "band": rules.band_named(each.band).name} for each in found]


@require_http_methods(["GET", "POST"])
@needs("view_inspections")
@sent_once
def panel(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """When discretion is open and why; what panels decided; for the panel itself, the form to record it."""
    found = team_inspection(request, inspection_id)
    if not is_rated(found):
        return render(request, "inspections/ratings_none.html", {"inspection": found})
    rating = rating_of(found)
    form = _sitting_form(request, found, rating)
    if request.method == "POST" and form is None:
        raise Http404
    problem = ""
    if request.method == "POST" and form is not None and form.is_valid():
        problem = _record(request, found, form)
        if not problem:
            messages.success(request, "What the panel decided is recorded")
            return redirect("inspections:panel", found.pk)
    context = {
        "inspection": found,
        "found": rating,
        "standards": standard_rows(found, rating),
        "has_openings": any(each.reasons for each in rating.by_rules.standards),
        "form": form,
        "problem": problem,
        "sittings": _sittings(found, rating),
        "awaits": found.state == State.RATING,
    }
    faulty = bool(form and (form.errors or problem))
    return render(request, "inspections/panel.html", context, status=422 if faulty else 200)


def _sitting_form(request: HttpRequest, inspection: Inspection, found: UnitRating) -> SittingForm | None:
    """The form for those who sit on this panel, once it may sit; None for everybody else."""
    sits = is_on(request.user, inspection, Job.PANEL) and can(request.user, "decide_rating")
    if not sits or inspection.state != State.RATING or found.by_rules.missing:
        return None
    return SittingForm(
        request.POST or None,
        inspection=inspection,
        openings=[each for each in found.by_rules.standards if each.reasons],
        rules=found.by_rules.rules,
        initial={"version": inspection.version, "figures": found.sha256, "sat_on": timezone.localdate()},
    )


def _record(request: HttpRequest, inspection: Inspection, form: SittingForm) -> str:
    """Record the sitting; what refuses it, or nothing."""
    given = form.cleaned_data
    try:
        steps.record_sitting(
            inspection,
            sat_on=given["sat_on"],
            present=list(given["present"]),
            decisions=form.decisions(),
            version=given["version"],
            judgements_sha256=given["figures"],
            today=timezone.localdate(),
            by=request.user,
        )
    except Refused as refused:
        return str(refused)
    return ""


def _sittings(inspection: Inspection, found: UnitRating) -> list[dict[str, Any]]:
    rules = found.rating.rules
    rows = inspection.sittings.select_related("recorded_by").prefetch_related("seats__user", "decisions")
    return [
        {
            "row": row,
            "holds": found.holds == row,
            "seats": row.seats.all(),
            "decisions": [
                {
                    "row": each,
                    "before": rules.band_named(each.before).name,
                    "band": rules.band_named(each.band).name,
                }
                for each in row.decisions.all()
            ],
        }
        for row in rows
    ]


@require_safe
@needs("view_inspections")
def judgements_csv(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """What `manage.py rate` reads."""
    found = _rated(request, inspection_id)
    return _file(rating_of(found).judgements_file, f"judgements-{found.pk}.csv", "text/csv")


@require_safe
@needs("view_inspections")
def panel_csv(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """What `manage.py rate --panel` reads; empty of rows where no panel changed a rating."""
    found = _rated(request, inspection_id)
    rating = rating_of(found)
    rules = rating.rating.rules
    text = panel_file(rating.holds, rules) if rating.holds else "standard,rating,reason\n"
    return _file(text, f"panel-{found.pk}.csv", "text/csv")


@require_safe
@needs("view_inspections")
def rules_yaml(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The edition of the rating rules, as `manage.py rate --rules` reads it."""
    found = _rated(request, inspection_id)
    text = (RULES / f"{found.rating_rules}.yaml").read_text(encoding="utf-8")
    return _file(text, f"{found.rating_rules}.yaml", "application/yaml")


def _rated(request: HttpRequest, inspection_id: int) -> Inspection:
    found = team_inspection(request, inspection_id)
    if not is_rated(found):
        raise Http404
    return found


def _file(text: str, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=f"{content_type}; charset=utf-8", headers=headers)
