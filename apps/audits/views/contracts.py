"""Results of contracts for commissioned services: for their managers, and for each supplier its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from apps.audits.contract_queries import SupplierLine, contract_rounds, suppliers_in
from apps.audits.finding_presentation import share_text
from apps.audits.models import AuditRound
from apps.audits.presentation import locked_text, percent_text
from apps.audits.queries import scale_of
from apps.audits.question_results import question_results
from apps.organisation.access import needs, scope_for
from apps.organisation.downloads import csv_response

CSV_COLUMNS = (
    "supplier_code",
    "supplier",
    "contract",
    "service",
    "region",
    "bank",
    "edition",
    "window_first_on",
    "window_last_on",
    "score",
    "rounded",
    "band",
    "low",
    "high",
    "scored",
    "too_thin",
    "frame_size",
    "published_on",
)


@needs("view_contract_results")
def contracts(request: HttpRequest) -> HttpResponse:
    """Each supplier within the reader's scope with its contracts and their newest published scores."""
    lines = suppliers_in(scope_for(request.user, "view_contract_results"))
    context = {"suppliers": [(line, _score_rows(line)) for line in lines]}
    return render(request, "audits/contracts.html", context)


@needs("view_contract_results")
def contracts_csv(request: HttpRequest) -> HttpResponseBase:
    """Every published score within the reader's scope, the newest window first."""
    rounds = contract_rounds(scope_for(request.user, "view_contract_results"))
    return csv_response(
        name="contract-results", columns=CSV_COLUMNS, rows=(_csv_row(each) for each in rounds)
    )


@needs("view_contract_results")
def contract_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """One published score of one contract, question by question; no case of anybody is named."""
    rounds = contract_rounds(scope_for(request.user, "view_contract_results"))
    found = get_object_or_404(rounds, pk=round_id)
    before = rounds.filter(contract_id=found.contract_id, edition__bank=found.edition.bank)
    context = {
        "round": found,
        "score": found.score,
        "text": locked_text(found),
        "bands": scale_of(found).bands,
        "questions": [(result, share_text(result)) for result in question_results(found)],
        "others": before.exclude(pk=found.pk),
    }
    return render(request, "audits/contract_round.html", context)


def _score_rows(line: SupplierLine) -> list[dict[str, object]]:
    return [
        {
            "bank": each.bank,
            "title": each.title,
            "contracts": each.contracts,
            "scored": each.combined.scored,
            "percent": percent_text(each.combined.percent, each.combined.interval),
            "whole": each.banded.whole,
            "band": each.banded.band,
        }
        for each in line.scores
    ]


def _csv_row(each: AuditRound) -> dict[str, Any]:
    score = each.score
    return {
        "supplier_code": each.supplier_code,
        "supplier": each.supplier_name,
        "contract": each.contract_id,
        "service": each.service,
        "region": each.region.name,
        "bank": score.measure,
        "edition": score.edition,
        "window_first_on": each.window_first_on,
        "window_last_on": each.window_last_on,
        "score": score.shown,
        "rounded": score.rounded,
        "band": score.band_name,
        "low": score.low,
        "high": score.high,
        "scored": score.scored,
        "too_thin": score.too_thin,
        "frame_size": score.frame_size,
        "published_on": score.locked_at.date(),
    }
