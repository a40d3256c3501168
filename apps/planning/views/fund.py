"""The innovation fund of a region: its plan for a year, applications, awards and their impact."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.assessments.kept_files import kept_file
from apps.organisation.access import needs
from apps.organisation.downloads import table_response
from apps.organisation.form_keys import sent_once
from apps.organisation.models import Region
from apps.planning import fund_actions
from apps.planning.fund_actions import Application
from apps.planning.models import Award, AwardImpact, FundPlan
from apps.planning.protection import protected_awards
from apps.planning.queries import awards_of, fund_of
from apps.planning.rows import AWARD_COLUMNS, SMALL_NUMBERS, award_rows
from apps.planning.service_forms import ApplicationForm, AwardForm, FundPlanForm, ImpactForm, JudgeForm
from apps.planning.views.access import earlier_and_later_years, keeps_record, one_of, region_for, writes
from apps.planning.views.pages import FormPage, answer_form, given
from apps.planning.wording import award_shown
from rules.definitions.planning import fund_on
from rules.periods import performance_year

DECIDE = "decide_awards"


def _year(request: HttpRequest, region: Region) -> tuple[str, list[str]]:
    """The year of the address, and those that can be chosen; this year for one that is none of them."""
    this_year = str(performance_year(timezone.localdate()))
    years = sorted({this_year, *earlier_and_later_years(region)})
    asked = request.GET.get("year", this_year)
    return (asked if asked in years else this_year), years


@require_safe
@needs("view_plan")
def fund(request: HttpRequest, region: str) -> HttpResponse:
    """The fund of one year: what it is for, what is left, and every application."""
    found, today = region_for(request, region), timezone.localdate()
    year, years = _year(request, found)
    context = {
        "region": found,
        "year": year,
        "years": years,
        "fund": fund_of(found, year),
        "awards": awards_of(found, year, today),
        "criteria": fund_on(today).criteria,
        "writes": writes(request, found),
    }
    return render(request, "planning/fund.html", context)


@require_safe
@needs("view_plan")
def awards_table(request: HttpRequest, region: str, kind: str = "csv") -> HttpResponseBase:
    """The applications of the year as a download."""
    found, today = region_for(request, region), timezone.localdate()
    year, _ = _year(request, found)
    return table_response(
        kind,
        name=f"plan-{found.pk}-fund-{year}",
        title=f"Regional Outcomes and Innovation Fund of {found}, {year}",
        about=[SMALL_NUMBERS],
        columns=AWARD_COLUMNS,
        rows=award_rows(protected_awards(awards_of(found, year, today), today)),
    )


def _page(region: Region, title: str, *, year: str, row: Award | None = None, **more: Any) -> FormPage:
    if row is None:
        up, up_text = f"{reverse('planning:fund', args=[region.pk])}?year={year}", "Innovation fund"
    else:
        up, up_text = reverse("planning:award", args=[region.pk, row.pk]), "The application"
        more.setdefault("version", lambda: Award.objects.get(pk=row.pk).version)
    return FormPage(title=title, up=up, up_text=up_text, caption=f"Plan of {region}", **more)


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def plan_fund(request: HttpRequest, region: str) -> HttpResponse:
    """Say what the fund of a year is for."""
    found = region_for(request, region, "plan_region")
    year, _ = _year(request, found)

    def newest() -> FundPlan | None:
        return found.fund_plans.filter(year=year).order_by("number").last()

    def version() -> int:
        standing = newest()
        return standing.number if standing else 0

    row = newest()
    initial = {"amount": row.amount, "words": row.words} if row else {}
    form = FundPlanForm(request.POST or None, initial=initial | {"seen": version()})
    page = _page(
        found,
        f"Plan the fund of {year}",
        year=year,
        button="Save",
        done="The fund’s plan is saved",
        version=version,
    )
    return answer_form(
        request,
        form,
        page,
        do=lambda values: fund_actions.plan_fund(found, year=year, **values, by=request.user),
    )


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def new_award(request: HttpRequest, region: str) -> HttpResponse:
    """Enter an application."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    year, _ = _year(request, found)
    units = list(found.units.order_by("code"))
    form = ApplicationForm(request.POST or None, region_units=units, today=today, initial={"co_funding": 0})
    page = _page(
        found, f"Enter an application, {year}", year=year, button="Enter", done="The application is entered"
    )
    return answer_form(
        request,
        form,
        page,
        to=lambda made: reverse("planning:award", args=[found.pk, made.pk]),
        do=lambda values: fund_actions.apply_to_fund(
            found, Application(year=year, **values), by=request.user, on=today
        ),
    )


@require_safe
@needs("view_plan")
def award(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """One application: what it asks, how it stands against every criterion, the decision, the impact."""
    found, today = region_for(request, region), timezone.localdate()
    row = one_of(found, Award, pk)
    shown = award_shown(row, today)
    if not keeps_record(request, found):
        (shown,) = protected_awards([shown], today)
    context = {
        "region": found,
        "award": row,
        "shown": shown,
        "impacts": list(zip(row.impacts.select_related("by"), shown.impact, strict=True)),
        "against": fund_actions.reasons_against(row, today) if row.state == Award.State.APPLIED else [],
        "writes": writes(request, found),
        "decides": writes(request, found, DECIDE),
        "has_judged": fund_actions.has_judged(row, request.user),
    }
    return render(request, "planning/award.html", context)


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def judge_award(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Say how an application stands against the criteria."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    row = one_of(found, Award, pk)
    initial: dict[str, Any] = {"seen": row.version}
    for each in award_shown(row, today).criteria:
        initial |= {f"verdict_{each.id}": each.verdict, f"why_{each.id}": each.why}
    form = JudgeForm(request.POST or None, rules=fund_on(today), initial=initial)
    page = _page(
        found, "Judge the application", year=row.year, row=row, button="Save", done="The verdicts are kept"
    )
    return answer_form(
        request,
        form,
        page,
        do=lambda values: fund_actions.judge(
            row, form.verdicts(), seen=values["seen"], by=request.user, on=today
        ),
    )


@require_http_methods(["GET", "POST"])
@needs(DECIDE)
@sent_once
def decide_award(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Award, refuse or record as withdrawn."""
    found, today = region_for(request, region, DECIDE), timezone.localdate()
    row = one_of(found, Award, pk)
    form = AwardForm(request.POST or None, initial={"seen": row.version, "amount": row.asked})
    page = _page(
        found,
        "Decide on the application",
        year=row.year,
        row=row,
        button="Decide",
        done="The decision is kept",
    )
    return answer_form(
        request,
        form,
        page,
        do=lambda values: fund_actions.decide_award(row, **values, by=request.user, on=today),
    )


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def add_impact(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Record what an award has changed so far."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    row = one_of(found, Award, pk)
    form = ImpactForm(*given(request), today=today)
    page = _page(
        found, "Record its impact", year=row.year, row=row, button="Record", done="The impact is recorded"
    )
    return answer_form(
        request,
        form,
        page,
        do=lambda values: fund_actions.add_impact(
            row,
            impact_on=values["impact_on"],
            words=values["words"],
            people=values["people"],
            upload=values["file"],
            by=request.user,
            on=today,
        ),
    )


@require_safe
@needs("view_plan")
def impact_file(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """The evidence of an impact, as a download."""
    found = region_for(request, region)
    rows: QuerySet[AwardImpact] = AwardImpact.objects.filter(award__region=found).exclude(file="")
    return kept_file(get_object_or_404(rows, pk=pk))
