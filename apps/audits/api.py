"""Audit rounds over HTTP, for programs: what is published, question by question, and rounds complete."""

from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.assessments.blindness import readable_marks
from apps.audits.models import AuditRound
from apps.audits.result_presentation import question_cells
from apps.audits.result_queries import question_table
from apps.audits.result_rows import export_of
from apps.audits.views.access import readable_rounds
from apps.organisation.access import NeedsVerb


def _round_data(one: AuditRound) -> dict[str, Any]:
    """A published round as plain data, its figures as they were locked."""
    score = one.score
    return {
        "id": one.pk,
        "bank": one.edition.bank,
        "edition": one.edition.edition,
        "region": one.region_id,
        "contract": one.contract_id,
        "window_first_on": one.window_first_on,
        "window_last_on": one.window_last_on,
        "score": score.shown,
        "score_exact": score.score,
        "rounded": score.rounded,
        "band": score.band_name,
        "low": score.low,
        "high": score.high,
        "scored": score.scored,
        "too_thin": score.too_thin,
        "sampled": score.sampled,
        "frame_size": score.frame_size,
        "locked_at": score.locked_at,
        "demo": score.demo,
    }


class RoundList(APIView):
    """The published rounds in the caller's scope, newest first."""

    permission_classes: ClassVar = [NeedsVerb("view_audit_results")]

    @extend_schema(operation_id="audit_rounds", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        published = readable_rounds(request).filter(state=AuditRound.State.LOCKED)
        return Response({"rounds": [_round_data(one) for one in published]})


class RoundQuestions(APIView):
    """One published round question by question; percentages are null where fewer than five cases counted."""

    permission_classes: ClassVar = [NeedsVerb("view_audit_results")]

    @extend_schema(operation_id="audit_round_questions", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, round_id: int) -> Response:
        published = readable_rounds(request).filter(state=AuditRound.State.LOCKED)
        found = get_object_or_404(published, pk=round_id)
        rows = [_question_data(row) for row in question_table([found])]
        return Response(_round_data(found) | {"questions": rows})


def _question_data(row: Any) -> dict[str, Any]:
    cell = question_cells(row.results)[0]
    shown = ("counted", "full", "share", "low", "high")
    values = {name: getattr(cell, name) if cell else None for name in shown}
    return {"question": row.question.id, "text": row.question.text} | values


class RoundExport(APIView):
    """One table of a round complete: answers, facts, evidence or cases, as far as the caller may see it."""

    permission_classes: ClassVar = [NeedsVerb("export_audits")]

    @extend_schema(operation_id="audit_round_table", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, round_id: int, table: str) -> Response:
        found = get_object_or_404(readable_rounds(request), pk=round_id)
        marks = readable_marks(request.user).filter(sampled_case__sample=found.sample_id)
        try:
            made = export_of(table, found, marks)
        except KeyError as error:
            raise Http404 from error
        return Response({"title": made.title, "columns": made.columns, "rows": list(made.rows)})
