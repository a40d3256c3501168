"""How far the markers of a round agreed."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from apps.assessments.agreement_presentation import COLUMNS, agreement_text, csv_rows, in_a_sentence
from apps.audits.agreement_queries import agreement_of_round
from apps.audits.views.access import led_round
from apps.organisation.access import needs
from apps.organisation.downloads import csv_response
from rules.definitions.small_numbers import small_numbers_on


@needs("view_moderation")
def agreement(request: HttpRequest, round_id: int) -> HttpResponse:
    """Four figures with prevalence: over all, by question, by pair of markers."""
    found = led_round(request, round_id, "view_moderation")
    tables, small = agreement_of_round(found), small_numbers_on(timezone.localdate())
    overall = agreement_text(tables.overall, small)
    context = {
        "round": found,
        "cases": tables.cases,
        "said": in_a_sentence(tables.overall),
        "overall": overall,
        "overall_rows": [overall],
        "by_question": [agreement_text(row, small) for row in tables.by_question],
        "by_pair": [agreement_text(row, small) for row in tables.by_pair],
    }
    return render(request, "audits/agreement.html", context)


@needs("view_moderation")
def agreement_csv(request: HttpRequest, round_id: int) -> StreamingHttpResponse:
    """Every line of the page with figures to twelve digits."""
    found = led_round(request, round_id, "view_moderation")
    rows = csv_rows(agreement_of_round(found))
    return csv_response(name=f"agreement-{found.pk}", columns=COLUMNS, rows=rows)
