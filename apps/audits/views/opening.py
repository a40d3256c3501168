"""Opening a round: first the window, then, with the frame in sight, the sample."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.assessments.draws import FrameCase
from apps.assessments.models import BankEdition
from apps.audits.actions import RoundPlan, may_mark, open_round
from apps.audits.forms import STRATA_LABELS, RoundForm, WindowForm
from apps.audits.models import AuditRound
from apps.audits.queries import STRATA_CHOICES, frame_of, strata_sizes
from apps.caseload.queries import live_extract
from apps.organisation.access import needs, scope_for
from apps.organisation.models import User
from rules.periods import add_months
from rules.sampling.allocate import sample_size

SCORING_DAYS = 28
# What the helper shows: confidence and margin, in percent.
PRECISIONS = ((80, 5), (90, 5), (95, 5), (95, 10))


@needs("open_round")
def new_round(request: HttpRequest) -> HttpResponse:
    """Without a valid window in the address: the first step; with one: the frame and the second step."""
    scope = scope_for(request.user, "open_round")
    asked = "region" in request.GET
    window = WindowForm(request.GET if asked else None, scope=scope, initial=_proposed_window())
    if not asked or not window.is_valid():
        return render(request, "audits/new_window.html", {"form": window, "extract": live_extract()})
    planned = _planned(window.cleaned_data)
    frame = frame_of(planned)  # once: at full size it takes a second or two
    auditors = _auditors_of(planned.region.code)
    form = RoundForm(
        request.POST or None,
        auditors=auditors,
        today=timezone.localdate(),
        initial=_proposed_sample(planned, len(frame), auditors),
    )
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_round(_plan(window.cleaned_data, form.cleaned_data), by=request.user)
            return redirect("audits:round", opened.pk)
        except Refused as refused:
            problem = str(refused)
    context = _frame_context(frame) | {
        "planned": planned,
        "form": form,
        "problem": problem,
        "has_auditors": bool(auditors),
    }
    return render(request, "audits/new_sample.html", context, status=422 if form.errors or problem else 200)


def _proposed_window() -> dict[str, Any]:
    """What the first bank's frame looks back on, counted from the day of the live extract."""
    extract, edition = live_extract(), BankEdition.objects.order_by("bank", "-edition").first()
    if extract is None or edition is None:
        return {}
    frame = edition.definition.file.frame
    last_on = add_months(extract.as_at, -frame.months_before_end)
    return {"first_on": add_months(last_on, -frame.months) + timedelta(days=1), "last_on": last_on}


def _planned(window: dict[str, Any]) -> AuditRound:
    """The round as it would be, not stored."""
    return AuditRound(
        region=window["region"],
        edition=window["edition"],
        window_first_on=window["first_on"],
        window_last_on=window["last_on"],
    )


def _proposed_sample(planned: AuditRound, frame_size: int, auditors: list[User]) -> dict[str, Any]:
    return {
        "size": sample_size(frame_size, confidence=Fraction(80, 100), margin=Fraction(5, 100)) or None,
        "strata": ["kind"],
        "seed": f"{planned.edition.bank}-{planned.region.code}-{planned.window_last_on:%Y-%m}",
        "due_on": timezone.localdate() + timedelta(days=SCORING_DAYS),
        "auditors": auditors,
    }


def _auditors_of(region_code: str) -> list[User]:
    people = User.objects.filter(is_active=True, roles__role="auditor").distinct()
    return [user for user in people if may_mark(user, region_code)]


def _frame_context(frame: list[FrameCase]) -> dict[str, Any]:
    return {
        "frame_size": len(frame),
        "tables": [(STRATA_LABELS[name], strata_sizes(frame, [name]).items()) for name in STRATA_CHOICES],
        "helper": [
            (confidence, margin, _enough(len(frame), confidence, margin)) for confidence, margin in PRECISIONS
        ],
    }


def _enough(frame_size: int, confidence: int, margin: int) -> int:
    return sample_size(frame_size, confidence=Fraction(confidence, 100), margin=Fraction(margin, 100))


def _plan(window: dict[str, Any], sample: dict[str, Any]) -> RoundPlan:
    return RoundPlan(
        region=window["region"],
        edition=window["edition"],
        window_first_on=window["first_on"],
        window_last_on=window["last_on"],
        size=sample["size"],
        seed=sample["seed"].strip(),
        strata_columns=tuple(name for name in STRATA_CHOICES if name in sample["strata"]),
        due_on=sample["due_on"],
        auditors=tuple(sample["auditors"]),
    )
