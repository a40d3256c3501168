"""What of a plan its region's people wrote, place by place, and which of it are names. Pure.

A place is where English stands; its Welsh is kept beside it (apps.organisation.own_words). Names of people,
providers and places are the same in every language, and no translation of them is waited for.
"""

from collections.abc import Iterator

from apps.organisation.own_words import Place
from apps.planning.shapes import AwardShown, HandedShown, MilestoneShown, PlanContent


def place_of(kind: str, key: int | str, field: str) -> str:
    """ "milestone:12:title"."""
    return f"{kind}:{key}:{field}"


def places_in(plan: PlanContent) -> Iterator[Place]:
    """Every place of the plan, each once; one that holds no English among them."""
    seen = set[str]()
    for one in _places(plan):
        if one.key not in seen:
            seen.add(one.key)
            yield one


def _places(plan: PlanContent) -> Iterator[Place]:
    for section in plan.sections:
        key = place_of("section", plan.first_year, section.id)
        yield Place(key=key, what=f"Section “{section.title}”", english=section.words)
    for one in plan.priorities:
        yield _place("priority", one.id, "title", "Priority", one.title)
        yield _place("priority", one.id, "words", f"What “{one.title}” means", one.words)
    for milestone in plan.milestones:
        yield from milestone_places(milestone)
    for handed in plan.handed_down:
        yield from _handed(handed)
    for agreement in plan.agreements:
        yield _place("agreement", agreement.id, "title", "Agreement", agreement.title)
    if plan.fund:
        what = f"What the innovation fund is for, {plan.fund.year}"
        yield Place(key=place_of("fund", plan.fund.year, "words"), what=what, english=plan.fund.words)
    for award in plan.awards:
        yield from _award(award)


def milestone_places(one: MilestoneShown) -> Iterator[Place]:
    """The milestone's own that documents print, and the title of its priority."""
    yield _place("milestone", one.id, "title", "Milestone", one.title)
    yield _place("milestone", one.id, "reason", f"Progress of “{one.title}”", one.reason)
    yield _place("priority", one.priority, "title", "Priority", one.priority_title)


def _handed(one: HandedShown) -> Iterator[Place]:
    yield _place("handed", one.id, "title", "Handed down", one.title)
    yield _place("handed", one.id, "reason", f"Answer to “{one.title}”", one.reason)


def _award(one: AwardShown) -> Iterator[Place]:
    yield _place("award", one.id, "title", "Application to the fund", one.title)
    yield _place("award", one.id, "words", f"What “{one.title}” is", one.words)
    yield _place("award", one.id, "reason", f"Decision on “{one.title}”", one.reason)
    for each in one.criteria:
        yield _place("award", one.id, f"why_{each.id}", f"“{one.title}”: {each.words}", each.why)
    for number, impact in enumerate(one.impact, 1):
        what = f"Impact of “{one.title}” on {impact.on:%-d %B %Y}"
        yield _place("award", one.id, f"impact_{number}", what, impact.words)


def _place(kind: str, id_: int, field: str, what: str, english: str) -> Place:
    return Place(key=place_of(kind, id_, field), what=what, english=english)


def names_in(plan: PlanContent) -> frozenset[str]:
    """People, providers, applicants and delivery units that the plan names."""
    found = {plan.region_name}
    found |= {one.owner for one in (*plan.priorities, *plan.milestones)}
    found |= {one.provider for one in (*plan.agreements, *plan.provision)}
    found |= {one.unit_name for one in plan.provision} | {one.applicant for one in plan.awards}
    return frozenset(found)
