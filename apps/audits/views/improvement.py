"""Actions about findings: opened, followed, ended, and what they changed."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.assessments.actions import Refused
from apps.audits import finding_actions, finding_queries
from apps.audits.finding_actions import ActionChanged
from apps.audits.finding_forms import (
    ACTION_STATES,
    ActionForm,
    ActionsForm,
    DropForm,
    HandOverForm,
    MoveForm,
    StepForm,
)
from apps.audits.finding_presentation import change_rows
from apps.audits.finding_queries import counts_by_state, listed_actions, owners_for
from apps.audits.models import Finding, ImprovementAction
from apps.audits.views.findings import question_text, visible
from apps.audits.views.places import place_choices
from apps.organisation.access import can, needs, scope_for
from apps.organisation.downloads import csv_response
from apps.organisation.errors import Conflict
from rules.definitions.improvement import improvement_on, kind_words

PER_PAGE = 50
CONFLICT = 409
KEY_DIGITS = 18  # more than a key of the database can have
CSV_COLUMNS = (
    "action",
    "what",
    "region",
    "unit",
    "owner",
    "due_on",
    "state",
    "overdue",
    "done_on",
    "opened_by",
    "opened_on",
    "findings",
    "questions",
)


@require_safe
@needs("view_actions")
def improvement_actions(request: HttpRequest) -> HttpResponse:
    """Every action that the reader may see, the first due first."""
    today = timezone.localdate()
    form, found = _listed(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    counts = counts_by_state(_visible(request), on=today)
    words = dict(ACTION_STATES)
    context = {
        "form": form,
        "page": page,
        "today": today,
        "rows": [(one, sorted({each.question for each in one.findings.all()})) for one in page],
        "counts": [(words[state], n, "?" + urlencode({"state": state})) for state, n in counts.items()],
        "query": request.GET.urlencode(),
    }
    return render(request, "audits/actions.html", context)


@require_safe
@needs("view_actions")
def actions_csv(request: HttpRequest) -> HttpResponse:
    """The same list, every row of it."""
    _, found = _listed(request)
    return csv_response(name="probity-actions", columns=CSV_COLUMNS, rows=_rows(found))


@require_http_methods(["GET", "POST"])
@needs("manage_actions")
def new_action(request: HttpRequest) -> HttpResponse:
    """Open an action about the findings named in the address (`finding`, as often as needed)."""
    today = timezone.localdate()
    found = _chosen(request)
    regions = {one.region_code for one in found}
    units = {one.unit_code for one in found}
    place = {"region": next(iter(regions), ""), "unit": units.pop() if len(units) == 1 else ""}
    form = ActionForm(
        request.POST or None,
        owners=owners_for(on=today, **place),
        initial={"due_on": improvement_on(today).act_by(today)},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = finding_actions.open_action(
                found,
                what=given["what"],
                why=given["words"],
                owner=form.chosen_owner,
                due_on=given["due_on"],
                by=request.user,
                on=today,
            )
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, f"Action {made.pk} is with {made.owner}, due {made.due_on:%-d %B %Y}")
        return redirect("audits:action", made.pk)
    rows = [(one, question_text(one), kind_words(one.kind)) for one in found]
    context = {"form": form, "rows": rows, "several_regions": len(regions) > 1}
    return render(request, "audits/action_new.html", context, status=422 if form.errors else 200)


@require_safe
@needs("view_actions")
def improvement_action(request: HttpRequest, action_id: int) -> HttpResponse:
    """One action: what it is about, every step, what can be done next, and what it changed."""
    return _page(request, _readable(request, action_id))


@require_POST
@needs("manage_actions")
def take_step(request: HttpRequest, action_id: int, step: str) -> HttpResponse:
    """Evidence, done, drop, move, hand over or reopen; somebody else's step meanwhile is told, never lost."""
    action = _managed(request, action_id)
    form = _forms(action, request.POST)[step]
    if not form.is_valid():
        return _page(request, action, wrong=(step, form))
    try:
        _carry_out(step, action, form, request)
    except ActionChanged:
        form.add_error(None, "Somebody has taken a step since you opened this page. Read it, then try again.")
        action.refresh_from_db()
        return _page(request, action, wrong=(step, form), status=CONFLICT)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, action, wrong=(step, form), status=CONFLICT)
    messages.success(request, _DONE[step])
    return redirect("audits:action", action.pk)


_DONE = {
    "evidence": "The evidence is kept",
    "done": "The action is done",
    "drop": "The action is dropped",
    "move": "The day is moved",
    "hand-over": "The action is handed over",
    "reopen": "The action is open again",
}


