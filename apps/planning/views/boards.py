"""Quarterly boards of a region: who was there, papers, decisions, minutes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.assessments.kept_files import kept_file
from apps.organisation.access import needs
from apps.organisation.actions import Refused
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import sent_once
from apps.organisation.models import Region
from apps.planning import board_actions
from apps.planning.minutes import MEDIA_TYPE, minutes_document
from apps.planning.models import Board, BoardDecision, BoardPaper, Milestone
from apps.planning.owners import owners_for
from apps.planning.service_forms import (
    AttendeeForm,
    BoardForm,
    CancelForm,
    DecisionForm,
    DoneForm,
    MinutesForm,
    MoveForm,
    PaperForm,
)
from apps.planning.views.access import one_of, region_for, writes
from apps.planning.views.pages import FormPage, answer_form, given
from rules.definitions.planning import governance_on
from rules.periods import performance_year


@require_safe
@needs("view_plan")
def boards(request: HttpRequest, region: str) -> HttpResponse:
    """The boards of the region, the newest first, and the decisions that are open."""
    found, today = region_for(request, region), timezone.localdate()
    rows = found.boards.order_by("-held_on", "-pk")
    open_decisions = BoardDecision.objects.filter(board__region=found, done_on=None)
    held = rows.filter(held_on__lte=today, cancelled_at=None)
    this_year = str(performance_year(today))
    context = {
        "region": found,
        "boards": rows,
        "decisions": open_decisions.select_related("board", "owner").order_by("due_on", "id"),
        "held": held.filter(year=this_year).count(),
        "a_year": governance_on(today).boards_a_year,
        "year": this_year,
        "runs": writes(request, found, "run_board"),
        "today": today,
    }
    return render(request, "planning/boards.html", context)


@require_safe
@needs("view_plan")
def board(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """One board with everything of its record."""
    found, today = region_for(request, region), timezone.localdate()
    row = one_of(found, Board, pk)
    rules = governance_on(today)
    context = {
        "region": found,
        "board": row,
        "attendees": [(rules.role_words(one.role), one) for one in row.attendees.all()],
        "papers": row.papers.select_related("by"),
        "decisions": row.decisions.select_related("owner").prefetch_related("milestones"),
        "finishes": writes(request, found, "run_board"),
        "runs": writes(request, found, "run_board") and not (row.agreed_at or row.is_cancelled),
        "today": today,
    }
    return render(request, "planning/board.html", context)


def _page(region: Region, title: str, *, row: Board | None = None, **more: Any) -> FormPage:
    if row is None:
        up, up_text = reverse("planning:boards", args=[region.pk]), "Boards"
    else:
        up, up_text = reverse("planning:board", args=[region.pk, row.pk]), "The board"
        more["version"] = lambda: Board.objects.get(pk=row.pk).version
    return FormPage(title=title, up=up, up_text=up_text, caption=f"Plan of {region}", **more)


@require_http_methods(["GET", "POST"])
@needs("run_board")
@sent_once
def call_board(request: HttpRequest, region: str) -> HttpResponse:
    """Call a board."""
    found = region_for(request, region, "run_board")
    page = _page(found, "Call a board", button="Call the board", done="The board is called")
    return answer_form(
        request,
        BoardForm(request.POST or None),
        page,
        to=lambda made: reverse("planning:board", args=[found.pk, made.pk]),
        do=lambda values: board_actions.call_board(found, **values, by=request.user, on=timezone.localdate()),
    )


@require_http_methods(["GET", "POST"])
@needs("run_board")
@sent_once
def move_board(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Hold a board on another day or elsewhere."""
    found, today = region_for(request, region, "run_board"), timezone.localdate()
    row = one_of(found, Board, pk)
    form = MoveForm(request.POST or None, initial={"held_on": row.held_on, "place": row.place})
    page = _page(found, "Move the board", row=row, button="Move it", done="The board is moved")
    return answer_form(
        request,
        form,
        page,
        do=lambda values: board_actions.move_board(row, **values, by=request.user, on=today),
    )


