"""A ratings panel's decisions as a CSV file: standard, rating, reason. Only where a panel used discretion."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rules.definitions.rating_rules import RatingBand
from rules.scoring.answer_files import BadFiles, FileFault, csv_text, each_row
from rules.scoring.judgement_files import band_in_words
from rules.scoring.ratings import CannotRate, Rating, decided_by_panel

PANEL_COLUMNS = ("standard", "rating", "reason")


@dataclass(frozen=True, kw_only=True)
class PanelRow:
    """What the panel decided for a standard, and why."""

    standard: str
    rating: RatingBand
    reason: str


def panel_csv(rows: Iterable[PanelRow]) -> str:
    """The file of these decisions, which `with_panel_file` reads back."""
    return csv_text(
        PANEL_COLUMNS, [(each.standard, each.rating.name, _sentence(each.reason)) for each in rows]
    )


def with_panel_file(rating: Rating, text: str, *, file: str) -> Rating:
    """The rating with the panel's decisions. Raises BadFiles with every fault.

    A fault is a standard that is unknown, repeated or gives the panel no discretion, another word than the
    bands', and a decision without a reason.
    """
    faults: list[FileFault] = []
    decided: dict[str, RatingBand] = {}

    def take(line: int, row: Mapping[str, str]) -> None:
        number = row["standard"].strip()
        found = [] if number not in decided else [("standard", f"found {number} again, expected it once")]
        found += _faults_of(row, rating, number)
        faults.extend(FileFault(file, line, column, problem) for column, problem in found)
        band = band_in_words(row["rating"], rating.rules)
        if band is not None and not found:
            decided[number] = band

    faults += each_row(text, PANEL_COLUMNS, file, take)
    if faults:
        raise BadFiles(sorted(faults, key=lambda fault: fault.line))
    return decided_by_panel(rating, decided)


def _faults_of(row: Mapping[str, str], rating: Rating, number: str) -> list[tuple[str, str]]:
    band = band_in_words(row["rating"], rating.rules)
    found = []
    if not row["reason"].strip():
        found.append(("reason", "found nothing, expected why the panel decided so"))
    if band is None:
        names = ", ".join(each.name for each in rating.rules.bands.scale)
        return [*found, ("rating", f"found {row['rating']!r}, expected one of {names}")]
    try:
        decided_by_panel(rating, {number: band})
    except CannotRate as error:
        found.append(("standard", str(error)))
    return found


def _sentence(text: str) -> str:
    """A reason on one line, with a mark in front where a spreadsheet would take it for a formula."""
    plain = " ".join(text.split())
    return f"'{plain}" if plain.startswith(("=", "+", "-", "@")) else plain
