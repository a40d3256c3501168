"""A second, slow and obvious rating of a unit, from the design alone; shares no code with the product.

Works on lists of judgements and counts one by one; boundaries, tables and the nine standards are spelt out.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

SAFETY = {"2.2.3", "2.3.3", "2.4.3", "2.5.3"}
QUESTIONS = {
    "2.1": ["2.1.1"],
    "2.2": ["2.2.1", "2.2.2", "2.2.3"],
    "2.3": ["2.3.1", "2.3.2", "2.3.3"],
    "2.4": ["2.4.1", "2.4.2", "2.4.3"],
    "2.5": ["2.5.1", "2.5.2", "2.5.3"],
}
WORDS = ["Inadequate", "Requires improvement", "Good", "Outstanding"]
Row = tuple[str, str, str, bool]  # case, key question, yes | no | na, low risk


def counted(rows: list[Row], question: str) -> list[str]:
    words = []
    for _, number, word, low_risk in rows:
        if number != question or word == "na":
            continue
        if low_risk and question in SAFETY:
            continue
        words.append(word)
    return words


def percentage(words: list[str]) -> Fraction | None:
    if not words:
        return None
    return Fraction(sum(100 for word in words if word == "yes"), len(words))


def word_for(percent: Fraction) -> str:
    # 28 digits are exact enough: a share of fewer than 10^20 cases is a half or far from one.
    exact = Decimal(percent.numerator) / Decimal(percent.denominator)
    whole = exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if whole < 50:
        return "Inadequate"
    if whole < 65:
        return "Requires improvement"
    return "Good" if whole < 80 else "Outstanding"


def rate_of(lists: list[list[str]]) -> str | None:
    percents = [percentage(words) for words in lists]
    words = [word_for(percent) for percent in percents if percent is not None]
    return min(words, key=WORDS.index) if words else None


def why(lists: list[list[str]]) -> set[str]:
    """near_a_boundary, one_case_otherwise, small_subsample: which of them open discretion."""
    percents = [percentage(words) for words in lists]
    known = [percent for percent in percents if percent is not None]
    found: set[str] = set()
    for place, percent in enumerate(percents):
        if percent is None or percent != min(known):
            continue
        if any(boundary - 5 <= percent <= boundary + 5 for boundary in (50, 65, 80)):
            found.add("near_a_boundary")
        if len(lists[place]) <= 5:
            found.add("small_subsample")
        for at, word in enumerate(lists[place]):
            otherwise = [list(words) for words in lists]
            otherwise[place][at] = "no" if word == "yes" else "yes"
            if rate_of(otherwise) != rate_of(lists):
                found.add("one_case_otherwise")
    return found


def overall(words: list[str]) -> str:
    """Of nine standards, from the printed table: 0-4, 5-13, 14-22, 23-27."""
    total = sum(WORDS.index(word) for word in words)
    if total in range(5):
        return "Inadequate"
    if total in range(5, 14):
        return "Requires improvement"
    return "Good" if total in range(14, 23) else "Outstanding"
