"""Pages of a batch: ask for all regions' documents, follow them, retry what failed, take them away."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.organisation.access import needs
from apps.organisation.errors import Conflict
from apps.reports import storage
from apps.reports.batch import batch_kinds, request_batch, retry_batch, standing_of, zip_name, zipped
from apps.reports.kinds import BuildRefused, Key
from apps.reports.models import Batch, Report, ReportEdition
from apps.reports.queries import years_to_report
from apps.reports.tasks import hand_over

VERB = "build_all_reports"


class BatchForm(forms.Form):
    """Which document of every region."""

    kind = forms.ChoiceField(label="Document")
    year = forms.ChoiceField(label="Year", error_messages={"required": "Choose a year"})
    language = forms.ChoiceField(label="Language", choices=ReportEdition.Language.choices)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        kinds = batch_kinds()
        self.fields["kind"].choices = [(kind.key.value, kind.title) for kind in kinds]
        years = {*years_to_report(), *Report.objects.values_list("year", flat=True)}
        self.fields["year"].choices = [(year, year) for year in sorted(years, reverse=True)]
        if not any(len(kind.languages) > 1 for kind in kinds):
            self.fields["language"].widget = forms.HiddenInput()
            self.fields["language"].initial = "en"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VERB)
def batches(request: HttpRequest) -> HttpResponse:
    """The batches so far, and the form that asks for another. Asking twice shows the same one."""
    form = BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _asked(request, form)
    context = {"form": form, "batches": Batch.objects.select_related("requested_by")[:50]}
    return render(request, "reports/batches.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, form: BatchForm) -> HttpResponse:
    wanted = form.cleaned_data
    try:
        requested = request_batch(
            kind=Key(wanted["kind"]),
            year=wanted["year"],
            language=wanted["language"],
            on=timezone.localdate(),
            by=request.user,
        )
    except BuildRefused as refused:
        messages.error(request, str(refused))
        return redirect("reports:batches")
    for one in requested.to_build:
        hand_over(one)
    if not requested.to_build:
        messages.info(request, "Nothing has to be built: these documents stand, or are under way.")
    return redirect("reports:batch", requested.batch.pk)


@require_safe
@needs(VERB)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pk, "reports/batch.html")


@require_safe
@needs(VERB)
def batch_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes; it asks for itself again until every part is over."""
    return _page(request, pk, "reports/_batch.html")


def _page(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    found = get_object_or_404(Batch, pk=pk)
    return render(request, template, {"batch": found, "standing": standing_of(found)})


@require_POST
@needs(VERB)
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Batch, pk=pk)
    for one in retry_batch(found, on=timezone.localdate(), by=request.user):
        hand_over(one)
    return redirect("reports:batch", pk)


@require_safe
@needs(VERB)
def download(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 (as views are called)
    """Every built document in one zip. Raises Conflict when one of the files is not what was built."""
    found = get_object_or_404(Batch, pk=pk)
    try:
        content = zipped(found)
    except storage.StoredFileWrong as error:
        raise Conflict(
            f"The documents cannot be downloaded together: {error}. Ask for it to be restored."
        ) from error
    headers = {"Content-Disposition": f'attachment; filename="{zip_name(found)}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)
