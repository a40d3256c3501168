"""Results beyond the score: questions across regions and over time, units, people, and complete exports."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.assessments.blindness import readable_marks
from apps.assessments.models import BankEdition
from apps.audits.models import AuditRound
from apps.audits.presentation import unit_text
from apps.audits.result_presentation import (
    change_cells,
    group_tables,
    question_cells,
    score_change_text,
    unit_funnel,
)
from apps.audits.result_queries import (
    detail_of,
    earlier_than,
    newest_of_each_region,
    question_changes,
    question_table,
    score_change,
)
from apps.audits.result_rows import TABLES, export_of
from apps.audits.views.access import readable_rounds
from apps.organisation.access import can, needs
from apps.organisation.downloads import table_response
from rules.definitions.small_numbers import small_numbers_on
from rules.statistics.rounding import half_up

QUESTION_COLUMNS = (
    "bank",
    "edition",
    "region",
    "window_first_on",
    "window_last_on",
    "question",
    "question_in_words",
    "counted",
    "fully_met",
    "share_percent",
    "low_percent",
    "high_percent",
    "not_applicable",
    "no_evidence",
)


@require_safe
@needs("view_audit_results")
def questions(request: HttpRequest) -> HttpResponse:
    """One bank, question by question, over the newest published round of each region in scope."""
    rounds, bank, banks = _choice(request)
    table = question_table(rounds)
    context = {
        "banks": banks,
        "bank": bank,
        "rounds": rounds,
        "rows": [(row.question, question_cells(row.results)) for row in table],
        "query": request.GET.urlencode(),
    }
    return render(request, "audits/questions.html", context)


@require_safe
@needs("view_audit_results")
def questions_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """The same table, a line for each question and region."""
    rounds, bank, _ = _choice(request)
    return table_response(
        kind,
        name=f"probity-questions-{bank or 'none'}",
        title=f"Questions of {bank}",
        columns=QUESTION_COLUMNS,
        rows=_question_rows(rounds),
    )


@require_safe
@needs("view_audit_results")
def breakdown(request: HttpRequest, round_id: int) -> HttpResponse:
    """One published round by question, against the round before, by delivery unit and by who people are."""
    found = get_object_or_404(_published(request), pk=round_id)
    before = earlier_than(_published(request), found)
    detail = detail_of(found)
    rules = small_numbers_on(found.window_last_on)
    context = {
        "round": found,
        "before": before,
        "change": score_change_text(score_change(before, found)) if before else "",
        "changes": change_cells(question_changes(before, found)) if before else [],
        "questions": [(row.question, question_cells(row.results)[0]) for row in question_table([found])],
        "rules": rules,
        "level_percent": half_up(rules.level * 100, 0),
        "units": [(unit, unit_text(found, unit)) for unit in detail.units],
        "funnel": unit_funnel(detail.funnel, detail.enough, rules) if detail.funnel else None,
        "enough": detail.enough,
        "characteristics": group_tables(detail.characteristics),
        "not_frozen": [one.title for one in detail.characteristics if not one.is_frozen],
        "tables": TABLES if can(request.user, "export_audits") else (),
    }
    return render(request, "audits/breakdown.html", context)


@require_safe
@needs("export_audits")
def export(request: HttpRequest, round_id: int, table: str, kind: str = "csv") -> HttpResponseBase:
    """A round complete: every answer, fact, piece of evidence or case that the reader may see."""
    found = get_object_or_404(readable_rounds(request), pk=round_id)
    marks = readable_marks(request.user).filter(sampled_case__sample=found.sample_id)
    made = export_of(table, found, marks)
    return table_response(
        kind,
        name=f"probity-round-{found.pk}-{table}",
        title=made.title,
        columns=made.columns,
        rows=made.rows,
    )


def _published(request: HttpRequest) -> Any:
    return readable_rounds(request).filter(state=AuditRound.State.LOCKED)


def _choice(request: HttpRequest) -> tuple[list[AuditRound], str, list[str]]:
    """The rounds to show, the bank that they are of, and the banks that have a published round in scope."""
    rounds = _published(request).filter(contract_id="")
    editions = BankEdition.objects.filter(rounds__in=rounds)
    banks = sorted(set(editions.values_list("bank", flat=True)))
    bank = request.GET.get("bank", "")
    bank = bank if bank in banks else next(iter(banks), "")
    return newest_of_each_region(rounds, bank), bank, banks


def _question_rows(rounds: list[AuditRound]) -> Iterator[dict[str, Any]]:
    for row in question_table(rounds):
        for one, result in zip(rounds, row.results, strict=True):
            if result is None:
                continue
            cell = question_cells([result])[0]
            yield {
                "bank": one.edition.bank,
                "edition": one.edition.edition,
                "region": one.region_id,
                "window_first_on": one.window_first_on,
                "window_last_on": one.window_last_on,
                "question": row.question.id,
                "question_in_words": row.question.text,
                "counted": result.counted,
                "fully_met": result.full,
                "share_percent": cell.share,
                "low_percent": cell.low,
                "high_percent": cell.high,
                "not_applicable": result.not_applicable,
                "no_evidence": result.no_evidence,
            }
