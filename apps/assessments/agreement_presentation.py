"""Agreement between markers in words and digits."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from apps.assessments.agreement import AgreementRow, AgreementTables
from rules.definitions.small_numbers import SmallNumbers
from rules.statistics.agreement import Agreement, Coefficient
from rules.statistics.agreement_intervals import AgreementIntervals
from rules.statistics.intervals import Interval
from rules.statistics.rounding import half_up

WORDS = {
    "full": "full credit",
    "part": "part credit",
    "none": "no credit",
    "not_applicable": "not applicable",
    "no_evidence": "no evidence found",
}
COLUMNS = (
    "table", "key", "label", "items", "marks", "asked_of_some", "percent_agreement", "cohens_kappa",
    "krippendorffs_alpha", "gwets_ac1", "prevalence", "why_missing", "percent_low", "percent_high",
    "kappa_low", "kappa_high", "alpha_low", "alpha_high", "ac1_low", "ac1_high",
)  # fmt: skip
PLACES, CSV_PLACES = 3, 12
MOSTLY_ONE = Fraction(4, 5)  # chooses between two sentences; no figure and no decision rests on it


@dataclass(frozen=True)
class AgreementText:
    """One line as its page prints it; a figure that cannot be worked out is a dash."""

    key: str
    label: str
    items: int
    asked_of_some: int
    percent: str
    kappa: str
    alpha: str
    ac1: str
    prevalence: str
    missing: str
    percent_range: str = ""
    kappa_range: str = ""
    alpha_range: str = ""
    ac1_range: str = ""


def agreement_text(row: AgreementRow, small: SmallNumbers) -> AgreementText:
    """The line in words; of too few questions that more than one person marked it has counts."""
    figures, intervals = row.figures, row.intervals
    shares = small.shows_percent(figures.items)
    return AgreementText(
        key=row.key,
        label=row.label,
        items=figures.items,
        asked_of_some=row.asked_of_some,
        percent=_percent(figures.percent.value) if shares else _agreeing(figures),
        kappa=_figure(figures.kappa),
        alpha=_figure(figures.alpha),
        ac1=_figure(figures.ac1),
        prevalence=prevalence_text(figures) if shares else _counted_prevalence(figures),
        missing=_missing(figures),
        percent_range=_range(intervals.percent, 1, "%") if shares else "",
        kappa_range=_range(intervals.kappa) if shares else "",
        alpha_range=_range(intervals.alpha) if shares else "",
        ac1_range=_range(intervals.ac1) if shares else "",
    )


def prevalence_text(figures: Agreement) -> str:
    """How often each answer was given, the most frequent first: full credit 91.7%, no credit 8.3%."""
    return ", ".join(
        f"{WORDS.get(str(category), str(category))} {_percent(share)}"
        for category, share in figures.prevalence.items()
    )


def _agreeing(figures: Agreement) -> str:
    """3 of 4; a dash where more than two markers make it no whole number."""
    share = figures.percent.value
    if share is None or (share * figures.items).denominator != 1:
        return "–"
    return f"{share * figures.items} of {figures.items}"


def _counted_prevalence(figures: Agreement) -> str:
    """How often each answer was given, in answers: full credit 7 of 8, no credit 1 of 8."""
    return ", ".join(
        f"{WORDS.get(str(category), str(category))} {share * figures.marks} of {figures.marks}"
        for category, share in figures.prevalence.items()
    )


def in_a_sentence(row: AgreementRow) -> str:
    """What the figures say, in plain words."""
    figures = row.figures
    if not figures.items:
        return "No case has been marked by two people yet, so nothing can be said of how far markers agree."
    said = (
        f"Of {figures.items} questions that more than one person marked, "
        f"{_percent(figures.percent.value)} of the answers agree."
    )
    common, share = next(iter(figures.prevalence.items()))
    often = f" {WORDS.get(str(common), str(common)).capitalize()} is {_percent(share)} of all answers"
    if share > MOSTLY_ONE:
        return (
            f"{said}{often}: so much of one answer presses kappa and alpha down even where markers agree, "
            "so read them beside AC1."
        )
    return f"{said}{often}, so kappa, alpha and AC1 can be read alike."


def csv_rows(tables: AgreementTables) -> Iterator[dict[str, Any]]:
    """A mapping with COLUMNS for each line of the three tables; figures to twelve decimals."""
    groups = (("all", (tables.overall,)), ("question", tables.by_question), ("pair", tables.by_pair))
    for table, rows in groups:
        for row in rows:
            yield _csv_row(table, row)


def _csv_row(table: str, row: AgreementRow) -> dict[str, Any]:
    figures = row.figures
    values = (figures.percent, figures.kappa, figures.alpha, figures.ac1)
    return dict(
        zip(
            COLUMNS,
            (
                table,
                row.key,
                row.label,
                figures.items,
                figures.marks,
                row.asked_of_some,
                *(None if each.value is None else half_up(each.value, CSV_PLACES) for each in values),
                prevalence_text(figures),
                _missing(figures),
                *_ends(row.intervals),
            ),
            strict=True,
        )
    )


def _ends(intervals: AgreementIntervals) -> Iterator[Decimal | None]:
    """Low and high of each interval in the order of COLUMNS, the share as a share."""
    yield from _two_ends(intervals.percent, of=100)
    for each in (intervals.kappa, intervals.alpha, intervals.ac1):
        yield from _two_ends(each)


def _two_ends(interval: Interval | None, *, of: int = 1) -> tuple[Decimal | None, Decimal | None]:
    if interval is None:
        return (None, None)
    return half_up(interval.low / of, CSV_PLACES), half_up(interval.high / of, CSV_PLACES)


def _percent(value: Fraction | None) -> str:
    return "–" if value is None else f"{half_up(100 * value, 1)}%"


def _figure(coefficient: Coefficient) -> str:
    if coefficient.value is None:
        return "–"
    return f"{half_up(coefficient.value, PLACES)}".replace("-", "−")


def _range(interval: Interval | None, places: int = 2, unit: str = "") -> str:
    """52.1% to 88.9%; nothing where there is no interval."""
    if interval is None:
        return ""
    low, high = (f"{half_up(end, places)}{unit}".replace("-", "−") for end in (interval.low, interval.high))
    return f"{low} to {high}"


def _missing(figures: Agreement) -> str:
    reasons = [each.missing for each in (figures.kappa, figures.alpha, figures.ac1) if each.missing]
    return "; ".join(dict.fromkeys(reasons))
