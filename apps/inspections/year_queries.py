"""The published inspections of a year, added up for regions and the nation, from their frozen reports."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from apps.inspections.models import FrozenReport
from apps.organisation.models import Region
from rules.periods import PerformanceYear
from rules.statistics.intervals import wilson
from rules.statistics.rounding import half_up, rate

NATION = "England and Wales"
COLUMNS = ("place", "key_question", "yes", "judged", "percent", "low", "high")


@dataclass(frozen=True, kw_only=True)
class PlaceYear:
    """What was published about a region, or the nation, in the year. `counts`: key question -> (yes, no)."""

    name: str
    inspections: int
    cases: int
    ratings: str
    counts: dict[str, tuple[int, int]]


def year_of(year: PerformanceYear) -> list[PlaceYear]:
    """The nation first, then each region with a published inspection, by name; nothing without any."""
    frozen = FrozenReport.objects.filter(
        kind=FrozenReport.Kind.PUBLISHED,
        inspection__published_at__date__gte=year.first_on,
        inspection__published_at__date__lte=year.last_on,
    )
    contents = [each.content for each in frozen]
    by_region: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for content in contents:
        by_region[content["region"]].append(content)
    names = dict(Region.objects.values_list("code", "name"))
    regions = sorted((names[code], found) for code, found in by_region.items())
    return [_place(name, found) for name, found in [(NATION, contents), *regions] if found]


def _place(name: str, contents: Sequence[dict[str, Any]]) -> PlaceYear:
    ratings = Counter(content["rating"]["overall"] for content in contents if content["rating"]["overall"])
    counts: dict[str, tuple[int, int]] = {}
    for content in contents:
        for number, one in content["rating"]["key_questions"].items():
            yes, no = counts.get(number, (0, 0))
            counts[number] = (yes + one["yes"], no + one["no"])
    return PlaceYear(
        name=name,
        inspections=len(contents),
        cases=sum(content["rating"]["cases"] for content in contents),
        ratings=", ".join(f"{band} {number}" for band, number in sorted(ratings.items())),
        counts=dict(sorted(counts.items())),
    )


def year_rows(places: Sequence[PlaceYear]) -> Iterator[dict[str, Any]]:
    """A row for each place and key question that has a judged case; percentages to one decimal."""
    for place in places:
        for number, (yes, no) in place.counts.items():
            if yes + no:
                yield _row(place.name, number, yes, yes + no)


def _row(place: str, number: str, yes: int, judged: int) -> dict[str, Any]:
    share, interval = rate(yes, judged) or Fraction(0), wilson(yes, judged)
    return {
        "place": place,
        "key_question": number,
        "yes": yes,
        "judged": judged,
        "percent": half_up(100 * share, 1),
        "low": half_up(interval.low, 1) if interval else None,
        "high": half_up(interval.high, 1) if interval else None,
    }
