"""The plans of the regions, one region's plan, and the words of its sections."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.organisation.access import can, needs, scope_for
from apps.organisation.actions import Refused
from apps.organisation.differences import word_differences
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import sent_once
from apps.planning import plan_actions
from apps.planning.forms import TextForm
from apps.planning.models import Plan
from apps.planning.overview import is_late, overview_rows, plan_state
from apps.planning.queries import newest_texts, plan_content, published_editions
from apps.planning.views.access import plan_of, region_for, writes
from apps.planning.views.pages import FormPage, answer_form
from apps.planning.welsh_fields import welsh_of_section
from rules.definitions.planning import governance_on, template_on
from rules.periods import performance_year


@require_safe
@needs("view_report")
def index(request: HttpRequest) -> HttpResponse:
    """How the plans of the reader's regions stand, and every published edition."""
    today = timezone.localdate()
    scope = scope_for(request.user, "view_plan")
    published = published_editions()
    context = {
        "rows": overview_rows(scope, today) if can(request.user, "view_plan") else [],
        "published": published,
        "hands_down": can(request.user, "hand_down_priorities"),
        "today": today,
    }
    return render(request, "planning/index.html", context)


@require_safe
@needs("view_plan")
def plan(request: HttpRequest, region: str) -> HttpResponse:
    """The plan as it is being written: what is missing, its sections, and what can be done next."""
    found = region_for(request, region)
    today = timezone.localdate()
    newest = plan_actions.newest_plan(found)
    context: dict[str, Any] = {"region": found, "newest": newest, "writes": writes(request, found)}
    next_year = plan_actions.year_after(newest.first_year) if newest else str(performance_year(today))
    context |= {"next_year": next_year, "may_open": _may_open(newest, next_year)}
    if newest:
        content = plan_content(found, newest.first_year, today)
        context |= {
            "content": content,
            "texts": newest_texts(newest),
            "missing": plan_actions.missing(newest, today),
            "state": plan_state(newest),
            "waiting": newest.editions.filter(decision="").first(),
            "sends": writes(request, found, "send_plan"),
            "is_late": is_late(newest, today),
            "unfinished": plan_actions.unfinished_before(found, newest.first_year),
            "publish_on": governance_on(today).publish_on(newest.first_year),
        }
    return render(request, "planning/plan.html", context)


def _may_open(newest: Plan | None, next_year: str) -> bool:
    """The next plan may be opened from the performance year before the one in which it begins."""
    this_year = performance_year(timezone.localdate())
    return newest is None or int(next_year[:4]) <= this_year.starts_in + 1


@require_POST
@needs("plan_region")
def open_plan(request: HttpRequest, region: str) -> HttpResponse:
    """Begin the next plan: the April update."""
    found = region_for(request, region, "plan_region")
    newest = plan_actions.newest_plan(found)
    this_year = str(performance_year(timezone.localdate()))
    year = plan_actions.year_after(newest.first_year) if newest else this_year
    if request.POST.get("year") != year or not _may_open(newest, year):
        raise Conflict("This plan cannot be opened now: it is there already, or too far ahead.")
    try:
        made = plan_actions.open_plan(found, first_year=year, by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, f"The plan from {made.first_year} is open")
    return redirect("planning:plan", found.pk)


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def text(request: HttpRequest, region: str, section: str) -> HttpResponse:
    """Write one section; somebody else's saving meanwhile is shown beside what was typed."""
    found = region_for(request, region, "plan_region")
    written, today = plan_of(found), timezone.localdate()
    rule = template_on(today).section(section)
    if rule is None:
        raise Http404
    newest = newest_texts(written).get(section)
    initial = {"seen": newest.number if newest else 0, "words": newest.words if newest else ""}
    form = TextForm(request.POST or None, initial=initial, section=rule)
    page = FormPage(
        title=rule.title,
        button="Save",
        up=reverse("planning:plan", args=[found.pk]),
        up_text="The plan",
        done=f"“{rule.title}” is saved",
        caption=f"Plan of {found} from {written.first_year}",
        intro=rule.guidance,
        version=lambda: written.texts.filter(section=section).count(),
        template="planning/text.html",
    )
    return answer_form(
        request,
        form,
        page,
        do=lambda given: plan_actions.write_text(
            written, section, words=given["words"], seen=given["seen"], by=request.user, on=today
        ),
        welsh=welsh_of_section(found, written.first_year, section, newest, on=today),
        region=found,
        stands=newest,
        section=rule,
    )


@require_safe
@needs("view_plan")
def text_versions(request: HttpRequest, region: str, section: str) -> HttpResponse:
    """Every version of a section, each with what it changed word by word, the newest first."""
    found = region_for(request, region)
    written = plan_of(found)
    rule = template_on(timezone.localdate()).section(section)
    if rule is None:
        raise Http404
    texts = list(written.texts.filter(section=section).select_related("by").order_by("number"))
    befores = ["", *(each.words for each in texts)]
    rows = [
        (each, word_differences(before, each.words)) for before, each in zip(befores, texts, strict=False)
    ]
    context = {"region": found, "newest": written, "section": rule, "rows": rows[::-1]}
    return render(request, "planning/text_versions.html", context)
