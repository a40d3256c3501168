"""Small numbers of people in what a plan says, kept from everybody but those who keep the region's record.

What is sent for approval, published, printed or downloaded goes through here; the pages on which the region
keeps its own record show what was entered. A sum with a suppressed part is suppressed itself, so nothing can
be worked out by subtraction.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from apps.planning.shapes import AwardShown, ImpactShown, PlanContent, ProvisionRow
from rules.definitions.disclosure import DisclosureEdition, load_disclosure


def protected(content: PlanContent, on: date) -> PlanContent:
    """The content by the rule of disclosure control in force on a day; again gives the same."""
    return replace(
        content,
        provision=protected_provision(content.provision, on),
        awards=protected_awards(content.awards, on),
    )


def protected_provision(rows: Iterable[ProvisionRow], on: date) -> tuple[ProvisionRow, ...]:
    """Rows of provision without small numbers of people: places for so few would point at them."""
    rule = load_disclosure().on(on)
    return tuple(replace(row, capacity=_published(row.capacity, rule)) for row in rows)


def protected_awards(rows: Iterable[AwardShown], on: date) -> tuple[AwardShown, ...]:
    """Awards whose impact names no small number of people."""
    rule = load_disclosure().on(on)
    return tuple(replace(row, impact=tuple(_impact(one, rule) for one in row.impact)) for row in rows)


def _impact(one: ImpactShown, rule: DisclosureEdition) -> ImpactShown:
    people = _published(one.people, rule)
    return replace(one, people=people, is_suppressed=one.is_suppressed or people != one.people)


def _published(people: int | None, rule: DisclosureEdition) -> int | None:
    return None if people is None or rule.suppresses(people) else people
