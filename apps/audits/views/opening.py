"""Opening rounds: first the banks and places, then, with every frame in sight, the samples."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.audits.actions import may_mark
from apps.audits.forms import LineForm, SampleForm, WindowForm
from apps.audits.group_actions import GroupPlan, WantedRound, open_rounds
from apps.audits.models import RoundGroup
from apps.audits.planning import Plan, PlannedRound, by_bank, editions_to_open, plan_rounds, usable
from apps.audits.queries import STRATA_CHOICES
from apps.caseload.queries import live_extract
from apps.organisation.access import needs, scope_for
from apps.organisation.models import User
from rules.definitions.audit_rounds import round_rules_on


@dataclass(frozen=True)
class Line:
    """A planned round with its part of the form; None where it cannot be opened."""

    planned: PlannedRound
    form: LineForm | None


@needs("open_round")
def new_round(request: HttpRequest) -> HttpResponse:
    """Without valid choices in the address: the first step; with them: the frames and the second step."""
    extract, scope = live_extract(), scope_for(request.user, "open_round")
    editions = editions_to_open()
    asked = "regions" in request.GET or "editions" in request.GET
    form = WindowForm(request.GET if asked else None, scope=scope, editions=editions)
    if not asked or not form.is_valid() or extract is None:
        return render(request, "audits/new_window.html", {"form": form, "extract": extract})
    regions, chosen = list(form.cleaned_data["regions"]), list(form.cleaned_data["editions"])
    plan = plan_rounds(regions, chosen, as_at=extract.as_at, window=form.window)
    return _second_step(request, plan, extract.as_at)


def _second_step(request: HttpRequest, plan: Plan, as_at: date) -> HttpResponse:
    auditors = _auditors_of({each.round.region_id for each in plan.rounds})
    posted = request.POST if request.method == "POST" else None
    form = SampleForm(
        posted, auditors=auditors, today=timezone.localdate(), initial=_proposed(as_at, auditors)
    )
    lines = {each.key: Line(each, None if each.why_not else _line_form(each, posted)) for each in plan.rounds}
    problem = ""
    if posted is not None and _all_valid(form, lines):
        try:
            return _opened(request, open_rounds(_group_plan(form), _wanted(lines), by=request.user))
        except Refused as refused:
            problem = str(refused)
    faulty = posted is not None and (problem or not _all_valid(form, lines))
    context = {
        "banks": {title: [lines[each.key] for each in rounds] for title, rounds in by_bank(plan).items()},
        "plan": plan,
        "usable": any(True for _ in usable(plan)),
        "least_referrals": round_rules_on(as_at).least_referrals,
        "form": form,
        "problem": problem,
        "faulty": faulty,
        "has_auditors": bool(auditors),
    }
    return render(request, "audits/new_sample.html", context, status=422 if faulty else 200)


def _opened(request: HttpRequest, group: RoundGroup) -> HttpResponse:
    """To the round where there is only one, else to the board of the group."""
    rounds = list(group.rounds.all())
    if len(rounds) == 1:
        return redirect("audits:round", rounds[0].pk)
    messages.success(request, f"{len(rounds)} rounds are open; nothing is drawn yet")
    return redirect(f"{reverse('audits:board')}?group={group.pk}")


def _line_form(planned: PlannedRound, posted: QueryDict | None) -> LineForm:
    proposed = {"include": True, "size": planned.hints[0].cases}
    return LineForm(posted, prefix=planned.key, initial=proposed)


def _all_valid(form: SampleForm, lines: dict[str, Line]) -> bool:
    """Both asked, so that every fault is shown at once."""
    checked = [line.form.is_valid() for line in lines.values() if line.form is not None]
    return form.is_valid() and all(checked)


def _wanted(lines: dict[str, Line]) -> list[WantedRound]:
    return [
        WantedRound(line.planned, line.form.cleaned_data["size"])
        for line in lines.values()
        if line.form is not None and line.form.cleaned_data["include"]
    ]


def _group_plan(form: SampleForm) -> GroupPlan:
    given: dict[str, Any] = form.cleaned_data
    return GroupPlan(
        title=given["title"],
        seed=given["seed"],
        strata_columns=tuple(name for name in STRATA_CHOICES if name in given["strata"]),
        due_on=given["due_on"],
        auditors=tuple(given["auditors"]),
    )


def _proposed(as_at: date, auditors: list[User]) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": _free_title(f"Audits of {as_at:%B %Y}"),
        "strata": ["kind"],
        "seed": f"{as_at:%Y-%m}",
        "due_on": today + timedelta(days=round_rules_on(today).scoring_days),
        "auditors": auditors,
    }


def _free_title(title: str) -> str:
    """The title, numbered when rounds have that name already."""
    taken = set(RoundGroup.objects.filter(title__startswith=title).values_list("title", flat=True))
    number = next(n for n in range(1, len(taken) + 2) if _numbered(title, n) not in taken)
    return _numbered(title, number)


def _numbered(title: str, number: int) -> str:
    return title if number == 1 else f"{title} ({number})"


def _auditors_of(region_codes: set[str]) -> list[User]:
    """Those who may mark in at least one of the regions, by name."""
    people = User.objects.filter(is_active=True, roles__role="auditor").distinct()
    found = [user for user in people if any(may_mark(user, code) for code in region_codes)]
    return sorted(found, key=lambda user: (str(user), user.pk))
