"""The analysts' pages of extracts: what is kept, hand one in, compare, put live or back."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError

from apps.caseload import actions, jobs, tasks
from apps.caseload.comparison import Comparison, compare
from apps.caseload.forms import PutLiveForm, UploadForm
from apps.caseload.kept import KeptFileChanged
from apps.caseload.models import Extract, ExtractJob
from apps.caseload.queries import extract_history, live_extract, recent_jobs
from apps.organisation.access import can, needs
from apps.organisation.errors import Conflict
from apps.organisation.models import Region

PER_PAGE = 20
NO_WORKER = "It could not be handed to a worker"


@require_safe
@needs("import_extract")
def extracts(request: HttpRequest) -> HttpResponse:
    jobs.fail_lost()
    page = Paginator(Extract.objects.select_related("imported_by"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "jobs": recent_jobs(), "history": extract_history()}
    return render(request, "caseload/extracts.html", context)


@needs("import_extract")
def upload(request: HttpRequest) -> HttpResponse:
    """Hand in a zip; its import is then shown."""
    if request.method != "POST":
        return render(request, "caseload/upload.html", {"form": UploadForm()})
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "caseload/upload.html", {"form": form}, status=422)
    file = form.cleaned_data["file"]
    job = actions.hand_in(by=request.user, source=file.name, upload=file)
    return _handed_over(job, tasks.import_extract)


@require_safe
@needs("import_extract")
def extract(request: HttpRequest, extract_id: int) -> HttpResponse:
    """One extract and what putting it live would change."""
    return _show(request, get_object_or_404(Extract, pk=extract_id))


def _show(request: HttpRequest, found: Extract, form: PutLiveForm | None = None) -> HttpResponse:
    live, comparison, trouble = live_extract(), None, ""
    if found != live:
        try:
            comparison = _compare(found, live)
        except KeptFileChanged as error:
            trouble = str(error)
    if form is None and comparison is not None:
        initial = {"seen_live": live.sha256 if live else ""}
        form = PutLiveForm(initial=initial, is_demo_over_real=comparison.is_demo_over_real)
    context = {
        "extract": found,
        "live": live,
        "comparison": comparison,
        "trouble": trouble,
        "form": form,
        "may_put_live": can(request.user, "put_extract_live"),
        "history": extract_history(found),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "caseload/extract.html", context, status=status)


def _compare(found: Extract, live: Extract | None) -> Comparison:
    return compare(found, live, regions=dict(Region.objects.values_list("code", "name")))


@require_POST
@needs("put_extract_live")
def put_live(request: HttpRequest, extract_id: int) -> HttpResponse:
    """Put a waiting extract live, or an earlier one back; the progress is then shown."""
    found, live = get_object_or_404(Extract, pk=extract_id), live_extract()
    is_demo_over_real = live is not None and found.demo and not live.demo
    form = PutLiveForm(request.POST, is_demo_over_real=is_demo_over_real)
    if not form.is_valid():
        return _show(request, found, form)
    if form.cleaned_data["seen_live"] != (live.sha256 if live else ""):
        raise Conflict(
            "Another extract went live since you opened the page. Open it again and compare with that one."
        )
    job = actions.ask_to_put_live(extract=found, by=request.user, demo_over_real=is_demo_over_real)
    return _handed_over(job, tasks.put_live)


def _handed_over(job: ExtractJob, task: object) -> HttpResponse:
    # Only once the row is there for the worker to read.
    transaction.on_commit(lambda: _hand_over(job, task))
    return redirect("caseload:job", job.pk)


def _hand_over(job: ExtractJob, task: object) -> None:
    try:
        task.delay(job.pk)  # type: ignore[attr-defined]
    except OperationalError as error:
        # No broker: the work must not wait for ever for a worker that was never told.
        jobs.finish(job, ExtractJob.State.FAILED, message=f"{NO_WORKER}: {error}. Try again later.")
