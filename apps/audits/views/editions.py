"""Moving a round to a newer edition of its bank, with what becomes of every answer in sight."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.assessments.actions import Refused
from apps.assessments.blindness import hidden_marks
from apps.assessments.carrying import CaseMove, MarkingMove
from apps.audits.editions import move_round, newer_edition, plan_round_move
from apps.audits.views.access import led_round
from apps.organisation.access import needs
from apps.organisation.errors import Conflict
from rules.scoring.carry_over import Carried, Fate

WHY_NOT = {
    Fate.GONE: "the question is gone",
    Fate.SCALE_CHANGED: "it is answered on another scale",
    Fate.PAIRS_CHANGED: "it asks for other dates",
    Fate.HIDDEN: "its rule hides it in this case",
}


class MoveForm(forms.Form):
    """The reason for moving a round."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give a reason for the change of edition"},
    )


@dataclass(frozen=True)
class CaseRow:
    """A case on the page: why it stays, or a line a marking."""

    move: CaseMove
    lines: tuple["MarkingLine", ...]


@dataclass(frozen=True)
class MarkingLine:
    """One marking: what is kept, what is not and why, and what the auditor should look at again."""

    move: MarkingMove
    is_hidden: bool
    lost: tuple[str, ...]
    again: tuple[str, ...]


@needs("assign_cases")
def change_edition(request: HttpRequest, round_id: int) -> HttpResponse:
    """Shows what would happen; a POST with a reason does it."""
    found = led_round(request, round_id, "assign_cases")
    edition = newer_edition(found)
    if edition is None:
        raise Http404
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = move_round(found, edition, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, f"{len(done.moving)} cases are marked with {edition} from now on")
        return redirect("audits:round", found.pk)
    plan = plan_round_move(found, edition)
    hidden = set(hidden_marks(request.user).values_list("pk", flat=True))
    context = {
        "round": found,
        "plan": plan,
        "difference": plan.difference,
        "rows": [_row(case, hidden) for case in plan.moving],
        "form": form,
    }
    return render(request, "audits/edition.html", context, status=422 if form.errors else 200)


def _row(case: CaseMove, hidden: set[int]) -> CaseRow:
    return CaseRow(case, tuple(_line(move, move.assignment.pk in hidden) for move in case.markings))


def _line(move: MarkingMove, is_hidden: bool) -> MarkingLine:  # noqa: FBT001 (one of two, and private)
    return MarkingLine(
        move=move,
        is_hidden=is_hidden,
        lost=tuple(f"{each.question_id}: {WHY_NOT[each.fate]}" for each in move.lost),
        again=tuple(_again(each) for each in move.looked_at_again),
    )


def _again(each: Carried) -> str:
    return f"{each.question_id}: {', '.join(each.look_again)} changed"
