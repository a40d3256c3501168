"""Data quality: what was not recorded, and which records look wrong."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.organisation.access import Scope, can, needs, scope_for
from apps.performance.forms import default_months, measure_choices
from apps.performance.models import MeasureRun, QualityReading
from apps.performance.queries import current_run, places_for
from apps.performance.queries.cells import MONTHLY, Series, series
from apps.performance.queries.figures import period_in_words
from apps.performance.queries.places import NATION, Place
from apps.performance.queries.quality import (
    CheckCount,
    MeasureQuality,
    check_counts,
    findings,
    newest_reading,
    recorded_characteristics,
    suspects_of,
)
from apps.performance.tables import operational_table
from apps.performance.views.cases import place_choices
from charts import Point, Svg, measure_over_time
from rules.definitions.quality_checks import load_quality_checks

PER_PAGE = 50
MEASURE_COLUMNS = (
    "measure",
    "title",
    "place",
    "period",
    "denominator",
    "not_recorded",
    "not_recorded_percent",
    "rate_percent",
    "records_that_look_wrong",
)
FINDING_COLUMNS = (
    "check",
    "title",
    "region",
    "unit",
    "practitioner_code",
    "person_id",
    "record_id",
    "on_day",
    "measures",
)


class QualityForm(forms.Form):
    """Place, measure and check; what is left out, or not understood, narrows nothing."""

    place = forms.ChoiceField(label="Region or delivery unit", required=False)
    measure = forms.ChoiceField(label="Trend of", required=False)
    check = forms.ChoiceField(label="List the records of", required=False)

    def __init__(self, data: QueryDict, *, run: MeasureRun, scope: Scope) -> None:
        names = ("place", "measure", "check")
        super().__init__({name: data.get(name, "") for name in names})
        known = [one for one in places_for(scope) if one.kind == NATION] + place_choices(scope)
        self.places = {f"{one.kind}-{one.code}": one for one in known}
        self.fields["place"].choices = [(key, one.name) for key, one in self.places.items()]
        self.fields["measure"].choices = [("", "Every measure"), *measure_choices(run)]
        checks = load_quality_checks().values()
        self.fields["check"].choices = [("", "Every check"), *((one.id, one.title) for one in checks)]
        if not self.places:
            del self.fields["place"]

    @property
    def place_shown(self) -> Place | None:
        """The chosen place, else the first that the viewer sees; None where there is none."""
        self.is_valid()
        chosen = self.places.get(self.cleaned_data.get("place", ""))
        return chosen or next(iter(self.places.values()), None)

    def value(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name, "")


@require_safe
@needs("view_data_quality")
def quality(request: HttpRequest) -> HttpResponse:
    """What was not recorded in a place, the characteristics of people, and the records that look wrong."""
    run, scope = current_run(), scope_for(request.user, "view_data_quality")
    context: dict[str, Any] = {"run": run}
    if run is not None:
        form = QualityForm(request.GET, run=run, scope=scope)
        reading, place = newest_reading(run), form.place_shown
        context |= {"form": form, "place": place, "reading": reading, "query": request.GET.urlencode()}
        if place is not None:
            context |= _of_place(run, place, reading, form.value("measure"))
        if reading is not None:
            found = findings(reading, scope, place, form.value("check"))
            page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
            context |= {"page": page, "found": [(one, load_quality_checks()[one.rule]) for one in page]}
        context["may_view_case"] = can(request.user, "view_case")
    return render(request, "performance/quality.html", context)


@require_safe
@needs("view_data_quality")
def quality_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """Each measure and month of the place: what was not recorded, beside the rate."""
    run, scope = current_run(), scope_for(request.user, "view_data_quality")
    form = QualityForm(request.GET, run=run, scope=scope) if run else None
    if run is None or form is None or form.place_shown is None:
        raise Http404
    rows = _measure_rows(_qualities(run, form.place_shown, newest_reading(run), form.value("measure")))
    name = f"probity-data-quality-{form.place_shown.code}"
    return operational_table(
        kind,
        run=run,
        title=f"Data quality by measure and month: {form.place_shown.name}",
        name=name,
        columns=MEASURE_COLUMNS,
        rows=rows,
    )


@require_safe
@needs("view_data_quality")
def findings_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """Every record that looks wrong, as far as the viewer's scope reaches."""
    run, scope = current_run(), scope_for(request.user, "view_data_quality")
    reading = newest_reading(run) if run else None
    if run is None or reading is None:
        raise Http404
    form = QualityForm(request.GET, run=run, scope=scope)
    found = findings(reading, scope, form.place_shown, form.value("check"))
    rows = _finding_rows(found)
    return operational_table(
        kind,
        run=run,
        title="Records that look wrong",
        name="probity-records-that-look-wrong",
        columns=FINDING_COLUMNS,
        rows=rows,
    )


def _of_place(run: MeasureRun, place: Place, reading: QualityReading | None, measure: str) -> dict[str, Any]:
    first, last = default_months(run)
    found = _qualities(run, place, reading, measure)
    return {
        "range": period_in_words(first, last),
        "qualities": found,
        "trend": _trend(found[0].series) if measure and found else None,
        "shown": found[0].series if measure and found else None,
        "checks": check_counts(reading, place) if reading else [],
        "characteristics": recorded_characteristics(reading, place) if reading else [],
    }


def _qualities(
    run: MeasureRun, place: Place, reading: QualityReading | None, measure: str
) -> list[MeasureQuality]:
    first, last = default_months(run)
    counts: Sequence[CheckCount] = check_counts(reading, place) if reading else []
    several = series(run, place, first=first, last=last, period=MONTHLY, measure=measure or None)
    return [
        MeasureQuality(series=one, suspects=suspects_of(one.measure.id, counts) if reading else None)
        for one in several
    ]


def _trend(one: Series) -> Svg:
    """The share that was not recorded, month by month."""
    points = [
        Point(figure.short_label, figure.not_recorded_percent, n=figure.counts.not_recorded)
        for figure in one.figures
    ]
    said = "; ".join(f"{figure.label} {figure.not_recorded_percent}%" for figure in one.figures)
    title = f"{one.measure.title}, {one.place.name}: share not recorded"
    return measure_over_time(points, None, title, f"By month. {said}.")


def _measure_rows(found: Sequence[MeasureQuality]) -> Iterator[dict[str, Any]]:
    for one in found:
        for figure in one.series.figures:
            yield {
                "measure": one.series.measure.id,
                "title": one.series.measure.title,
                "place": one.series.place.code,
                "period": figure.label,
                "denominator": figure.counts.denominator,
                "not_recorded": figure.counts.not_recorded,
                "not_recorded_percent": figure.not_recorded_percent,
                "rate_percent": figure.rate,
                "records_that_look_wrong": one.suspects,
            }


def _finding_rows(found: Any) -> Iterator[dict[str, Any]]:
    checks = load_quality_checks()
    for one in found.iterator(chunk_size=2000):
        shown = {name: getattr(one, name) for name in FINDING_COLUMNS[2:8]}
        check = checks[one.rule]
        yield shown | {"check": check.id, "title": check.title, "measures": " ".join(check.measures)}
