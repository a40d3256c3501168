"""Milestones of a region: listed, set, followed with evidence, changed, downloaded."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.assessments.kept_files import kept_file
from apps.caseload.queries import live_extract
from apps.organisation.access import needs
from apps.organisation.downloads import table_response
from apps.organisation.form_keys import sent_once
from apps.organisation.models import Region
from apps.performance.queries.targets import targets_in_force
from apps.planning import milestone_actions
from apps.planning.forms import MilestoneForm, MilestonesFilter, ProgressForm
from apps.planning.milestone_actions import MilestoneWords
from apps.planning.models import Milestone, MilestoneStep, Priority
from apps.planning.owners import owners_for
from apps.planning.queries import milestones_of
from apps.planning.rows import MILESTONE_COLUMNS, milestone_rows
from apps.planning.shapes import MilestoneShown
from apps.planning.views.access import earlier_and_later_years, one_of, region_for, writes
from apps.planning.views.pages import FormPage, answer_form, given
from apps.planning.welsh_fields import welsh_fields
from apps.planning.wording import milestone_shown
from rules.definitions.planning import governance_on
from rules.definitions.targets import TargetValue
from rules.periods import Month

OVERDUE = "overdue"
IN_WELSH = {"title": "title"}


# A sort key, its column's heading, and what it sorts by.
SORTS: dict[str, tuple[str, Callable[[MilestoneShown], Any]]] = {
    "title": ("Milestone", lambda row: (row.title.casefold(), row.id)),
    "due": ("Due", lambda row: (row.due_on, row.id)),
    "state": ("State", lambda row: (not row.is_overdue, row.state_words, row.due_on, row.id)),
    "owner": ("Owner", lambda row: (row.owner.casefold(), row.due_on, row.id)),
}


def _asked(request: HttpRequest, region: Region) -> tuple[MilestonesFilter, list[MilestoneShown]]:
    """The filter and the milestones that it asks for, in the order that the address asks for."""
    today, years = timezone.localdate(), earlier_and_later_years(region)
    every = milestones_of(region, years, today)
    form = MilestonesFilter(
        request.GET,
        years=years,
        priorities=sorted({(row.priority, row.priority_title) for row in every}),
        owners=sorted({row.owner for row in every}),
        today=today,
    )
    wanted = form.cleaned_data if form.is_valid() else {}
    key, is_descending = _order(request)
    rows = [row for row in every if _fits(row, wanted)]
    return form, sorted(rows, key=SORTS[key][1], reverse=is_descending)


def _order(request: HttpRequest) -> tuple[str, bool]:
    """The key and whether the last comes first; by day for what is no key."""
    asked = request.GET.get("sort", "")
    key = asked.removeprefix("-")
    return (key, asked.startswith("-")) if key in SORTS else ("due", False)


def _fits(row: MilestoneShown, wanted: Mapping[str, str]) -> bool:
    state = wanted.get("state", "")
    stands = row.is_overdue if state == OVERDUE else state in ("", row.state)
    return (
        stands
        and wanted.get("year", "") in ("", row.year)
        and wanted.get("priority", "") in ("", str(row.priority))
        and wanted.get("owner", "") in ("", row.owner)
    )


def _headings(request: HttpRequest) -> list[dict[str, str]]:
    """The columns that sort the list, each with the address's next `sort` and how it sorts now."""
    key, is_descending = _order(request)
    now = {key: "descending" if is_descending else "ascending"}
    return [
        {
            "words": words,
            "direction": now.get(name, "none"),
            "sort": f"-{name}" if now.get(name) == "ascending" else name,
        }
        for name, (words, _) in SORTS.items()
    ]


@require_safe
@needs("view_plan")
def milestones(request: HttpRequest, region: str) -> HttpResponse:
    """The milestones by day, filtered by year and by how they stand."""
    found = region_for(request, region)
    form, rows = _asked(request, found)
    context = {
        "region": found,
        "form": form,
        "rows": rows,
        "overdue": sum(row.is_overdue for row in rows),
        "writes": writes(request, found),
        "query": request.GET.urlencode(),
        "headings": _headings(request),
        "sort": request.GET.get("sort", ""),
        "has_priorities": found.priorities.filter(withdrawn_at=None).exists(),
        "is_filtered": any(form.cleaned_data.values()) if form.is_valid() else True,
    }
    return render(request, "planning/milestones.html", context, status=422 if form.errors else 200)


