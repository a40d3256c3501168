"""Breaks of a series: editions of a measure that must not be added up or compared."""

from collections.abc import Iterable

from apps.performance.queries.figures import Figure
from rules.definitions.measures import Edition, MeasureDefinition


def break_across(measure: MeasureDefinition, figures: Iterable[Figure]) -> Edition | None:
    """The first edition with a break that lies between any two editions that judged the figures.

    It counts when it began after the earliest of them and judged the latest, or came before it: two editions
    either side of a break are apart even when neither of them began it.
    """
    judged = {edition.valid_from for figure in figures for edition in figure.editions}
    if not judged:
        return None
    between = [each for each in measure.editions if min(judged) < each.valid_from <= max(judged)]
    return next((each for each in between if each.break_reason), None)


def breaks_within(figures: Iterable[Figure]) -> list[Edition]:
    """The editions with a break that judged any of the figures and were not the first to, in order."""
    found = {each.valid_from: each for figure in figures for each in figure.editions}
    ordered = [found[day] for day in sorted(found)]
    return [each for each in ordered[1:] if each.break_reason]


def break_in_words(broken: Edition) -> str:
    """ "There is a break on 1 May 2024: ..." with the reason that the definition gives."""
    day = broken.valid_from
    return f"There is a break in this measure on {day.day} {day:%B %Y}. {broken.break_reason}"
