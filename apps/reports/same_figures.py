"""Whether two texts name the same figures: a translation says no other number than its original. Pure."""

import re

from apps.reports.claims.marks import without_marks

FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def figures_apart(original: str, translated: str) -> list[str]:
    """Every number that stands in one of the two texts only, those of the original first. Marks count not."""
    of_original, of_translated = _figures(original), _figures(translated)
    lost = [one for one in of_original if one not in of_translated]
    return lost + [one for one in of_translated if one not in of_original]


def _figures(text: str) -> list[str]:
    return list(dict.fromkeys(FIGURE.findall(without_marks(text))))
