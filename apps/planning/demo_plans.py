"""The demonstration's plans: a published one, its April update, and what was handed down, all made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction

from apps.organisation.actions import assign_role
from apps.organisation.models import Region, RoleAssignment, User
from apps.planning.cycle_actions import enter_product
from apps.planning.demo_fund import seed_boards, seed_fund
from apps.planning.demo_services import seed_agreements
from apps.planning.demo_welsh import SECTIONS as SECTIONS_IN_WELSH
from apps.planning.demo_welsh import UPDATED as UPDATED_IN_WELSH
from apps.planning.demo_welsh import seed_welsh
from apps.planning.demo_words import (
    HANDED_DOWN,
    LATE_HANDED_DOWN,
    NEW_PRIORITY,
    PRIORITIES,
    PROVIDERS,
    SECTIONS,
    UPDATED,
)
from apps.planning.edition_actions import decide, publish, send
from apps.planning.milestone_actions import MilestoneWords, add_milestone, report_progress
from apps.planning.models import HandedDownPriority, HandedTo, Milestone, Plan, PlanEdition, Priority
from apps.planning.plan_actions import open_plan, write_text, year_after
from apps.planning.priority_actions import PriorityWords, add_priority, answer, hand_down
from rules.definitions.planning import cycle_on
from rules.periods import Month, PerformanceYear

ACCOUNTS = ("planner.h", "planner.a", "planner.b", "national1", "national2")
QUARTER_MONTHS = 3
DIRECTORS = ("director.h", "director.a")
OWN_PLANNER = {"H": "planner.h", "A": "planner.a"}
# Of the update: who has it sent, approved, returned; everybody else's is published.
WAITING, RETURNED, WRITTEN = {"A", "E"}, {"D"}, {"C", "J"}


@dataclass(frozen=True, kw_only=True)
class _Making:
    """What the making of one region's plan has at hand."""

    region: Region
    first_year: str
    planner: User
    approver: User
    today: date
    chance: Random

    @property
    def decider(self) -> User:
        """Who awards: the region's director; who approves plans, where the demonstration has none."""
        held = RoleAssignment.objects.filter(
            region=self.region, role="regional_director", valid_to=None, user__username__in=DIRECTORS
        )
        found = held.select_related("user").order_by("pk").first()
        return found.user if found else self.approver

    def first_on(self, quarter: int) -> date:
        """The last day of a quarter, counted from 1 at the beginning of the first plan."""
        begins = Month.of(PerformanceYear.parse(self.first_year).first_on)
        return begins.plus(quarter * QUARTER_MONTHS - 1).last_on


@transaction.atomic
def seed_plans(regions: Sequence[Region], *, first_year: str, today: date, seed: int) -> list[Plan]:
    """Plans of the regions that have none: one from `first_year`, published, and the update a year later.

    The same seed makes the same plans. Gives the plans that were made.
    """
    people = {user.username: user for user in User.objects.filter(username__in=ACCOUNTS)}
    fresh = [region for region in regions if not region.plans.exists()]
    if not fresh:
        return []
    handed = [_hand(words, fresh, first_year, people["national2"], today) for words in HANDED_DOWN]
    made = []
    for region in fresh:
        planner = people[OWN_PLANNER.get(region.code, "planner.b")]
        _give_role(planner, region, on=today)
        making = _Making(
            region=region,
            first_year=first_year,
            planner=planner,
            approver=people["national1"],
            today=today,
            chance=Random(f"{seed}-{region.code}"),  # noqa: S311 (made-up figures)
        )
        made += _seed(making, handed)
    _hand(LATE_HANDED_DOWN, fresh[:3] if len(fresh) > 2 else fresh, first_year, people["national2"], today)
    return made


def _give_role(planner: User, region: Region, *, on: date) -> None:
    if not planner.roles.filter(region=region, valid_to=None).exists():
        began = planner.roles.earliest("valid_from").valid_from
        assign_role(planner, role="regional_planner", by=None, valid_from=min(began, on), region=region)


def _hand(
    words: tuple[str, str, str], regions: Sequence[Region], first_year: str, by: User, today: date
) -> HandedDownPriority:
    kind, title, text = words
    last_year = year_after(year_after(year_after(first_year)))
    kind = kind if len(regions) > 1 else "national"
    return hand_down(
        regions, kind=kind, title=title, words=text, first_year=first_year, last_year=last_year,
        answer_by=today + timedelta(days=30), by=by, on=today,
    )  # fmt: skip


def _seed(making: _Making, handed: Sequence[HandedDownPriority]) -> list[Plan]:
    by, region, today = making.planner, making.region, making.today
    plan = open_plan(region, first_year=making.first_year, by=by, is_demo=True)
    _write(making, plan, SECTIONS)
    priorities = [_priority(making, words) for words in PRIORITIES]
    _answer(making, handed, priorities)
    seed_agreements(region, by=by, today=today, chance=making.chance)
    second = year_after(making.first_year)
    seed_fund(
        region, (making.first_year, second), by=by, decider=making.decider, today=today, chance=making.chance
    )
    _translate(making, plan, SECTIONS_IN_WELSH)
    _publish(making, plan)
    update = open_plan(region, first_year=second, by=by, is_demo=True)
    _write(making, update, UPDATED)
    _priority(making, NEW_PRIORITY)
    _follow(making)
    milestones = list(Milestone.objects.filter(region=region))
    seed_boards(region, milestones, by=by, owner=by, today=today)
    _enter_products(making, update)
    _translate(making, update, {**SECTIONS_IN_WELSH, **UPDATED_IN_WELSH})
    _settle(making, update)
    return [plan, update]


