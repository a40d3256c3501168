"""The baseline of outcomes, and whether it would carry rating boundaries."""

from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.inspections import baseline as outcomes
from apps.inspections.access import published_inspections
from apps.inspections.baseline_chart import chart_of
from apps.organisation.access import needs
from apps.organisation.downloads import table_response
from rules.definitions.outcome_boundaries import boundary_rule_on
from rules.definitions.rating_rules import rating_rules_in_force
from rules.scoring.boundaries import BoundaryAnalysis
from rules.statistics.rounding import half_up

COLUMNS = (
    "kind", "place", "published_on", "cases", "met", "part_met", "not_met", "on_stability", "percent_met",
    "interval_low", "interval_high",
)  # fmt: skip


class BoundariesForm(forms.Form):
    """The boundaries to try, in the address: whole percentages with commas."""

    boundaries = forms.CharField(
        label="Boundaries to try", help_text="Whole percentages, such as 50, 65, 80.", max_length=60
    )

    def clean_boundaries(self) -> tuple[int, ...]:
        parts = [part.strip() for part in self.cleaned_data["boundaries"].split(",")]
        if not all(part.isascii() and part.isdecimal() and 1 <= int(part) <= 100 for part in parts):
            raise forms.ValidationError("Enter whole percentages from 1 to 100, with commas between them.")
        return tuple(sorted({int(part) for part in parts}))


@require_safe
@needs("view_inspections")
def baseline(request: HttpRequest) -> HttpResponse:
    """Outcomes of published inspections by unit, region and nation, and the analysis of boundaries."""
    today = timezone.localdate()
    found = _baseline(request)
    tried = outcomes.default_boundaries()
    initial = {"boundaries": ", ".join(map(str, tried))}
    form = BoundariesForm(request.GET if "boundaries" in request.GET else None, initial=initial)
    if form.is_bound and form.is_valid():
        tried = form.cleaned_data["boundaries"]
    analysis = outcomes.analysis_of(found, tried, today=today)
    context = {
        "baseline": found,
        "chart": chart_of(found),
        "form": form,
        "tried": tried,
        "shown": _shown(analysis, tried) if analysis else None,
        "rule": boundary_rule_on(today),
        "collects": rating_rules_in_force().outcomes,
    }
    return render(request, "inspections/baseline.html", context, status=422 if form.errors else 200)


def _baseline(request: HttpRequest) -> outcomes.Baseline:
    units = outcomes.published_units(published_inspections(request.user))
    return outcomes.baseline_of(units, today=timezone.localdate())


def _shown(analysis: BoundaryAnalysis, tried: tuple[int, ...]) -> dict[str, Any]:
    """Shares as percentages to one decimal, as the page prints them."""
    ends = [f"below {tried[0]}%", *(f"{low}% to below {high}%" for low, high in pairwise(tried))]
    return {
        "against": analysis.against,
        "quantiles": [half_up(each, 1) for each in analysis.quantiles],
        "bands": list(zip([*ends, f"{tried[-1]}% and more"], analysis.in_bands, strict=True)),
        "boundaries": [
            {"starts_at": each.starts_at, "reached": each.reached, "wrong": _percent(each.wrong_side)}
            for each in analysis.boundaries
        ],
        "misplaced_alone": _percent(analysis.misplaced_alone),
        "misplaced_among": None if analysis.misplaced_among is None else _percent(analysis.misplaced_among),
        "reliability": _percent(analysis.spread.reliability),
        "between": _points(analysis.spread.between),
        "sampling": _points(analysis.spread.sampling),
        "needed": analysis.spread.cases_needed,
        "places": [
            {
                "unit": each.counts.unit,
                "met": each.counts.met,
                "cases": each.counts.cases,
                "percent": half_up(each.counts.percent, 1),
                "low": half_up(each.interval.low, 1),
                "high": half_up(each.interval.high, 1),
                "alone": _percent(each.misplaced_alone),
                "among": None if each.misplaced_among is None else _percent(each.misplaced_among),
            }
            for each in analysis.places
        ],
    }


def _percent(share: float) -> Decimal:
    return half_up(Fraction(share) * 100, 1)


def _points(variance: float) -> Decimal:
    """A variance of shares as a standard deviation in percentage points."""
    return half_up(Fraction(variance**0.5) * 100, 1)


@require_safe
@needs("view_inspections")
def baseline_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """The baseline's rows as a table."""
    found = _baseline(request)
    return table_response(
        kind,
        name="outcomes-baseline",
        title="Outcomes: the baseline of published inspections",
        about=("Outcomes are collected and not rated.",),
        columns=COLUMNS,
        rows=(_table_row(row) for row in found.rows),
    )


def _table_row(row: outcomes.BaselineRow) -> dict[str, Any]:
    counts = asdict(row.progress)
    return {
        "kind": row.kind,
        "place": row.place,
        "published_on": row.published_on,
        "cases": row.progress.cases,
        "met": counts["met"],
        "part_met": counts["part_met"],
        "not_met": counts["not_met"],
        "on_stability": counts["stable"],
        "percent_met": row.percent,
        "interval_low": row.low,
        "interval_high": row.high,
    }
