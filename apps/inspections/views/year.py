"""The inspections that were published in a performance year, added up."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.inspections.models import FrozenReport
from apps.inspections.year_queries import COLUMNS, year_of, year_rows
from apps.organisation.access import needs
from apps.organisation.downloads import table_response
from rules.periods import PerformanceYear, performance_year


class YearForm(forms.Form):
    """The years in which something was published, and this one."""

    year = forms.ChoiceField(label="Year, April to March")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = FrozenReport.objects.filter(kind=FrozenReport.Kind.PUBLISHED)
        days = [timezone.localdate(at) for at in published.values_list("inspection__published_at", flat=True)]
        years = sorted({str(performance_year(day)) for day in [timezone.localdate(), *days]}, reverse=True)
        self.fields["year"].choices = [(year, year) for year in years]


def _asked(request: HttpRequest) -> tuple[YearForm, PerformanceYear]:
    """The year of the address, else this one."""
    current = str(performance_year(timezone.localdate()))
    form = YearForm({"year": request.GET.get("year", current)})
    return form, PerformanceYear.parse(form.cleaned_data["year"] if form.is_valid() else current)


@require_safe
@needs("view_published_inspections")
def year(request: HttpRequest) -> HttpResponse:
    form, asked = _asked(request)
    places = year_of(asked)
    context = {"form": form, "year": asked, "places": places, "rows": list(year_rows(places))}
    return render(request, "inspections/year.html", context)


@require_safe
@needs("view_published_inspections")
def year_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    _, asked = _asked(request)
    return table_response(
        kind,
        name=f"inspections-{asked}",
        title=f"Published inspections, {asked}",
        about=("Judgements of published inspections, added up as they are.",),
        columns=COLUMNS,
        rows=year_rows(year_of(asked)),
    )