def _given(making: _Making, name: str) -> dict[str, Any]:
    """What the places of the made-up words are filled with; `name`: of the region."""
    return {"region": name, "units": making.region.units.count(), "providers": len(PROVIDERS)}


def _translate(making: _Making, plan: Plan, sections: Mapping[str, str]) -> None:
    given = _given(making, "Cymru")
    words = {section: text.format(**given) for section, text in sections.items()}
    seed_welsh(making.region, plan.first_year, words, by=making.planner, today=making.today)


def _write(making: _Making, plan: Plan, sections: dict[str, str]) -> None:
    given = _given(making, making.region.name)
    written = {text.section: text.number for text in plan.texts.order_by("number")}
    for section, words in sections.items():
        seen = written.get(section, 0)
        text = words.format(**given)
        write_text(plan, section, words=text, seen=seen, by=making.planner, on=making.today)


def _priority(
    making: _Making, words: tuple[str, str, tuple[int, int], str, tuple[tuple[int, str], ...]]
) -> Priority:
    title, text, (first, last), measure, milestones = words
    starts = PerformanceYear.parse(making.first_year).starts_in
    given = PriorityWords(
        title=title,
        words=text,
        first_year=str(PerformanceYear(starts + first)),
        last_year=str(PerformanceYear(starts + last)),
        owner=making.planner,
    )
    made = add_priority(making.region, given, by=making.planner, on=making.today)
    for quarter, step in milestones:
        baseline = Decimal(making.chance.randint(700, 880)) / 10 if measure else None
        add_milestone(
            making.region,
            MilestoneWords(
                priority=made,
                title=step,
                words="A made-up step.",
                due_on=making.first_on(quarter),
                owner=making.planner,
                measure=measure,
                baseline=baseline,
                aim=Decimal(90) if measure else None,
            ),
            why="Agreed in co-design.",
            by=making.planner,
            on=making.today,
        )
    return made


def _answer(making: _Making, handed: Sequence[HandedDownPriority], priorities: Sequence[Priority]) -> None:
    rows = HandedTo.objects.filter(region=making.region, handed__in=handed).order_by("handed_id")
    for number, row in enumerate(rows):
        if number == 0 and making.chance.random() < 0.2:
            reason = "Our own panel of people on probation already does this."
            answer(row, taken_up=False, reason=reason, by=making.planner)
        else:
            answer(row, taken_up=True, priority=priorities[1], by=making.planner)


def _publish(making: _Making, plan: Plan) -> None:
    edition = send(plan, by=making.planner, on=making.today)
    edition = decide(edition, approved=True, reasons="", by=making.approver)
    _publish_edition(making, edition)


def _publish_edition(making: _Making, edition: PlanEdition) -> None:
    """Whatever the day on which the demonstration is made."""
    why = "Made up for the demonstration on another day."
    publish(edition, by=making.approver, on=making.today, outside_reason=why)


def _settle(making: _Making, update: Plan) -> None:
    """Leave the update where the demonstration wants it: written, waiting, returned or published."""
    code = making.region.code
    if code in WRITTEN:
        return
    edition = send(update, by=making.planner, on=making.today)
    if code in WAITING:
        return
    approved = code not in RETURNED
    reasons = "" if approved else "Say who owns the bridge beds and what they cost."
    edition = decide(edition, approved=approved, reasons=reasons, by=making.approver)
    if approved:
        _publish_edition(making, edition)


def _follow(making: _Making) -> None:
    """What was reported of the milestones whose day is over or near."""
    for milestone in Milestone.objects.filter(region=making.region, due_on__lte=making.today):
        drawn = making.chance.random()
        state, words = ("done", "Done and seen in every unit.")
        if drawn > 0.7:
            state, words = ("late", "Two units wait for their rooms.")
        done_on = min(milestone.due_on + timedelta(days=making.chance.randint(-20, 25)), making.today)
        report_progress(
            milestone,
            state=state,
            words=words,
            seen=milestone.version,
            by=making.planner,
            on=making.today,
            done_on=done_on if state == "done" else None,
        )
    near = Milestone.objects.filter(region=making.region, due_on__gt=making.today).first()
    if near:
        words = "One partner has not answered."
        report_progress(
            near, state="at_risk", words=words, seen=near.version, by=making.planner, on=making.today
        )


def _enter_products(making: _Making, plan: Plan) -> None:
    for product in cycle_on(making.today).products:
        due_on = product.due_on(plan.first_year)
        if product.made_of or due_on > making.today:
            continue
        state = "in_place" if making.chance.random() < 0.8 else "in_hand"
        enter_product(
            plan,
            product.id,
            state=state,
            holder=making.planner,
            due_on=due_on,
            words="Made up for the demonstration.",
            upload=None,
            by=making.planner,
            on=making.today,
        )
