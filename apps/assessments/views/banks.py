"""Question banks to read: editions, their questions, the form as an auditor sees it, and their files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.assessments.bank_files.writing import bank_workbook, bank_yaml
from apps.assessments.bank_preview import preview
from apps.assessments.bank_queries import drafts_of_the_product, newest_first, published_banks
from apps.assessments.models import BankDraft, BankEdition
from apps.organisation.access import can, needs
from rules.definitions.bank_changes import compare, same_trend
from rules.definitions.banks import Bank

READS, PUBLISHES = "view_banks", "publish_bank"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@needs(READS)
def banks(request: HttpRequest) -> HttpResponse:
    """The published banks; for whoever publishes, also what was handed in and the product's drafts."""
    publishes = can(request.user, PUBLISHES)
    context = {
        "banks": published_banks(),
        "publishes": publishes,
        "drafts": _open_drafts() if publishes else [],
        "product": drafts_of_the_product() if publishes else [],
    }
    return render(request, "assessments/banks/list.html", context)


def _open_drafts() -> list[BankDraft]:
    waiting = BankDraft.objects.filter(state__in=[BankDraft.State.READY, BankDraft.State.REFUSED])
    return list(waiting.defer("kept", "content").select_related("uploaded_by"))


@require_safe
@needs(READS)
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """One edition with its questions, and what it changed of the one before."""
    found = get_object_or_404(BankEdition.objects.select_related("published_by"), pk=edition_id)
    editions = newest_first(BankEdition.objects.filter(bank=found.bank))
    older = editions[editions.index(found) + 1 :]
    context = bank_context(found.definition) | {
        "edition": found,
        "editions": editions,
        "before": older[0] if older else None,
        "difference": compare(older[0].definition, found.definition) if older else None,
        "same_trend": bool(older) and same_trend(older[0].edition, found.edition),
    }
    return render(request, "assessments/banks/edition.html", context)


def bank_context(bank: Bank) -> dict[str, Any]:
    """What the pages about one bank print of it."""
    return {
        "bank": bank,
        "question_count": len(bank.questions),
        "weight": sum(question.weight for question in bank.questions.values()),
        "asked": [
            (section, [(question, bank.scale_of(question)) for question in section.questions])
            for section in bank.sections
        ],
    }


@require_safe
@needs(READS)
def preview_edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    found = get_object_or_404(BankEdition, pk=edition_id)
    return show_preview(request, found.definition, name=str(found))


def show_preview(request: HttpRequest, bank: Bank, *, name: str) -> HttpResponse:
    """The form for the facts in the address."""
    context = {"bank": bank, "name": name, "preview": preview(bank, request.GET), "assignment": {"pk": 0}}
    return render(request, "assessments/banks/preview.html", context)


@require_safe
@needs(READS)
def edition_yaml(_request: HttpRequest, edition_id: int) -> HttpResponse:
    found = get_object_or_404(BankEdition, pk=edition_id)
    return _file(found, bank_yaml(found.definition), "yaml", "application/yaml; charset=utf-8")


@require_safe
@needs(READS)
def edition_xlsx(_request: HttpRequest, edition_id: int) -> HttpResponse:
    found = get_object_or_404(BankEdition, pk=edition_id)
    return _file(found, bank_workbook(found.definition), "xlsx", XLSX)


def _file(found: BankEdition, content: str | bytes, ending: str, content_type: str) -> HttpResponse:
    name = f"{found.bank}-{found.edition}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
