"""Breaks of a series, as the figures of one place have them: told from the editions that judged its cases."""

from collections.abc import Iterable, Sequence

from apps.performance.queries.figures import Figure
from rules.definitions.breaks import breaks_between
from rules.definitions.measures import Edition


def break_across(figures: Iterable[Figure]) -> Edition | None:
    """The first edition with a break between any two editions that judged the figures (of one measure)."""
    return next(iter(breaks_within(figures)), None)


def breaks_within(figures: Iterable[Figure]) -> list[Edition]:
    """Every edition with a break that sets the figures, or parts of them, apart, in order."""
    several = list(figures)
    if not several:
        return []
    return breaks_between(several[0].measure, [each for one in several for each in one.editions])


def marked(figures: Sequence[Figure]) -> list[tuple[Figure, Edition | None]]:
    """Each figure of a series with the edition whose break it begins with or holds inside; else None."""
    return [(one, _begun(before, one)) for one, before in zip(figures, [None, *figures], strict=False)]


def _begun(before: Figure | None, figure: Figure) -> Edition | None:
    """What broke since the newest edition of the period before: where regions begin on days of their own,
    the nation has two editions in several periods in a row, and the break is marked once."""
    if before is None or not before.editions:
        return figure.broken_by
    newest = before.editions[-1]
    later = [each for each in figure.editions if each.valid_from > newest.valid_from]
    return next(iter(breaks_between(figure.measure, [newest, *later])), None)
