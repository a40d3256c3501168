"""The analysts' page of runs: how they stand, start one, try one again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError

from apps.caseload.queries import live_extract
from apps.organisation.access import can, needs
from apps.performance import tasks
from apps.performance.actions import RunRefused, give_up, plan_run, request_run, retry_run
from apps.performance.forms import SHOWN_MONTHS, RunForm
from apps.performance.models import MeasureRun
from apps.performance.queries import current_run, run_state, runs
from rules.periods import Month

PER_PAGE = 20


@require_safe
@needs("view_runs")
def run_list(request: HttpRequest) -> HttpResponse:
    return _list(request, RunForm(initial=_suggested_months()))


@require_POST
@needs("run_measures")
def start(request: HttpRequest) -> HttpResponse:
    """Ask for a run and show it; the form again, with what is wrong, when it cannot be."""
    form = RunForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    try:
        wanted = form.cleaned_data
        plan = plan_run(first=wanted["first"], last=wanted["last"], measure=wanted["measure"] or None)
        run = request_run(plan=plan, by=request.user)
    except RunRefused as refused:
        form.add_error(None, str(refused))
        return _list(request, form)
    return enqueued(run)


@require_POST
@needs("run_measures")
def retry(request: HttpRequest, run_id: int) -> HttpResponse:
    """A new run of what a failed one should have judged."""
    failed = get_object_or_404(MeasureRun, pk=run_id)
    try:
        run = retry_run(failed, by=request.user)
    except RunRefused as refused:
        messages.error(request, str(refused))
        return redirect("performance:run", run_id)
    return enqueued(run)


@require_POST
@needs("run_measures")
def abandon(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop waiting for a worker."""
    run = get_object_or_404(MeasureRun, pk=run_id)
    try:
        give_up(run, by=request.user, why=f"{request.user} gave up waiting for a worker.")
    except RunRefused as refused:
        messages.error(request, str(refused))
    return redirect("performance:run", run_id)


@require_safe
@needs("view_runs")
def run_detail(request: HttpRequest, run_id: int) -> HttpResponse:
    return _detail(request, run_id, "performance/run.html")


@require_safe
@needs("view_runs")
def run_progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """The part of the page that changes while the run goes on; asks for itself again until it has ended."""
    return _detail(request, run_id, "performance/_run_progress.html")


def _detail(request: HttpRequest, run_id: int, template: str) -> HttpResponse:
    state = run_state(get_object_or_404(runs(), pk=run_id))
    context = {"state": state, "run": state.run, "may_start": can(request.user, "run_measures")}
    return render(request, template, context)


def _list(request: HttpRequest, form: RunForm) -> HttpResponse:
    page = Paginator(runs(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "states": [run_state(run) for run in page],
        "extract": live_extract(),
        "current": current_run(),
        "may_start": can(request.user, "run_measures"),
    }
    return render(request, "performance/runs.html", context, status=422 if form.errors else 200)


def enqueued(run: MeasureRun) -> HttpResponse:
    """Hand a waiting run to a worker and show how it goes on."""
    # Only once the row is there for the worker to read.
    transaction.on_commit(lambda: _hand_over(run))
    return redirect("performance:run", run.pk)


def _hand_over(run: MeasureRun) -> None:
    try:
        tasks.judge.delay(run.pk)
    except OperationalError as error:
        # No broker: the run must not wait for ever for a worker that was never told.
        give_up(run, by=None, why=f"It could not be handed to a worker: {error}")


def _suggested_months() -> dict[str, str]:
    """The months of the run shown now; before there is one, the last two years of the live extract."""
    run, extract = current_run(), live_extract()
    if run is not None:
        return {"first": run.first_month, "last": run.last_month}
    if extract is None:
        return {}
    month = Month.of(extract.as_at)
    last = month if extract.as_at == month.last_on else month.previous()
    return {"first": str(last.plus(1 - 2 * SHOWN_MONTHS)), "last": str(last)}
