"""The board: how far every round is, of one group or of all."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from apps.audits.board import CSV_COLUMNS, Board, board_of, csv_rows
from apps.audits.board_forms import BoardFilter
from apps.audits.group_actions import draw_group
from apps.audits.models import AuditRound, RoundGroup
from apps.audits.queries import rounds_in
from apps.organisation.access import needs, scope_for
from apps.organisation.downloads import csv_response


@needs("open_round")
def board(request: HttpRequest) -> HttpResponse:
    """Rounds with their auditors, filtered by the address."""
    form = _filter(request)
    found = _board(form, timezone.localdate())
    group = form.cleaned_data.get("group")
    context = {
        "form": form,
        "board": found,
        "group": group,
        "to_draw": group and any(line.round.state == AuditRound.State.OPEN for line in found.rounds),
        "query": request.GET.urlencode(),
    }
    return render(request, "audits/board.html", context)


@needs("open_round")
def board_csv(request: HttpRequest) -> HttpResponseBase:
    """The same as a file: a row for each auditor of each round."""
    found = _board(_filter(request), timezone.localdate())
    return csv_response(name="audit-progress", columns=CSV_COLUMNS, rows=csv_rows(found))


@require_POST
@needs("draw_sample")
def draw_all(request: HttpRequest, group_id: int) -> HttpResponse:
    """Draw every round of a group that is not drawn yet; tells of each that could not be."""
    rounds = rounds_in(scope_for(request.user, "draw_sample"))
    group = get_object_or_404(RoundGroup.objects.filter(rounds__in=rounds).distinct(), pk=group_id)
    result = draw_group(group, within=rounds, by=request.user)
    if result.drawn:
        count = len(result.drawn)
        messages.success(request, f"{count} sample{'' if count == 1 else 's'} drawn and assigned")
    for each, problem in result.refused:
        messages.warning(request, f"{each.edition.bank}, {each.place}: {problem}")
    if result.left:
        messages.warning(
            request,
            f"Nobody may mark {', '.join(result.left)}: every auditor holds, supervises or knows them",
        )
    return redirect(f"{reverse('audits:board')}?group={group.pk}")


def _filter(request: HttpRequest) -> BoardFilter:
    rounds = rounds_in(scope_for(request.user, "open_round"))
    return BoardFilter(request.GET, rounds=rounds)


def _board(form: BoardFilter, today: date) -> Board:
    found = board_of(form.chosen(), today=today, auditor_id=form.auditor_id)
    if not form.only_late:
        return found
    late = [line.round.pk for line in found.rounds if line.is_late]
    return board_of(form.chosen().filter(pk__in=late), today=today, auditor_id=form.auditor_id)
