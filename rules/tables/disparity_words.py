"""What the verdicts on disparities are called, and what they mean, for pages, files and reports alike."""

from collections.abc import Mapping
from fractions import Fraction

from rules.definitions.equality import Monitoring
from rules.statistics.rounding import half_up
from rules.tables.disparity import Because, Verdict

VERDICTS: Mapping[Verdict, str] = {
    Verdict.WORSE: "Disparity: worse",
    Verdict.BETTER: "Disparity: better",
    Verdict.NONE: "No evidence of disparity",
    Verdict.TOO_FEW: "Too few to say",
}
REASONS: Mapping[Because, str] = {
    Because.BEYOND_CHANCE: "Seldom chance, and large enough to matter",
    Because.SMALL: "Seldom chance, but smaller than matters",
    Because.CHANCE: "Chance alone may have brought it",
    Because.FEW_PEOPLE: "Too few people in the group",
    Because.FEW_OTHERS: "Too few people in the rest",
    Because.FEW_EXPECTED: "Too few cases met, or missed, for the test",
    Because.WIDE: "The interval is too wide to rule a disparity out",
}
WHY_CORRECTED = "So many comparisons are made that chance alone would bring some differences."
CORRECTIONS = {
    "benjamini_hochberg": (
        "The method of Benjamini and Hochberg allows for that: of the disparities named, at most {percent}%"
        " are expected to be chance."
    ),
    "holm": (
        "Holm’s method allows for that: where no group differs, any disparity at all is named with a"
        " chance of at most {percent}%."
    ),
}


def helped(rules: Monitoring) -> dict[Verdict, str]:
    """A sentence for each verdict, with the figures of the rules."""
    least, widest = plain(rules.least_points), plain(rules.widest_points)
    return {
        Verdict.WORSE: (
            f"The group’s rate is worse than that of everybody else whose group is known, by {least}"
            " percentage points or more, and chance seldom brings so much. It is no proof of unfair"
            " treatment: look for the reason."
        ),
        Verdict.BETTER: (
            f"The group’s rate is better than that of everybody else whose group is known, by {least}"
            " percentage points or more, and chance seldom brings so much. Look at who the others are."
        ),
        Verdict.NONE: (
            f"Chance alone may have brought the difference, or it is below {least} percentage points. It does"
            " not say that the groups are treated alike."
        ),
        Verdict.TOO_FEW: (
            f"Fewer than {rules.fewest_people} people in the group or in the rest, or an interval wider than"
            f" {widest} percentage points: a disparity could be there and not be seen."
        ),
    }


def correction_in_words(rules: Monitoring) -> str:
    """What was done about many comparisons, in sentences."""
    done = CORRECTIONS[rules.correction].format(percent=plain(rules.level * 100))
    return f"{WHY_CORRECTED} {done}"


def plain(value: Fraction) -> str:
    """Without a needless decimal: "3", "2.5"."""
    return f"{half_up(value, 0 if value.denominator == 1 else 1)}"
