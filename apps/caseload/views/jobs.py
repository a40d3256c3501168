"""How far an import or a change of the live extract is, and what was wrong with a refused one."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.caseload import jobs, storage
from apps.caseload.fault_list import read_faults
from apps.caseload.models import ExtractJob
from apps.organisation.access import needs

SHOWN_FAULTS = 1000


@require_safe
@needs("import_extract")
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    return _show(request, job_id, "caseload/job.html")


@require_safe
@needs("import_extract")
def job_progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """The part of the page that changes; asks for itself again until the work is over."""
    return _show(request, job_id, "caseload/_job_progress.html")


def _show(request: HttpRequest, job_id: int, template: str) -> HttpResponse:
    jobs.fail_lost()
    found = get_object_or_404(ExtractJob.objects.select_related("by", "extract"), pk=job_id)
    return render(request, template, {"job": found, "has_faults_file": storage.faults_file(found).is_file()})


@require_safe
@needs("import_extract")
def faults(request: HttpRequest, job_id: int) -> HttpResponse:
    """The first thousand faults, of all files or of one."""
    found = _refused(job_id)
    file = request.GET.get("file", "")
    files = sorted({count["file"] for count in found.fault_counts})
    if file and file not in files:
        raise Http404
    in_view = sum(count["count"] for count in found.fault_counts if not file or count["file"] == file)
    context = {
        "job": found,
        "files": files,
        "file": file,
        "in_view": in_view,
        "faults": read_faults(storage.faults_file(found), file=file, count=SHOWN_FAULTS),
        "shown": SHOWN_FAULTS,
    }
    return render(request, "caseload/faults.html", context)


@require_safe
@needs("import_extract")
def faults_csv(_request: HttpRequest, job_id: int) -> FileResponse:
    """All the faults, as a file."""
    path = storage.faults_file(_refused(job_id))
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"faults-{job_id}.csv", content_type="text/csv"
    )


def _refused(job_id: int) -> ExtractJob:
    found = get_object_or_404(ExtractJob, pk=job_id, state=ExtractJob.State.REFUSED)
    if not storage.faults_file(found).is_file():
        raise Http404
    return found
