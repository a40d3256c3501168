"""Opening a plan for the next three years, writing its words, and what stands before it is sent."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from apps.organisation.actions import Refused, record
from apps.organisation.errors import Conflict
from apps.organisation.markup import clean
from apps.organisation.models import Region, User
from apps.planning.models import Milestone, Plan, PlanText
from apps.planning.queries import handed_down_to, newest_texts, priorities_of, sections_of
from rules.definitions.planning import template_on
from rules.periods import PerformanceYear

ELSEWHERE = "Somebody else saved this while your page was open. Read what stands now, then save again."


def newest_plan(region: Region) -> Plan | None:
    """The plan that is written: the one that begins last."""
    return Plan.objects.filter(region=region).order_by("-first_year").first()


@transaction.atomic
def open_plan(region: Region, *, first_year: str, by: User, is_demo: bool = False) -> Plan:
    """Begin the plan of the three years from `first_year`: the April update.

    The words of the plan before it are taken over as the first text of each section; priorities, milestones
    and agreements are the region's own and go on. A second click gives the same plan. Raises Refused for a
    year that is not the one after the newest plan, ValueError for no performance year.
    """
    Region.objects.select_for_update().get(pk=region.pk)
    PerformanceYear.parse(first_year)
    before = newest_plan(region)
    if before and before.first_year == first_year:
        return before
    if before and year_after(before.first_year) != first_year:
        raise Refused(f"The next plan begins in {year_after(before.first_year)}")
    made = Plan.objects.create(region=region, first_year=first_year, opened_by=by, is_demo=is_demo)
    if before:
        _take_over(before, made, by)
    record("open_plan", by=by, subject=made, after={"region": region.code, "first_year": first_year})
    return made


def year_after(year: str) -> str:
    """ "2025-26" -> "2026-27"."""
    return str(PerformanceYear(PerformanceYear.parse(year).starts_in + 1))


def _take_over(before: Plan, made: Plan, by: User) -> None:
    PlanText.objects.bulk_create(
        PlanText(plan=made, section=text.section, number=1, words=text.words, by=by)
        for text in newest_texts(before).values()
    )


@transaction.atomic
def write_text(plan: Plan, section: str, *, words: str, seen: int, by: User, on: date) -> PlanText:
    """Save the words of a section; what was there stays as an earlier version.

    seen: the number of the text that the page showed, 0 for none. The same words again save nothing. Raises
    Conflict when somebody saved meanwhile, Refused for an unknown section, words too long, an older plan.
    """
    plan, words = Plan.objects.select_for_update().get(pk=plan.pk), clean(words).strip()
    _check_writable(plan, section, words, on)
    newest = plan.texts.filter(section=section).order_by("number").last()
    number = newest.number if newest else 0
    if number != seen:
        raise Conflict(ELSEWHERE)
    if newest and newest.words == words:
        return newest
    made = PlanText.objects.create(plan=plan, section=section, number=number + 1, words=words, by=by)
    record("write_plan", by=by, subject=plan, after={"section": section, "number": made.number})
    return made


def _check_writable(plan: Plan, section: str, words: str, on: date) -> None:
    template = template_on(on)
    if template.section(section) is None:
        raise Refused(f"The plan has no section {section}")
    if len(words) > template.longest_words:
        raise Refused(f"A section has at most {template.longest_words:,} characters")
    if newest_plan(plan.region) != plan:
        raise Refused(f"The plan from {plan.first_year} is closed: a newer one is being written")


def missing(plan: Plan, on: date) -> list[str]:
    """What must be done before the plan can be sent for approval, in words; empty when it can."""
    template = template_on(on)
    years = template.years_from(plan.first_year)
    reasons = [
        f"Write “{each.title}”" for each in sections_of(plan, on) if each.required and not each.written
    ]
    priorities = priorities_of(plan.region, years)
    if not priorities:
        reasons.append("Set at least one priority")
    stepless = _without_milestones(plan, years)
    reasons += [f"Set a milestone for “{each.title}”" for each in priorities if each.id in stepless]
    if not plan.region.milestones.filter(year=plan.first_year).exists():
        reasons.append(f"Set milestones for {plan.first_year}")
    handed = handed_down_to(plan.region, years)
    return reasons + [f"Answer the handed-down priority “{one.title}”" for one in handed if not one.answer]


def unfinished_before(region: Region, year: str) -> QuerySet[Milestone]:
    """The milestones of earlier performance years that are neither done nor dropped, the first due first."""
    rows = region.milestones.filter(year__lt=year).exclude(state__in=("done", "dropped"))
    return rows.select_related("owner", "priority").order_by("due_on", "pk")


def _without_milestones(plan: Plan, years: tuple[str, ...]) -> set[int]:
    standing = plan.region.priorities.filter(withdrawn_at=None)
    stepped = plan.region.milestones.filter(year__in=years).exclude(state="dropped").values("priority")
    return set(standing.exclude(pk__in=stepped).values_list("pk", flat=True))
