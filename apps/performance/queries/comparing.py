"""Two figures of one measure against each other: how far they differ, or why they cannot be compared."""

from dataclasses import dataclass

from apps.performance.models import MeasureRun
from apps.performance.queries.breaks import break_across
from apps.performance.queries.cells import figure
from apps.performance.queries.figures import Figure, period_in_words
from apps.performance.queries.places import Place
from rules.definitions.breaks import break_in_words
from rules.periods import Month, months_between
from rules.statistics.differences import Difference, newcombe


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two things to compare: a place over an inclusive range of months."""

    place: Place
    first: Month
    last: Month

    @property
    def label(self) -> str:
        return f"{self.place.name}, {period_in_words(self.first, self.last)}"

    @property
    def months(self) -> set[Month]:
        return set(months_between(self.first, self.last))


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two sides with their figures. `difference`: the second less the first, None when it is refused.

    `refusal`: why, in a sentence; `refused_for`: in a word (break, incomplete, no_rate, overlap, two_things,
    part_of_whole, not_measured), empty where the sides may be compared.
    """

    sides: tuple[Side, Side]
    figures: tuple[Figure, Figure]
    difference: Difference | None
    refused_for: str = ""
    refusal: str = ""


def compare(run: MeasureRun, *, measure: str, first: Side, second: Side) -> Comparison:
    """One measure of the run in two periods of a place, or in two places over one period."""
    sides = (first, second)
    figures = tuple(
        figure(run, side.place, measure=measure, first=side.first, last=side.last) for side in sides
    )
    one, other = figures
    word, why = _refusal(sides, (one, other))
    difference = None
    if not word:
        difference = newcombe(*((each.counts.numerator, each.counts.denominator) for each in figures))
    return Comparison(sides=sides, figures=(one, other), difference=difference, refused_for=word, refusal=why)


def _refusal(sides: tuple[Side, Side], figures: tuple[Figure, Figure]) -> tuple[str, str]:
    return _refused_sides(*sides) or _refused_figures(sides, figures) or ("", "")


def _refused_sides(one: Side, other: Side) -> tuple[str, str] | None:
    same_place, same_months = one.place == other.place, one.months == other.months
    if same_place and same_months:
        return "overlap", "Both sides are the same place and months. Choose two periods or two places."
    if same_place and one.months & other.months:
        return "overlap", "The two periods overlap, so the same cases would stand on both sides."
    if not same_place and not same_months:
        return "two_things", (
            "Place and period both differ, so a difference could come from either. Change one at a time."
        )
    if not same_place and (one.place.kind != other.place.kind):
        return "part_of_whole", (
            "A place is compared with one of its own kind: two regions, or two delivery units."
            " Part of the nation is also in the nation's figure."
        )
    return None


def _refused_figures(sides: tuple[Side, Side], figures: tuple[Figure, Figure]) -> tuple[str, str] | None:
    measure = figures[0].measure
    if measure.aggregation == "cumulative":
        return "not_measured", "This measure is a count against a fixed figure and has no rate to compare."
    if sides[0].place == sides[1].place and share_a_window(*figures):
        return "overlap", (
            "Each figure of this measure looks back over several months, and the two share some of them, so"
            " the same cases would stand on both sides."
        )
    broken = break_across(figures)
    if broken:
        return "break", f"{break_in_words(broken)} Figures on either side of it must not be compared."
    for side, found in zip(sides, figures, strict=True):
        if side.first.first_on < measure.valid_from:
            return "not_measured", f"{side.label}: this measure begins on {_day(measure.valid_from)}."
        if not found.is_complete:
            return "incomplete", (
                f"{side.label}: the period was not over on {_day(found.as_at)}, or the run did not judge all"
                " of its months. Part of a period is not compared with a whole one."
            )
        if not found.has_rate:
            return "no_rate", f"{side.label}: no case counted, so there is no rate to compare."
    return None


def share_a_window(one: Figure, other: Figure) -> bool:
    """Whether two rolling figures of one place look back over the same month, and so over the same cases."""
    windows = [edition.parameters.rolling_months or 1 for each in (one, other) for edition in each.editions]
    months = [each.months[-1].year * 12 + each.months[-1].number for each in (one, other)]
    return abs(months[0] - months[1]) < max(windows, default=1)


def difference_of(before: Figure, after: Figure) -> Difference | None:
    """`after` less `before`, two figures of one place; None where they must not be compared."""
    apart = not break_across((before, after)) and not share_a_window(before, after)
    if not (apart and before.has_rate and after.has_rate):
        return None
    return newcombe(*((one.counts.numerator, one.counts.denominator) for one in (before, after)))


def _day(day: object) -> str:
    return f"{day:%-d %B %Y}"
