"""Breaks of a series: which editions must not be added up with, or compared with, what came before them."""

from collections.abc import Collection

from rules.definitions.measures import Edition, MeasureDefinition


def breaks_between(measure: MeasureDefinition, judged: Collection[Edition]) -> list[Edition]:
    """The editions with a break, in order, that set those which judged apart; empty where none does.

    Such an edition began after the earliest of them and judged the latest, or came before it: two editions
    either side of a break are apart even when neither of them began it. Told from the editions that judged,
    never from their dates: a region may begin with an edition on a day of its own.
    """
    if not judged:
        return []
    days = [each.valid_from for each in judged]
    first, last = min(days), max(days)
    return [each for each in measure.editions if each.break_reason and first < each.valid_from <= last]


def break_in_words(broken: Edition) -> str:
    """ "There is a break in this measure on 1 May 2024: ..." with the reason that the definition gives."""
    day = broken.valid_from
    return f"There is a break in this measure on {day.day} {day:%B %Y}. {broken.break_reason}"