def _carry_out(step: str, action: ImprovementAction, form: Form, request: HttpRequest) -> None:
    given, today = form.cleaned_data, timezone.localdate()
    common = {"seen": given["seen"], "words": given["words"], "by": request.user}
    match step:
        case "evidence":
            finding_actions.add_evidence(action, **common)
        case "done":
            finding_actions.finish(action, on=today, **common)
        case "drop":
            finding_actions.drop(action, **common)
        case "move":
            finding_actions.move(action, due_on=given["due_on"], on=today, **common)
        case "hand-over":
            finding_actions.hand_over(action, owner=form.chosen_owner, on=today, **common)
        case "reopen":
            finding_actions.reopen(action, due_on=given["due_on"], on=today, **common)


def _forms(action: ImprovementAction, data: Any = None) -> dict[str, Form]:
    today, initial = timezone.localdate(), {"seen": action.version}
    owners = owners_for(region=action.region_code, unit=action.unit_code, on=today)
    others = [one for one in owners if one.pk != action.owner_id]
    return {
        "evidence": StepForm(data, initial=initial, auto_id="evidence_%s"),
        "done": StepForm(data, initial=initial, auto_id="done_%s"),
        "drop": DropForm(data, initial=initial, auto_id="drop_%s"),
        "move": MoveForm(data, initial=initial, auto_id="move_%s"),
        "hand-over": HandOverForm(data, owners=others, initial=initial, auto_id="over_%s"),
        "reopen": MoveForm(data, initial=initial, auto_id="reopen_%s"),
    }


def _page(
    request: HttpRequest,
    action: ImprovementAction,
    *,
    wrong: tuple[str, Form] | None = None,
    status: int = 422,
) -> HttpResponse:
    forms = _forms(action)
    if wrong:
        forms[wrong[0]] = wrong[1]
    manages = ImprovementAction.objects.filter(pk=action.pk, pk__in=_manageable(request)).exists()
    findings = [(one, question_text(one), kind_words(one.kind)) for one in action.findings.all()]
    context = {
        "action": action,
        "findings": findings,
        "steps": action.steps.select_related("by", "owner"),
        "changes": change_rows(finding_queries.what_changed(action)),
        "forms": {name.replace("-", "_"): form for name, form in forms.items()},
        "wrong": wrong[1] if wrong else None,
        "wrong_step": wrong[0] if wrong else "",
        # After somebody else's step the form may be gone from the page; what was typed must not be.
        "typed": wrong[1].data.get("words", "") if wrong and status == CONFLICT else "",
        "manages": manages,
        "today": timezone.localdate(),
    }
    return render(request, "audits/action.html", context, status=status if wrong else 200)


def _visible(request: HttpRequest) -> Any:
    scope = scope_for(request.user, "view_actions")
    return finding_queries.actions_within(scope, leads=can(request.user, "open_round"))


def _manageable(request: HttpRequest) -> Any:
    scope = scope_for(request.user, "manage_actions")
    return finding_queries.actions_within(scope, leads=can(request.user, "open_round")).values("pk")


def _readable(request: HttpRequest, action_id: int) -> ImprovementAction:
    return get_object_or_404(_visible(request), pk=action_id)


def _managed(request: HttpRequest, action_id: int) -> ImprovementAction:
    return get_object_or_404(_visible(request).filter(pk__in=_manageable(request)), pk=action_id)


def _chosen(request: HttpRequest) -> list[Finding]:
    """The findings of the address that the reader may act on; what is not theirs is left out."""
    given = request.GET.getlist("finding")
    wanted = [int(one) for one in given if one.isascii() and one.isdigit() and len(one) <= KEY_DIGITS]
    scope = scope_for(request.user, "manage_actions")
    mine = scope.filter_q(region_field="region_code", unit_field="unit_code")
    return list(visible(request).filter(mine, pk__in=wanted[:PER_PAGE], withdrawn_at__isnull=True))


def _listed(request: HttpRequest) -> tuple[ActionsForm, Any]:
    scope = scope_for(request.user, "view_actions")
    form = ActionsForm(request.GET, places=place_choices(scope))
    wanted = form.filter_for(request.user)
    return form, listed_actions(_visible(request), wanted, on=timezone.localdate())


def _rows(found: Any) -> Iterator[dict[str, Any]]:
    today = timezone.localdate()
    for one in found:
        yield {
            "action": one.pk,
            "what": one.what,
            "region": one.region_code,
            "unit": one.unit_code,
            "owner": str(one.owner),
            "due_on": one.due_on,
            "state": one.get_state_display(),
            "overdue": one.is_open and one.due_on < today,
            "done_on": one.done_on,
            "opened_by": str(one.opened_by),
            "opened_on": timezone.localdate(one.opened_at),
            "findings": " ".join(str(each.pk) for each in one.findings.all()),
            "questions": " ".join(sorted({each.question for each in one.findings.all()})),
        }