@require_safe
@needs("view_plan")
def milestones_table(request: HttpRequest, region: str, kind: str = "csv") -> HttpResponseBase:
    """The same list as a download."""
    found = region_for(request, region)
    _, rows = _asked(request, found)
    return table_response(
        kind,
        name=f"plan-{found.pk}-milestones",
        title=f"Milestones of the plan of {found}",
        columns=MILESTONE_COLUMNS,
        rows=milestone_rows(rows),
    )


@require_safe
@needs("view_plan")
def milestone(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """One milestone: how it stands, every step with its evidence, and the boards that spoke of it."""
    found, today = region_for(request, region), timezone.localdate()
    row, rules = one_of(found, Milestone, pk), governance_on(today)
    context = {
        "region": found,
        "milestone": milestone_shown(row, today),
        "target": _target(row),
        "steps": [(step, rules.state_words(step.state)) for step in row.steps.select_related("by", "owner")],
        "decisions": row.board_decisions.select_related("board", "owner"),
        "writes": writes(request, found),
    }
    return render(request, "planning/milestone.html", context)


def _target(row: Milestone) -> TargetValue | None:
    """The policy's target of the measure that the milestone moves, in the month in which it is due."""
    if not row.measure:
        return None
    extract = live_extract()
    demo = bool(extract and extract.demo)
    return targets_in_force().on(row.measure, row.region_id, Month.of(row.due_on), demo=demo)


@require_safe
@needs("view_plan")
def milestone_file(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """The evidence of a step, as a download."""
    found = region_for(request, region)
    steps = MilestoneStep.objects.filter(milestone__region=found).exclude(file="")
    return kept_file(get_object_or_404(steps, pk=pk))


def _page(region: Region, title: str, *, row: Milestone | None = None, **more: Any) -> FormPage:
    if row is None:
        up, up_text = reverse("planning:milestones", args=[region.pk]), "Milestones"
    else:
        up, up_text = reverse("planning:milestone", args=[region.pk, row.pk]), "The milestone"
        more["version"] = lambda: Milestone.objects.get(pk=row.pk).version
    return FormPage(title=title, up=up, up_text=up_text, caption=f"Plan of {region}", **more)


def _form(request: HttpRequest, region: Region, **initial: Any) -> MilestoneForm:
    standing = Priority.objects.filter(region=region, withdrawn_at=None)
    owners = owners_for(region, timezone.localdate())
    return MilestoneForm(request.POST or None, priorities=list(standing), owners=owners, initial=initial)


def _words(values: dict[str, Any]) -> MilestoneWords:
    return MilestoneWords(**{name: value for name, value in values.items() if name not in ("why", "seen")})


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def new_milestone(request: HttpRequest, region: str) -> HttpResponse:
    """Set a milestone."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    page = _page(found, "Set a milestone", button="Set the milestone", done="The milestone is set")
    return answer_form(
        request,
        _form(request, found, priority=request.GET.get("priority", "")),
        page,
        do=lambda values: milestone_actions.add_milestone(
            found, _words(values), why=values["why"], by=request.user, on=today
        ),
        welsh=welsh_fields(found, "milestone", IN_WELSH, on=today),
    )


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def change_milestone(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Change a milestone, its day or who answers for it."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    row = one_of(found, Milestone, pk)
    names = ("title", "words", "due_on", "measure", "baseline", "aim")
    initial = {name: getattr(row, name) for name in names}
    initial |= {"priority": row.priority_id, "owner": row.owner_id, "seen": row.version}
    page = _page(found, "Change the milestone", row=row, button="Save", done="The milestone is changed")
    return answer_form(
        request,
        _form(request, found, **initial),
        page,
        do=lambda values: milestone_actions.change_milestone(
            row, _words(values), why=values["why"], seen=values["seen"] or 0, by=request.user, on=today
        ),
        welsh=welsh_fields(found, "milestone", IN_WELSH, on=today, row=row),
    )


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def report_progress(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Say how a milestone stands, with its evidence."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    row = one_of(found, Milestone, pk)
    form = ProgressForm(*given(request), today=today, initial={"seen": row.version, "state": row.state})
    page = _page(
        found,
        "Report progress",
        row=row,
        button="Keep the report",
        done="The report is kept",
        intro=row.title,
    )
    return answer_form(
        request,
        form,
        page,
        do=lambda values: milestone_actions.report_progress(
            row,
            state=values["state"],
            words=values["words"],
            done_on=values["done_on"],
            upload=values["file"],
            seen=values["seen"],
            by=request.user,
            on=today,
        ),
        welsh=welsh_fields(found, "milestone", {"words": "reason"}, on=today, row=row, anew=True),
    )
