"""Plans of Wales for tests: people, a plan with everything that it needs before it is sent."""

from dataclasses import dataclass
from datetime import date

from apps.organisation.models import Region, User
from apps.planning.milestone_actions import MilestoneWords, add_milestone
from apps.planning.models import Milestone, Plan, Priority
from apps.planning.plan_actions import open_plan, write_text
from apps.planning.priority_actions import PriorityWords, add_priority
from rules.definitions.planning import template_on
from tests.factories.people import make_person_with

TODAY = date(2026, 5, 4)
YEAR = "2026-27"


@dataclass(frozen=True)
class Planners:
    """A region with its planner and director, and the nation's planner."""

    region: Region
    planner: User
    director: User
    national: User


def planners(region: str = "H") -> Planners:
    return Planners(
        region=Region.objects.get(pk=region),
        planner=make_person_with("regional_planner", region=region),
        director=make_person_with("regional_director", region=region),
        national=make_person_with("national_planner"),
    )


def make_priority(people: Planners, title: str = "See people in time", **changed: object) -> Priority:
    given = {
        "title": title,
        "words": "Within the days that the standards set.",
        "first_year": "2025-26",
        "last_year": "2027-28",
        "owner": people.planner,
    }
    return add_priority(people.region, PriorityWords(**given | changed), by=people.planner, on=TODAY)  # type: ignore[arg-type]


def make_milestone(
    people: Planners, priority: Priority, *, due_on: date = date(2026, 9, 30), **changed: object
) -> Milestone:
    given = {"priority": priority, "title": "Brief every team", "words": "", "owner": people.planner}
    words = MilestoneWords(due_on=due_on, **given | changed)  # type: ignore[arg-type]
    return add_milestone(people.region, words, why="Agreed", by=people.planner, on=TODAY)


def make_plan(people: Planners, first_year: str = YEAR) -> Plan:
    """A plan in which nothing is missing."""
    plan = open_plan(people.region, first_year=first_year, by=people.planner)
    for section in template_on(TODAY).sections:
        if section.required and not plan.texts.filter(section=section.id).exists():
            write_text(plan, section.id, words="Words of ours.", seen=0, by=people.planner, on=TODAY)
    if not people.region.priorities.exists():
        due_on = date(int(first_year[:4]), 9, 30)
        make_milestone(people, make_priority(people), due_on=due_on)
    return plan
