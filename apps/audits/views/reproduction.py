"""Files of a published round with which anyone works its score out again."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from apps.audits.models import AuditRound
from apps.audits.score_files import answers_of, facts_of, sample_of
from apps.audits.views.access import readable_rounds
from apps.organisation.access import needs


@require_safe
@needs("view_audit_results")
def answers_csv(request: HttpRequest, round_id: int) -> HttpResponse:
    return _file(request, round_id, "answers", answers_of)


@require_safe
@needs("view_audit_results")
def facts_csv(request: HttpRequest, round_id: int) -> HttpResponse:
    return _file(request, round_id, "facts", facts_of)


@require_safe
@needs("view_audit_results")
def sample_csv(request: HttpRequest, round_id: int) -> HttpResponse:
    return _file(request, round_id, "sample", sample_of)


def _file(
    request: HttpRequest, round_id: int, name: str, content: Callable[[AuditRound], str]
) -> HttpResponse:
    """Only of a published round: before that, marks are still being made and compared."""
    found = get_object_or_404(readable_rounds(request), pk=round_id)
    if found.state != AuditRound.State.LOCKED:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{name}-{found.pk}.csv"'}
    return HttpResponse(content(found), content_type="text/csv; charset=utf-8", headers=headers)
