"""One section of questions a page: saved question by question as they are answered, or all at once."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from apps.assessments.actions import Given, Refused, Stale, save_answer
from apps.assessments.date_words import dates_in_words
from apps.assessments.forms import BadEntry, given_for, seen_of
from apps.assessments.models import Assignment
from apps.assessments.presentation import QuestionRow, hidden_reason, label_of, question_row
from apps.assessments.queries import CaseState, SectionState, case_state, last_changed_by, question_state
from apps.assessments.views.access import own_assignment
from apps.assessments.views.fragments import conflicting, refused, saved
from apps.organisation.access import needs
from rules.definitions.banks import Question
from rules.periods import OutsideCalendar
from rules.scoring.timing import OutOfOrder


@dataclass(frozen=True)
class Problem:
    """Why an entry was not stored, and what the person had entered."""

    error: str
    entered: Given | None = None
    conflict: Any = None


@needs("score_case")
def section(request: HttpRequest, assignment_id: int, section_id: str) -> HttpResponse:
    """A section's questions; a plain POST saves all and goes on when nothing is wrong with them."""
    assignment = own_assignment(request, assignment_id)
    if assignment.bank.section(section_id) is None:
        raise Http404
    if assignment.is_submitted:
        return redirect("assessments:result", assignment.pk)
    if assignment.facts_checked_at is None:
        return redirect("assessments:facts", assignment.pk)
    problems = _save_all(request, assignment, section_id) if request.method == "POST" else {}
    state = case_state(assignment)
    here = _section_state(state, section_id)
    if request.method == "POST":
        problems |= _missing_notes(here, problems)
        if not problems:
            return _onwards(assignment, state, here)
    return _page(request, assignment, state, here, problems)


@require_POST
@needs("score_case")
def autosave_answer(request: HttpRequest, assignment_id: int, question_id: str) -> HttpResponse:
    """Save one answer and say how it stands as a fragment; 409 shows both answers, 422 says what is wrong."""
    assignment = own_assignment(request, assignment_id)
    question = assignment.bank.questions.get(question_id)
    if question is None:
        raise Http404
    problem = _save(request, assignment, question)
    state = question_state(assignment, question)
    row = question_row(assignment.bank, state)
    if problem is None:
        context = {"row": row, "version": row.version, "note_needed": state.lacks_note and state.note_needed}
        return saved(context)
    if problem.conflict:
        context = {"conflict": problem.conflict, "key": question_id, "version": row.version}
        return conflicting(context)
    return refused(problem.error)


def _save_all(request: HttpRequest, assignment: Assignment, section_id: str) -> dict[str, Problem]:
    asked = _section_state(case_state(assignment), section_id).asked
    found = {each.question.id: _save(request, assignment, each.question) for each in asked}
    return {question: problem for question, problem in found.items() if problem}


def _save(request: HttpRequest, assignment: Assignment, question: Question) -> Problem | None:
    """None when it was stored. An untouched question without an entry is not stored at all."""
    given = None
    try:
        given = given_for(question, request.POST)
        seen = seen_of(request.POST, question.id)
        if given == Given() and seen.version == 0:
            return None
        save_answer(assignment, question_id=question.id, given=given, seen=seen, by=request.user)
    except (BadEntry, Refused, OutOfOrder, OutsideCalendar) as error:
        return Problem(str(error), given)
    except Stale as stale:
        return Problem("Somebody changed this answer", given, _conflict(assignment, question, given, stale))
    return None


def _conflict(assignment: Assignment, question: Question, mine: Given, stale: Stale) -> dict[str, Any]:
    theirs = stale.current or Given()
    return {
        "mine": label_of(assignment.bank, question, mine.answer) or "No answer",
        "mine_note": mine.note,
        "mine_dates": dates_in_words(question, mine.dates),
        "theirs": label_of(assignment.bank, question, theirs.answer) or "No answer",
        "theirs_note": theirs.note,
        "theirs_dates": dates_in_words(question, theirs.dates),
        "change": last_changed_by(assignment, question.id),
    }


def _missing_notes(here: SectionState, problems: dict[str, Problem]) -> dict[str, Problem]:
    return {
        each.question.id: Problem(each.note_needed)
        for each in here.asked
        if each.lacks_note and each.question.id not in problems
    }


def _section_state(state: CaseState, section_id: str) -> SectionState:
    return next(each for each in state.sections if each.section.id == section_id)


def _onwards(assignment: Assignment, state: CaseState, here: SectionState) -> HttpResponse:
    """To the next section that asks something, else back to the task list."""
    rest = state.sections[state.sections.index(here) + 1 :]
    following = next((each for each in rest if each.asked), None)
    if following is None:
        return redirect("assessments:case", assignment.pk)
    return redirect("assessments:section", assignment.pk, following.section.id)


def _page(
    request: HttpRequest,
    assignment: Assignment,
    state: CaseState,
    here: SectionState,
    problems: dict[str, Problem],
) -> HttpResponse:
    conflict = any(problem.conflict for problem in problems.values())
    context = {
        "assignment": assignment,
        "state": state,
        "here": here,
        "number": state.sections.index(here) + 1,
        "rows": [_row(assignment, each, problems.get(each.question.id)) for each in here.asked],
        "hidden": [(each.question, hidden_reason(state, each)) for each in here.hidden],
        "problems": problems,
    }
    return render(
        request, "assessments/section.html", context, status=409 if conflict else 422 if problems else 200
    )


def _row(assignment: Assignment, state: Any, problem: Problem | None) -> QuestionRow:
    if problem is None:
        return question_row(assignment.bank, state)
    return question_row(
        assignment.bank, state, error=problem.error, conflict=problem.conflict, entered=problem.entered
    )
