"""The audited cases that a practitioner holds: each as a sheet to talk over, with their words on it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.assessments.actions import Refused
from apps.assessments.blindness import hidden_marks
from apps.assessments.models import Assignment
from apps.audits import feedback_actions, feedback_queries
from apps.audits.finding_forms import FEEDBACK_STATES, ChallengeAnswerForm, FeedbackForm
from apps.audits.models import AuditRound, Feedback
from apps.audits.sheets import sheet_of
from apps.organisation.access import can, needs, scope_for
from apps.organisation.errors import Conflict
from rules.definitions.improvement import outcome_words

PER_PAGE = 25


@require_safe
@needs("view_own_audits")
def audited_cases(request: HttpRequest) -> HttpResponse:
    """The marked cases that the reader holds or manages, newest first."""
    found = feedback_queries.with_feedback(_readable(request))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "audits/sheets.html", {"page": page})


@require_safe
@needs("view_own_audits")
def sheet(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """One marked case on paper: every question, answer and note, without the marker's name."""
    mark = get_object_or_404(_readable(request), pk=assignment_id)
    context = {"mark": mark, "sheet": sheet_of(mark), "feedback": _said(mark)}
    return render(request, "audits/sheet.html", context | _may(request, mark))


@require_http_methods(["GET", "POST"])
@needs("give_feedback")
def give_feedback(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """A comment or a challenge by the practitioner of the case."""
    mark = get_object_or_404(_held(request), pk=assignment_id)
    may_challenge = mark.sampled_case.sample.round.state != AuditRound.State.LOCKED
    form = FeedbackForm(
        request.POST or None,
        bank=mark.bank,
        may_challenge=may_challenge,
        initial={"question": request.GET.get("question", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            feedback_actions.give_feedback(
                mark,
                kind=given["kind"],
                question=given["question"],
                words=given["words"],
                by=request.user,
                on=timezone.localdate(),
            )
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, "The auditors have your words")
        return redirect("audits:sheet", mark.pk)
    return render(
        request, "audits/feedback_give.html", {"mark": mark, "form": form}, status=422 if form.errors else 200
    )


@require_safe
@needs("answer_challenge")
def challenges(request: HttpRequest) -> HttpResponse:
    """What practitioners say of cases, those that wait for an answer first."""
    states = dict(FEEDBACK_STATES)
    state = request.GET.get("state", feedback_queries.WAITING)
    state = state if state in states else feedback_queries.WAITING
    counts = [(name, words, _answerable(request, name).count()) for name, words in FEEDBACK_STATES]
    page = Paginator(_answerable(request, state), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "counts": counts, "today": timezone.localdate()}
    return render(request, "audits/challenges.html", context)


@require_http_methods(["GET", "POST"])
@needs("answer_challenge")
def challenge(request: HttpRequest, feedback_id: int) -> HttpResponse:
    """One practitioner's words beside the marking, and their answer."""
    found = get_object_or_404(_answerable(request), pk=feedback_id)
    form = None
    if found.is_waiting:
        form = ChallengeAnswerForm(request.POST or None, on=timezone.localdate())
    if request.method == "POST" and form is not None and form.is_valid():
        given = form.cleaned_data
        try:
            feedback_actions.answer_challenge(
                found, outcome=given["outcome"], words=given["words"], by=request.user
            )
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, "The practitioner has your answer")
        return redirect("audits:challenge", found.pk)
    wrong = form is not None and bool(form.errors)
    context = {
        "feedback": found,
        "mark": found.assignment,
        "sheet": sheet_of(found.assignment),
        "form": form,
        "wrong": wrong,
        "outcome": outcome_words(found.answer.outcome) if hasattr(found, "answer") else "",
    }
    return render(request, "audits/challenge.html", context, status=422 if wrong else 200)


def _readable(request: HttpRequest) -> Any:
    found = feedback_queries.audited_cases(scope_for(request.user, "view_own_audits"))
    return found.exclude(pk__in=hidden_marks(request.user).values("pk"))


def _answerable(request: HttpRequest, state: str = feedback_queries.EVERY) -> Any:
    scope = scope_for(request.user, "answer_challenge")
    found = feedback_queries.feedback_within(scope, state=state)
    return found.exclude(assignment__in=hidden_marks(request.user).values("pk"))


def _held(request: HttpRequest) -> Any:
    """Cases of the reader's own: nobody speaks for another practitioner."""
    return feedback_queries.audited_cases(scope_for(request.user, "give_feedback"))


def _may(request: HttpRequest, mark: Assignment) -> dict[str, bool]:
    return {
        "may_speak": can(request.user, "give_feedback") and _held(request).filter(pk=mark.pk).exists(),
        "is_locked": mark.sampled_case.sample.round.state == AuditRound.State.LOCKED,
    }


def _said(mark: Assignment) -> list[tuple[Feedback, str]]:
    found = feedback_queries.feedback_on(mark)
    return [(one, outcome_words(one.answer.outcome) if hasattr(one, "answer") else "") for one in found]
