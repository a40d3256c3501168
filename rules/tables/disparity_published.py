"""Which groups of a measure may be printed, where its whole is printed elsewhere."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rules.definitions.disclosure import DisclosureEdition

# Cases counted and met of a group.
Cases = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Printed:
    """`hidden`: rows whose every figure is suppressed. `rest_is_known`: whether the rest of a group, and so
    any comparison, may be printed: else it would tell how many are in no group."""

    hidden: frozenset[str]
    rest_is_known: bool


def printed(
    cases: Mapping[str, Cases],
    outside: Collection[str],
    *,
    edition: DisclosureEdition,
    beside: Collection[Cases] = (),
    people: Mapping[str, int] | None = None,
) -> Printed:
    """Which rows of one characteristic to suppress.

    cases: row -> (counted, met), `outside` naming the rows of people in no group (not recorded, who prefer
    not to say). The sum of all rows is taken to be known, and with comparisons that of the groups as well. A
    row with a small count goes whole. `beside`: what a reader could work out by subtracting other tables
    (people of one year of age); if one of them is small, no row is printed. `people`: row -> how many people
    the cases are of; a row of few people is small however many cases they have.

    What is hidden of a known sum is always two rows with a case or more, and more cases than are small, so
    that no count of any of them follows. Where it can be helped they have met and missed cases as well, so
    that nothing follows about everybody in them.
    """
    if any(_is_small(pair, edition) for pair in beside):
        return Printed(hidden=frozenset(cases), rest_is_known=False)
    small = {row for row, pair in cases.items() if _is_small(pair, edition)}
    small |= {row for row, number in (people or {}).items() if edition.suppresses(number)}
    groups = {row: pair for row, pair in cases.items() if row not in outside}
    others = {row: pair for row, pair in cases.items() if row in outside}
    apart = [_covered(part, small, edition) for part in (groups, others)]
    if None not in apart:
        return Printed(hidden=frozenset().union(*(one or () for one in apart)), rest_is_known=True)
    together = _covered(dict(cases), small, edition)
    hidden = frozenset(cases) if together is None else together
    return Printed(hidden=hidden, rest_is_known=False)


def _covered(
    cases: Mapping[str, Cases], small: Collection[str], edition: DisclosureEdition
) -> frozenset[str] | None:
    """The small rows and those that must go with them; None where all rows together do not cover them."""
    hidden = {row for row in cases if row in small}
    telling = not _says_the_same(list(cases.values()))
    while hidden:
        withheld = [cases[row] for row in hidden]
        covered = _is_covered(withheld, edition)
        left = [row for row in cases if row not in hidden and cases[row][0]]
        if covered and not (telling and left and _says_the_same(withheld)):
            break
        if not left:
            return None
        hidden.add(min(left, key=lambda row: (cases[row], row)))
    return frozenset(hidden)


def _is_small(pair: Cases, edition: DisclosureEdition) -> bool:
    counted, met = pair
    missed = [counted - met] if edition.misses_are_counts else []
    return any(edition.suppresses(count) for count in (counted, met, *missed))


def _says_the_same(rows: list[Cases]) -> bool:
    """Whether everybody in them met, or nobody did."""
    met = sum(one for _, one in rows)
    return met in (0, sum(counted for counted, _ in rows))


def _is_covered(hidden: list[Cases], edition: DisclosureEdition) -> bool:
    counted = [one for one, _ in hidden if one]
    return len(counted) > 1 and sum(counted) > max(edition.suppress_to, len(counted))
