"""Targets: what each place is held to, and how it is proposed and decided."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apps.organisation.access import can, needs, scope_for
from apps.organisation.downloads import csv_response
from apps.performance import target_actions
from apps.performance.models import MeasureRun, ProposedPath
from apps.performance.queries import current_run
from apps.performance.queries.benchmarks import Benchmark, benchmark
from apps.performance.queries.catalogue import in_catalogue_order
from apps.performance.queries.places import Place
from apps.performance.queries.target_places import names_of, target_places
from apps.performance.queries.targets import Span, paths_of, proposals, proposals_for, schedule
from apps.performance.target_actions import TargetRefused
from apps.performance.target_forms import (
    BenchmarkForm,
    DecisionForm,
    ProposalForm,
    ReturnForm,
    ScheduleForm,
)
from apps.performance.target_presentation import (
    MONTHS_AHEAD,
    TARGET_COLUMNS,
    baseline_rows,
    benchmark_chart,
    benchmark_headline,
    target_data,
)
from rules.periods import Month

PER_PAGE = 20


@require_safe
@needs("view_performance")
def target_list(request: HttpRequest) -> HttpResponse:
    """What a region or the nation is held to, and the proposals about the places that the viewer sees."""
    places, run = _places(request), current_run()
    context: dict[str, Any] = {
        "run": run,
        "places": places,
        "may_propose": can(request.user, "propose_targets"),
    }
    if places:
        form = ScheduleForm(request.GET, places=places)
        page = Paginator(proposals_for(names_of(places)), PER_PAGE).get_page(request.GET.get("page"))
        context |= {"form": form, "place": form.wanted(), "page": page, "query": request.GET.urlencode()}
        context["proposals"] = [(one, _waiting(one, places)) for one in page]
        if run is not None:
            context["rows"] = [target_data(span) for span in _schedule(run, form.wanted())]
    return render(request, "performance/targets.html", context)


@require_safe
@needs("view_performance")
def target_csv(request: HttpRequest) -> HttpResponse:
    """The same targets as CSV, a row for each measure and stretch of months."""
    places, run = _places(request), current_run()
    if run is None or not places:
        raise Http404
    place = ScheduleForm(request.GET, places=places).wanted()
    rows = (target_data(span) for span in _schedule(run, place))
    return csv_response(name=f"probity-targets-{place.code}", columns=TARGET_COLUMNS, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("propose_targets")
def propose(request: HttpRequest) -> HttpResponse:
    """The benchmark of a measure, and the ramp-up that it gives; a POST saves it as a proposal."""
    run = current_run()
    context: dict[str, Any] = {"run": run}
    if run is not None:
        form = BenchmarkForm(request.GET, run=run)
        context["form"] = form
        if form.is_valid():
            return _proposed(request, run, form, context)
    return render(request, "performance/benchmark.html", context)


@require_safe
@needs("view_performance")
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One proposal: its baseline, its paths, and what was decided about each."""
    places = _places(request)
    found = proposals_for(names_of(places)).filter(pk=proposal_id).first()
    if found is None:
        raise Http404
    context = {
        "proposal": found,
        "measure": next(iter(in_catalogue_order([found.measure])), None),
        "paths": paths_of(found, names_of(places)),
        "may_decide": can(request.user, "approve_targets") and found.by_id != request.user.pk,
        "may_propose": can(request.user, "propose_targets"),
        "is_own": found.by_id == request.user.pk,
    }
    return render(request, "performance/proposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("approve_targets")
def decide(request: HttpRequest, path_id: int) -> HttpResponse:
    """Approve or refuse the path of one place."""
    found = _path(request, path_id, "approve_targets")
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        approved = form.cleaned_data["decision"] == "approve"
        try:
            target_actions.decide(
                found.path, approved=approved, why=form.cleaned_data["why"], by=request.user
            )
        except TargetRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{found.place_name}: {'approved' if approved else 'refused'}.")
            return redirect("performance:proposal", found.path.proposal_id)
    return _path_page(request, "performance/decide.html", found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("propose_targets")
def propose_return(request: HttpRequest, path_id: int) -> HttpResponse:
    """Propose that the place of an approved path be held to the published target again."""
    found, run = _path(request, path_id, "propose_targets"), current_run()
    if not found.is_approved:
        messages.error(request, "Nobody is held to this path, so that there is nothing to return from.")
        return redirect("performance:proposal", found.path.proposal_id)
    form = ReturnForm(request.POST or None, path=found)
    if request.method == "POST" and form.is_valid() and run is not None:
        made = target_actions.propose_return(
            run=run,
            measure=found.path.proposal.measure,
            region=found.path.region,
            from_month=form.cleaned_data["month"],
            why=form.cleaned_data["why"],
            by=request.user,
        )
        messages.success(request, "Proposed. Another person decides on it.")
        return redirect("performance:proposal", made.pk)
    return _path_page(request, "performance/propose_return.html", found, form)


def _places(request: HttpRequest, verb: str = "view_performance") -> list[Place]:
    return target_places(scope_for(request.user, verb))


def _schedule(run: MeasureRun, place: Place) -> list[Span]:
    measures = [one.id for one in in_catalogue_order(run.measures)]
    first, last = Month.parse(run.first_month), Month.parse(run.last_month).plus(MONTHS_AHEAD)
    region = place.region_code or None
    return schedule(measures, region, first=first, last=last, demo=run.extract.demo)


def _waiting(one: Any, places: list[Place]) -> int:
    return sum(path.is_open for path in paths_of(one, names_of(places)))


def _proposed(
    request: HttpRequest, run: MeasureRun, form: BenchmarkForm, context: dict[str, Any]
) -> HttpResponse:
    first, last = form.months
    found = benchmark(run, measure=form.cleaned_data["measure"], first=first, last=last, goal=form.goal)
    possible = [one.place for one in found.baselines if one.steps]
    chosen = [one.place for one in found.regions if one.needs_steps]
    proposing = ProposalForm(request.POST or None, places=possible, chosen=chosen)
    if request.method == "POST" and proposing.is_valid():
        try:
            made = target_actions.propose_ramp_up(
                found,
                run=run,
                first=first,
                last=last,
                regions=proposing.regions,
                why=proposing.cleaned_data["why"],
                by=request.user,
            )
        except TargetRefused as refused:
            proposing.add_error(None, str(refused))
        else:
            messages.success(request, "Proposed. Another person decides on each place's path.")
            return redirect("performance:proposal", made.pk)
    context |= {"found": found, "proposing": proposing, "query": request.GET.urlencode(), **_shown(found)}
    return render(request, "performance/benchmark.html", context, status=422 if proposing.errors else 200)


def _shown(found: Benchmark) -> dict[str, Any]:
    return {
        "measure": found.nation.figure.measure,
        "rows": list(baseline_rows(found)),
        "chart": benchmark_chart(found),
        "headline": benchmark_headline(found),
        "heads": [f"{month}" for month in _step_months(found)],
    }


def _step_months(found: Benchmark) -> Iterator[Month]:
    goal = found.goal
    for index in range(goal.steps):
        yield goal.first_month.plus(index * goal.step_months)
    yield goal.from_month


def _path(request: HttpRequest, path_id: int, verb: str) -> Any:
    """The path within the viewer's places; 404 outside them."""
    names = names_of(_places(request, verb))
    path = ProposedPath.objects.filter(pk=path_id, region__in=names).first()
    if path is None:
        raise Http404
    whole = proposals().get(pk=path.proposal_id)
    return next(one for one in paths_of(whole, names) if one.path.pk == path_id)


def _path_page(request: HttpRequest, template: str, found: Any, form: Any) -> HttpResponse:
    (measure,) = in_catalogue_order([found.path.proposal.measure])
    context = {"found": found, "form": form, "proposal": found.path.proposal, "measure": measure}
    return render(request, template, context, status=422 if form.errors else 200)
