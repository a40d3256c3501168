"""The facts of a case: pre-filled from the caseload, changeable, saved one by one or together."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from apps.assessments.actions import Refused, Stale, confirm_facts, save_fact
from apps.assessments.forms import BadEntry, fact_value, seen_of
from apps.assessments.models import Assignment
from apps.assessments.presentation import FactRow, fact_row, fact_text
from apps.assessments.queries import case_state, last_changed_by
from apps.assessments.views.access import own_assignment
from apps.assessments.views.fragments import conflicting, refused, saved
from apps.organisation.access import needs
from rules.definitions.vocabulary import CaseFact

Problems = dict[str, dict[str, object]]


@needs("score_case")
def facts(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """All facts on one page; a plain POST saves what it can and shows what it could not."""
    assignment = own_assignment(request, assignment_id)
    if assignment.is_submitted:
        return redirect("assessments:result", assignment.pk)
    problems: Problems = {}
    if request.method == "POST":
        problems = _save_all(request, assignment)
        if not problems:
            confirm_facts(assignment, by=request.user)
            return redirect("assessments:case", assignment.pk)
    status = 409 if any("conflict" in each for each in problems.values()) else 422 if problems else 200
    context = {"assignment": assignment, "rows": _rows(assignment, problems), "problems": problems}
    return render(request, "assessments/facts.html", context, status=status)


@require_POST
@needs("score_case")
def autosave_fact(request: HttpRequest, assignment_id: int, fact_id: str) -> HttpResponse:
    """Save one fact and answer with its status as a fragment; 409 shows both values."""
    assignment = own_assignment(request, assignment_id)
    fact = next((each for each in assignment.bank.facts if each.id == fact_id), None)
    if fact is None:
        return refused("No such fact")
    problem = _save(request, assignment, fact)
    row = _rows(assignment, {fact_id: problem} if problem else {}, only=fact_id)[0]
    if not problem:
        return saved({"row": row, "version": row.version})
    if "conflict" in problem:
        context = {"conflict": problem["conflict"], "key": fact_id, "version": row.version}
        return conflicting(context)
    return refused(problem["error"])


def _save_all(request: HttpRequest, assignment: Assignment) -> Problems:
    found = {fact.id: _save(request, assignment, fact) for fact in assignment.bank.facts}
    return {fact: problem for fact, problem in found.items() if problem}


def _save(request: HttpRequest, assignment: Assignment, fact: CaseFact) -> dict[str, object]:
    """Nothing when it was saved, else `error` or `conflict`."""
    try:
        value = fact_value(fact, request.POST)
        seen = seen_of(request.POST, fact.id)
        save_fact(assignment, fact_id=fact.id, value=value, seen=seen, by=request.user)
    except (BadEntry, Refused) as error:
        return {"error": str(error)}
    except Stale as stale:
        return {"conflict": _conflict(assignment, fact, value, stale)}
    return {}


def _conflict(assignment: Assignment, fact: CaseFact, mine: object, stale: Stale) -> dict[str, object]:
    change = last_changed_by(assignment, fact.id)
    return {
        "mine": fact_text(fact, mine),
        "theirs": fact_text(fact, stale.current.value if stale.current else None),
        "change": change,
    }


def _rows(assignment: Assignment, problems: Problems, only: str = "") -> list[FactRow]:
    state = case_state(assignment)
    wanted = [fact for fact in assignment.bank.facts if only in ("", fact.id)]
    return [
        fact_row(fact, state.fact_rows.get(fact.id), **problems.get(fact.id, {}))  # type: ignore[arg-type]
        for fact in wanted
    ]