@require_http_methods(["GET", "POST"])
@needs("run_board")
@sent_once
def cancel_board(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Say that a board is not held."""
    found = region_for(request, region, "run_board")
    row = one_of(found, Board, pk)
    page = _page(found, "Cancel the board", row=row, button="Cancel it", done="The board is cancelled")
    return answer_form(
        request,
        CancelForm(request.POST or None),
        page,
        do=lambda values: board_actions.cancel_board(row, **values, by=request.user),
    )


@require_http_methods(["GET", "POST"])
@needs("run_board")
@sent_once
def add_attendee(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Write down who was there."""
    found, today = region_for(request, region, "run_board"), timezone.localdate()
    row = one_of(found, Board, pk)
    page = _page(found, "Add somebody", row=row, button="Add", done="The list is longer by one")
    return answer_form(
        request,
        AttendeeForm(request.POST or None, today=today),
        page,
        do=lambda values: board_actions.add_attendee(row, **values, by=request.user, on=today),
    )


@require_http_methods(["GET", "POST"])
@needs("run_board")
@sent_once
def add_paper(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Keep a paper of the board."""
    found, today = region_for(request, region, "run_board"), timezone.localdate()
    row = one_of(found, Board, pk)
    page = _page(found, "Add a paper", row=row, button="Add", done="The paper is kept")
    return answer_form(
        request,
        PaperForm(*given(request), today=today),
        page,
        do=lambda values: board_actions.add_paper(
            row, title=values["title"], upload=values["file"], by=request.user, on=today
        ),
    )


@require_http_methods(["GET", "POST"])
@needs("run_board")
@sent_once
def add_decision(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Write down what was decided."""
    found, today = region_for(request, region, "run_board"), timezone.localdate()
    row = one_of(found, Board, pk)
    open_ones = Milestone.objects.filter(region=found).exclude(state__in=("done", "dropped"))
    form = DecisionForm(
        request.POST or None, owners=owners_for(found, today), open_milestones=list(open_ones)
    )
    page = _page(found, "Add a decision", row=row, button="Add", done="The decision is kept")
    return answer_form(
        request,
        form,
        page,
        do=lambda values: board_actions.add_decision(row, **values, by=request.user, on=today),
    )


@require_http_methods(["GET", "POST"])
@needs("run_board")
@sent_once
def finish_decision(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Say that a decision is carried out."""
    found, today = region_for(request, region, "run_board"), timezone.localdate()
    decisions = BoardDecision.objects.select_related("board")
    decision = get_object_or_404(decisions, board__region=found, pk=pk)
    page = _page(
        found,
        "The decision is carried out",
        row=decision.board,
        button="Save",
        done="The decision is done",
        intro=decision.words,
    )
    return answer_form(
        request,
        DoneForm(request.POST or None),
        page,
        do=lambda values: board_actions.finish_decision(
            decision, words=values["words"], by=request.user, on=today
        ),
    )


@require_http_methods(["GET", "POST"])
@needs("run_board")
@sent_once
def write_minutes(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Write the minutes."""
    found = region_for(request, region, "run_board")
    row = one_of(found, Board, pk)
    form = MinutesForm(request.POST or None, initial={"seen": row.version, "words": row.minutes})
    page = _page(found, "Write the minutes", row=row, button="Save", done="The minutes are saved")
    return answer_form(
        request,
        form,
        page,
        do=lambda values: board_actions.write_minutes(row, **values, by=request.user),
    )


@require_POST
@needs("run_board")
def agree_minutes(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Agree the minutes; the record then stands."""
    found = region_for(request, region, "run_board")
    row = one_of(found, Board, pk)
    try:
        board_actions.agree_minutes(row, by=request.user, on=timezone.localdate())
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "The minutes are agreed")
    return redirect("planning:board", found.pk, row.pk)


@require_safe
@needs("view_plan")
def board_file(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """A paper, as a download."""
    found = region_for(request, region)
    return kept_file(get_object_or_404(BoardPaper, board__region=found, pk=pk))


@require_safe
@needs("view_plan")
def minutes(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """The minutes with everything of the board's record, as an OpenDocument text."""
    found = region_for(request, region)
    row = one_of(found, Board, pk)
    answer = HttpResponse(minutes_document(row, governance_on(row.held_on)), content_type=MEDIA_TYPE)
    name = f"board-{found.pk}-{row.held_on.isoformat()}.odt"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
