"""Priorities of a region, what was handed down to it, and its answers; nationally, the handing down."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.organisation.access import needs
from apps.organisation.form_keys import sent_once
from apps.organisation.models import Region
from apps.planning import priority_actions
from apps.planning.forms import AnswerForm, HandDownForm, PriorityForm, ReasonForm, TakeBackForm
from apps.planning.models import HandedDownPriority, HandedTo, Milestone, Priority, PriorityAnswer
from apps.planning.owners import owners_for
from apps.planning.plan_actions import year_after
from apps.planning.priority_actions import PriorityWords
from apps.planning.queries import handed_to, standing_priorities
from apps.planning.views.access import earlier_and_later_years, one_of, region_for, writes, years_of
from apps.planning.views.pages import FormPage, answer_form
from apps.planning.welsh_fields import welsh_fields
from rules.definitions.planning import template_on
from rules.periods import performance_year

IN_WELSH = {"title": "title", "words": "words"}


@require_safe
@needs("view_plan")
def priorities(request: HttpRequest, region: str) -> HttpResponse:
    """The priorities that stand, with their milestones, and what was handed down with its answer."""
    found = region_for(request, region)
    years = years_of(found)
    rows = HandedTo.objects.filter(region=found)
    context = {
        "region": found,
        "years": years,
        "priorities": standing_priorities(found, years),
        "withdrawn": found.priorities.exclude(withdrawn_at=None),
        "taken_back": rows.filter(handed__withdrawal__isnull=False).select_related("handed__withdrawal"),
        "handed": [(row, next(iter(row.answers.all()), None)) for row in handed_to(found, years)],
        "other": rows.count(),
        "writes": writes(request, found),
        "today": timezone.localdate(),
    }
    return render(request, "planning/priorities.html", context)


def _page(region: Region, title: str, *, button: str, done: str, **more: Any) -> FormPage:
    up = reverse("planning:priorities", args=[region.pk])
    given = {"caption": f"Plan of {region}", "up_text": "Priorities"} | more
    return FormPage(title=title, button=button, up=up, done=done, **given)


def _words(given: dict[str, Any]) -> PriorityWords:
    return PriorityWords(**{name: value for name, value in given.items() if name != "seen"})


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def new_priority(request: HttpRequest, region: str) -> HttpResponse:
    """Set a priority."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    years = years_of(found)
    form = PriorityForm(
        request.POST or None,
        owners=owners_for(found, today),
        years=years,
        initial={"first_year": years[0], "last_year": years[-1]},
    )
    page = _page(found, "Set a priority", button="Set the priority", done="The priority is set")
    return answer_form(
        request,
        form,
        page,
        do=lambda given: priority_actions.add_priority(found, _words(given), by=request.user, on=today),
        welsh=welsh_fields(found, "priority", IN_WELSH, on=today),
    )


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def change_priority(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Change a priority."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    row = one_of(found, Priority, pk)
    names = ("title", "words", "origin", "first_year", "last_year")
    years = sorted({*earlier_and_later_years(found), row.first_year, row.last_year})
    form = PriorityForm(
        request.POST or None,
        owners=owners_for(found, today),
        years=years,
        initial={name: getattr(row, name) for name in names} | {"owner": row.owner_id, "seen": row.version},
    )
    page = _page(
        found,
        "Change the priority",
        button="Save",
        done="The priority is changed",
        version=lambda: Priority.objects.get(pk=row.pk).version,
    )
    return answer_form(
        request,
        form,
        page,
        do=lambda given: priority_actions.change_priority(
            row, _words(given), seen=given["seen"] or 0, by=request.user, on=today
        ),
        welsh=welsh_fields(found, "priority", IN_WELSH, on=today, row=row),
    )


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def withdraw_priority(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Take a priority back, with a reason."""
    found = region_for(request, region, "plan_region")
    row = one_of(found, Priority, pk)
    form = ReasonForm(request.POST or None, initial={"seen": row.version})
    page = _page(
        found,
        f"Withdraw “{row.title}”",
        button="Withdraw the priority",
        done="The priority is withdrawn",
        version=lambda: Priority.objects.get(pk=row.pk).version,
    )
    return answer_form(
        request,
        form,
        page,
        do=lambda given: priority_actions.withdraw_priority(
            row, seen=given["seen"], reason=given["reason"], by=request.user
        ),
    )


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def answer(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Answer what was handed down."""
    found = region_for(request, region, "plan_region")
    row = get_object_or_404(HandedTo.objects.select_related("handed"), region=found, pk=pk)
    years = years_of(found)
    form = AnswerForm(
        request.POST or None,
        priorities=list(standing_priorities(found, years)),
        milestones=list(Milestone.objects.filter(region=found, year__in=years).exclude(state="dropped")),
    )
    page = _page(
        found,
        f"Answer “{row.handed.title}”",
        button="Answer",
        done="The answer is kept",
        intro=row.handed.words,
    )
    return answer_form(
        request,
        form,
        page,
        do=lambda given: priority_actions.answer(
            row,
            taken_up=given["answer"] == PriorityAnswer.Kind.TAKEN_UP,
            reason=given["reason"],
            priority=form.chosen("priority"),
            milestone=form.chosen("milestone"),
            by=request.user,
        ),
    )


@require_safe
@needs("hand_down_priorities")
def handed_down(request: HttpRequest) -> HttpResponse:
    """Everything that was handed down, and how each region answered."""
    answers = PriorityAnswer.objects.select_related("priority", "milestone").order_by("-id")
    regions = HandedTo.objects.select_related("region").prefetch_related(Prefetch("answers", answers))
    found = HandedDownPriority.objects.select_related("handed_by", "withdrawal__by").prefetch_related(
        Prefetch("regions", regions)
    )
    rows = [
        (row, [(each.region, next(iter(each.answers.all()), None)) for each in row.regions.all()])
        for row in found
    ]
    return render(request, "planning/handed_down.html", {"rows": rows, "today": timezone.localdate()})


@require_http_methods(["GET", "POST"])
@needs("hand_down_priorities")
@sent_once
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was handed down."""
    row = get_object_or_404(HandedDownPriority, pk=pk)
    page = FormPage(
        title=f"Take back “{row.title}”",
        button="Take it back",
        up=reverse("planning:handed_down"),
        up_text="Handed-down priorities",
        done="The priority is taken back",
        intro="No region needs to answer it any more. What regions made of it is theirs and stays.",
    )
    return answer_form(
        request,
        TakeBackForm(request.POST or None),
        page,
        do=lambda given: priority_actions.take_back(row, reason=given["reason"], by=request.user),
    )


@require_http_methods(["GET", "POST"])
@needs("hand_down_priorities")
@sent_once
def hand_down(request: HttpRequest) -> HttpResponse:
    """Hand a priority down to regions."""
    today = timezone.localdate()
    this_year = str(performance_year(today))
    years = template_on(today).years_from(this_year)
    form = HandDownForm(
        request.POST or None,
        years=[*years, year_after(years[-1])],
        all_regions=list(Region.objects.order_by("name")),
        initial={"first_year": years[0], "last_year": years[-1]},
    )
    page = FormPage(
        title="Hand a priority down",
        button="Hand down",
        up=reverse("planning:handed_down"),
        up_text="Handed-down priorities",
        done="The priority is handed down",
    )

    def do(given: dict[str, Any]) -> HandedDownPriority:
        regions = given.pop("regions")
        return priority_actions.hand_down(regions, **given, by=request.user, on=today)

    return answer_form(request, form, page, do=do)
