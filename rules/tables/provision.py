"""Gaps and duplication of provision: for a need in a delivery unit, what its agreements come to.

Judged from the demand that may be printed, so a verdict never tells more than the count beside it.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rules.definitions.provision import ProvisionEdition, Sign


class Verdict(StrEnum):
    """In the order in which a reader should look at them."""

    GAP = "gap"
    SINGLE = "single"
    DUPLICATE = "duplicate"
    ENOUGH = "enough"
    NOT_KNOWN = "not_known"


WORDS: Mapping[Verdict, str] = {
    Verdict.GAP: "Gap",
    Verdict.SINGLE: "Single",
    Verdict.DUPLICATE: "Duplicate",
    Verdict.ENOUGH: "Enough",
    Verdict.NOT_KNOWN: "Not known",
}
MEANINGS: Mapping[Verdict, str] = {
    Verdict.GAP: "people need the service and no agreement provides it, or the places agreed are far too few",
    Verdict.SINGLE: "one agreement provides it: if it ends, nothing is left",
    Verdict.DUPLICATE: "several providers offer more than the people who need it could use",
    Verdict.ENOUGH: "provided for, by more than one agreement and without excess; or nobody needs it",
    Verdict.NOT_KNOWN: "provided for, but how many people need it is not known or may not be shown",
}


@dataclass(frozen=True, kw_only=True)
class Serving:
    """One agreement's offer for a need in a unit. `places`: people a year, None where it states none."""

    agreement: Hashable
    provider: str
    places: int | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """What a person's records say on a day: field -> values. A missing field: nothing is recorded."""

    unit: str
    recorded: Mapping[str, frozenset[str]]


def has_need(person: Person, signs: Iterable[Sign]) -> bool | None:
    """Whether any sign holds; None when none does and a record that it would show in is missing."""
    looked_at = list(signs)
    if any(person.recorded.get(sign.field, frozenset()) & set(sign.values) for sign in looked_at):
        return True
    return None if any(sign.field not in person.recorded for sign in looked_at) else False


def demand_by_unit(people: Iterable[Person], signs: Sequence[Sign]) -> Counter[str]:
    """Unit -> people with the need."""
    return Counter(person.unit for person in people if has_need(person, signs))


def verdict(
    demand: int | None, serving: Sequence[Serving], *, expected: bool, edition: ProvisionEdition
) -> Verdict:
    """What the agreements that serve a need in a unit come to.

    demand: the people with the need as printed, None when it is not known or suppressed. expected: whether
    every unit should provide for the need, whatever the demand.
    """
    if not serving:
        return _unserved(demand, expected=expected, edition=edition)
    if demand is None:
        return Verdict.NOT_KNOWN
    if _too_few_places(demand, serving, edition):
        return Verdict.GAP
    if _is_duplicate(demand, serving, edition):
        return Verdict.DUPLICATE
    return Verdict.SINGLE if len({one.agreement for one in serving}) == 1 else Verdict.ENOUGH


def _unserved(demand: int | None, *, expected: bool, edition: ProvisionEdition) -> Verdict:
    if demand is None:
        return Verdict.GAP if expected else Verdict.NOT_KNOWN
    return Verdict.GAP if demand >= edition.fewest_for_a_gap else Verdict.ENOUGH


def places_of(serving: Sequence[Serving]) -> int | None:
    """All places together; None when any agreement states none."""
    stated = [one.places for one in serving if one.places is not None]
    return sum(stated) if len(stated) == len(serving) else None


def _too_few_places(demand: int, serving: Sequence[Serving], edition: ProvisionEdition) -> bool:
    places = places_of(serving)
    if places is None or demand < edition.fewest_for_a_gap:
        return False
    return places * 100 < demand * edition.too_few_places_percent


def _is_duplicate(demand: int, serving: Sequence[Serving], edition: ProvisionEdition) -> bool:
    providers, places = {one.provider for one in serving}, places_of(serving)
    if len(providers) == 1:
        return False
    if places is None:
        return len(providers) >= edition.duplicate_providers
    return places * 100 > demand * edition.duplicate_places_percent
