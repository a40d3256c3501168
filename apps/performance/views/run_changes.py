"""Two runs, or two extracts before one of them goes live: rows, rates, who moved and why."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from apps.caseload.kept import KeptFileChanged
from apps.caseload.models import Extract
from apps.organisation.access import can, needs, scope_for
from apps.performance.actions import RunRefused, request_trial
from apps.performance.comparing_forms import AddressForm
from apps.performance.models import MeasureRun
from apps.performance.queries import current_run
from apps.performance.queries.catalogue import in_catalogue_order, shown_id
from apps.performance.queries.places import ENGLAND_AND_WALES
from apps.performance.queries.run_changes import runs_compared
from apps.performance.queries.vintages import Difference, Moved, MovedCount, NoVintage, Within, difference
from apps.performance.tables import operational_table
from apps.performance.views.runs import enqueued
from apps.performance.vintages import VintageChanged
from rules.definitions.measures import MeasureDefinition, load_measures

PER_PAGE = 50
MOST_RUNS = 100
MOST_WAYS = 5
_MOST_DIGITS = 7  # of a page's number
MOVED_COLUMNS = (
    "measure",
    "occurrence_id",
    "person_id",
    "region",
    "unit",
    "counts_in",
    "verdict_before",
    "reason_before",
    "verdict_after",
    "reason_after",
)


class RunsForm(AddressForm):
    """Which two runs, and whose moves to list."""

    before = forms.ChoiceField(label="Before")
    after = forms.ChoiceField(label="After")
    measure = forms.ChoiceField(label="List who moved in", required=False)

    def __init__(self, data: Any, *, runs: Sequence[MeasureRun], shown: MeasureRun | None) -> None:
        self.runs = {str(run.pk): run for run in runs}
        newest = next(iter(self.runs), "")
        first = (
            str(shown.pk) if shown and str(shown.pk) != newest else next(iter(list(self.runs)[1:]), newest)
        )
        super().__init__(data, {"before": first, "after": newest, "measure": ""})
        names = [(key, _name(run)) for key, run in self.runs.items()]
        self.fields["before"].choices = self.fields["after"].choices = names
        measures = {name for run in runs for name in run.measures}
        self.fields["measure"].choices = [
            ("", "Every measure"),
            *((one.id, f"{shown_id(one.id)} {one.title}") for one in in_catalogue_order(measures)),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("before") and cleaned["before"] == cleaned.get("after"):
            self.add_error("after", "Choose another run than the first.")
        return cleaned

    @property
    def chosen(self) -> tuple[MeasureRun, MeasureRun]:
        """Of a valid form."""
        return self.runs[self.cleaned_data["before"]], self.runs[self.cleaned_data["after"]]


@require_safe
@needs("view_runs")
def compare_runs(request: HttpRequest) -> HttpResponse:
    """Rows of the extracts, national rates, and the occurrences that moved between two runs."""
    form = _form(request)
    context: dict[str, Any] = {
        "form": form,
        "query": request.GET.urlencode(),
        "held": Extract.objects.exclude(state=Extract.State.LIVE)[:20],
        "may_start": can(request.user, "run_measures"),
    }
    if len(form.runs) > 1 and form.is_valid():
        before, after = form.chosen
        found = runs_compared(before, after, ENGLAND_AND_WALES)
        context |= {"found": found, **_moves(request, form, PER_PAGE)}
    return render(request, "performance/compare_runs.html", context)


@require_safe
@needs("view_runs")
def moved_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """Every occurrence that moved,; 404 where the two runs cannot be compared row by row."""
    form = _form(request)
    if not form.is_valid():
        raise Http404
    try:
        found = _difference(request, form, limit=None)
    except (NoVintage, VintageChanged) as error:
        raise Http404 from error
    before, after = form.chosen
    rows: Iterator[dict[str, Any]] = (vars(one) for one in found.moved)
    return operational_table(
        kind,
        run=None,
        title=f"Who moved between run {before.pk} and run {after.pk}",
        name=f"probity-moved-{before.pk}-{after.pk}",
        columns=MOVED_COLUMNS,
        rows=rows,
    )


@require_POST
@needs("run_measures")
def start_trial(request: HttpRequest, extract_id: int) -> HttpResponse:
    """Judge an extract that is not live, from its kept files, to see what it would change."""
    extract = get_object_or_404(Extract, pk=extract_id)
    try:
        run = request_trial(extract, by=request.user)
    except (RunRefused, KeptFileChanged) as refused:
        messages.error(request, str(refused))
        return redirect("performance:compare-runs")
    return enqueued(run)


def _form(request: HttpRequest) -> RunsForm:
    finished = MeasureRun.objects.filter(state=MeasureRun.State.FINISHED).select_related("extract")
    return RunsForm(request.GET, runs=finished[:MOST_RUNS], shown=current_run())


def _name(run: MeasureRun) -> str:
    kind = ", trial" if run.is_trial else ", shown" if run.is_current and run.extract.state == "live" else ""
    return f"Run {run.pk}{kind}: {run.extract.name} ({run.extract.short_hash})"


def _moves(request: HttpRequest, form: RunsForm, size: int) -> dict[str, Any]:
    number = _page_number(request)
    try:
        found = _difference(request, form, limit=size, offset=(number - 1) * size)
        page = Paginator(range(found.total), size).get_page(number)
        if page.number != number:  # there are fewer pages: the last one, as on every other list
            found = _difference(request, form, limit=size, offset=(page.number - 1) * size)
    except (NoVintage, VintageChanged) as error:
        return {"no_moves": str(error)}
    return {
        "difference": found,
        "counts": [(one, *_words(one)) for one in _shown(found.counts, form.cleaned_data["measure"])],
        "moved": [(one, *_words(one)) for one in found.moved],
        "page": page,
    }


def _page_number(request: HttpRequest) -> int:
    """The page asked for; the first one for what is no number of a page."""
    text = request.GET.get("page", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return max(1, int(text)) if is_number else 1


def _difference(request: HttpRequest, form: RunsForm, *, limit: int | None, offset: int = 0) -> Difference:
    """Within the regions whose cases the viewer may see."""
    before, after = form.chosen
    scope = scope_for(request.user, "view_case")
    regions = None if scope.all_regions else sorted(scope.region_codes)
    return difference(
        before,
        after,
        within=Within(regions=regions),
        measure=form.cleaned_data["measure"],
        limit=limit,
        offset=offset,
    )


def _shown(counts: Sequence[MovedCount], measure: str) -> list[MovedCount]:
    """Every way to move of the measure asked for; of each measure the most frequent ones where none was."""
    ways = _national(counts)
    if measure:
        return ways
    groups = groupby(ways, key=lambda one: one.measure)
    return [one for _, group in groups for one in list(group)[:MOST_WAYS]]


def _national(counts: Sequence[MovedCount]) -> list[MovedCount]:
    """The same ways to move over all regions together, the most frequent of each measure first."""
    added: dict[tuple[str, ...], int] = {}
    for one in counts:
        way = (one.measure, one.verdict_before, one.reason_before, one.verdict_after, one.reason_after)
        added[way] = added.get(way, 0) + one.cases
    found = [
        MovedCount(
            measure=way[0],
            region="",
            verdict_before=way[1],
            reason_before=way[2],
            verdict_after=way[3],
            reason_after=way[4],
            cases=cases,
        )
        for way, cases in added.items()
    ]
    return sorted(found, key=lambda one: (one.measure, -one.cases))


def _words(one: Moved | MovedCount) -> tuple[str, str]:
    """What was said of the case before and after, in the words of the definition."""
    measure = load_measures()[one.measure]
    return _reason(measure, one.reason_before), _reason(measure, one.reason_after)


def _reason(measure: MeasureDefinition, reason: str) -> str:
    if not reason:
        return "No such case"
    found = next((rule for rule in measure.verdicts if rule.reason == reason), None)
    return found.label if found else reason
