"""Sentences told from frozen figures, each with the cells that it rests on, and the check of both.

An official release once named the wrong year in such a sentence; so nothing here is printed unchecked.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.publication.queries import TableShown
from rules.facts import UNALLOCATED

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
YES, NO, NO_TARGET = "Yes", "No", "No target set"


class SentenceWrong(Exception):
    """A sentence that does not say what its figures say."""


@dataclass(frozen=True)
class Cell:
    """A cell whose number the sentence prints (without its sign: the words say up or down)."""

    table: str
    row: str
    column: str


@dataclass(frozen=True)
class HowMany:
    """The number of rows whose cell in `column` reads one of `words`."""

    table: str
    column: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """The number of rows of a table that are neither a total nor a part without a place."""

    table: str


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """`labels`: names and periods with digits in them, which are no figures ("2025-26", "QM102")."""

    text: str
    cites: Sequence[Cell | HowMany | Rows] = ()
    labels: Sequence[str] = ()

    def __str__(self) -> str:
        return self.text


def checked(sentences: Sequence[Sentence], tables: Mapping[str, TableShown]) -> list[Sentence]:
    """The sentences as they are. Raises SentenceWrong where the numbers are not those of the cited cells."""
    for sentence in sentences:
        expected = sorted(_printed(cite, tables) for cite in sentence.cites)
        found = sorted(_numbers(sentence))
        if found != expected:
            raise SentenceWrong(f"“{sentence.text}” prints {found}, its figures say {expected}")
    return list(sentences)


def _numbers(sentence: Sentence) -> list[str]:
    text = sentence.text
    for label in sorted(sentence.labels, key=len, reverse=True):
        text = text.replace(label, "")
    return NUMBER.findall(text)


def rows_counted(shown: TableShown) -> int:
    """The rows that are neither a total nor a part without a place."""
    return sum(not row.emphasis and row.key != UNALLOCATED for row in shown.table.row_list)


def _printed(cite: Cell | HowMany | Rows, tables: Mapping[str, TableShown]) -> str:
    if isinstance(cite, Rows):
        return str(rows_counted(tables[cite.table]))
    if isinstance(cite, HowMany):
        shown = tables[cite.table]
        rows = [row.key for row in shown.table.row_list]
        return str(sum(shown.cell(row, cite.column).text in cite.words for row in rows))
    cell = tables[cite.table].cell(cite.row, cite.column)
    if cell.number is None:
        raise SentenceWrong(f"{cite} is cited as a number and reads {cell.text}")
    return cell.text.removeprefix("-")


def lead(tables: Mapping[str, TableShown], year: str) -> list[Sentence]:
    """The report's first sentences: how many targets were met, and how many measures have a figure at all."""
    table = "measures"
    judged = HowMany(table, "verdict", (YES, NO))
    met = HowMany(table, "verdict", (YES,))
    told = int(_printed(judged, tables))
    if not told:
        return [Sentence(text="No measure of this year has both a target and a rate that may be printed.")]
    said = [
        Sentence(
            text=f"In {year} the region met its target on {_printed(met, tables)} of the {told} "
            f"{'measure that has' if told == 1 else 'measures that have'} a target and a printed rate.",
            cites=[met, judged],
            labels=[year],
        )
    ]
    return said + _without_a_verdict(tables)


def _without_a_verdict(tables: Mapping[str, TableShown]) -> list[Sentence]:
    hidden = HowMany("measures", "verdict", ("[c]",))
    count = int(_printed(hidden, tables))
    if not count:
        return []
    subject = "One measure’s figures are" if count == 1 else f"The figures of {count} measures are"
    return [
        Sentence(text=f"{subject} suppressed because a count is small.", cites=[] if count == 1 else [hidden])
    ]


def people(tables: Mapping[str, TableShown], day: str) -> list[Sentence]:
    """How many people the region supervised on the last day of the year."""
    cell = Cell("delivery-units", "all", "people")
    shown = tables["delivery-units"].cell("all", "people")
    if shown.number is None:
        return [Sentence(text="The number of people supervised is suppressed because it is small.")]
    units = rows_counted(tables["delivery-units"])
    return [
        Sentence(
            text=f"On {day} the region supervised {shown.text} people in its {units} delivery units.",
            cites=[cell, Rows("delivery-units")],
            labels=[day],
        )
    ]


def measure(
    tables: Mapping[str, TableShown],
    measure_id: str,
    year: str,
    before: str,
    *,
    lower_is_better: bool = False,
) -> list[Sentence]:
    """What happened to one measure: its rate, its target and its change."""
    table = tables["measures"]
    rate = table.cell(measure_id, "rate")
    if rate.number is None:
        words = {
            "c": f"The rate for {year} is suppressed because a count is small.",
            "z": f"There is no rate for {year}: nothing was counted, or two editions that must not be added.",
        }
        return [Sentence(text=words[rate.symbol], labels=[year])]
    told = _rate(table, measure_id, year, lower_is_better=lower_is_better)
    said = [told, _target(table, measure_id), _change(table, measure_id, before)]
    return [sentence for sentence in said if sentence]


def _rate(table: TableShown, row: str, year: str, *, lower_is_better: bool) -> Sentence:
    """Nobody says that a measure was met where it counts what should seldom be."""
    read = {column: table.cell(row, column).text for column in ("rate", "met", "counted", "low", "high")}
    counts = f"({read['met']} of {read['counted']})"
    told = f"{read['rate']}% of cases met this measure {counts}"
    if lower_is_better:
        told = f"the rate was {read['rate']}% {counts}, and lower is better"
    return Sentence(
        text=f"In {year}, {told}; the 95% interval runs from {read['low']}% to {read['high']}%.",
        cites=[Cell("measures", row, column) for column in read],
        labels=[year, "95% interval"],
    )


def _target(table: TableShown, row: str) -> Sentence:
    verdict, target = table.cell(row, "verdict").text, table.cell(row, "target")
    if target.number is None:
        return Sentence(
            text="No target is set for this measure."
            if verdict == NO_TARGET
            else "The target changed during the year, so no single one is held against it."
        )
    said = "was met" if verdict == YES else "was not met"
    return Sentence(text=f"The target of {target.text}% {said}.", cites=[Cell("measures", row, "target")])


def _change(table: TableShown, row: str, before: str) -> Sentence | None:
    change = table.cell(row, "change")
    if change.number is None:
        if change.symbol == "z":
            return Sentence(
                text=f"The rate is not compared with {before}; the note below says why.", labels=[before]
            )
        return None
    if change.number == 0:
        return Sentence(text=f"The rate is the same as in {before}.", labels=[before])
    way = "higher" if change.number > 0 else "lower"
    return Sentence(
        text=f"The rate is {change.text.removeprefix('-')} percentage points {way} than in {before}.",
        cites=[Cell("measures", row, "change")],
        labels=[before],
    )


def spread(shown: TableShown) -> list[Sentence]:
    """The lowest and highest printed rates of the delivery units; nothing for fewer than two."""
    key = shown.table.key
    rates = [
        (shown.cell(row.key, "rate"), row)
        for row in shown.table.row_list
        if row.key != "region" and shown.cell(row.key, "rate").number is not None
    ]
    if len(rates) < 2:
        return []
    ordered = sorted(rates, key=lambda pair: (pair[0].number, pair[1].key))
    (low, lowest), (high, highest) = ordered[0], ordered[-1]
    return [
        Sentence(
            text=f"Among delivery units with a printed rate, the lowest was {low.text}% ({lowest.label}) "
            f"and the highest {high.text}% ({highest.label}).",
            cites=[Cell(key, lowest.key, "rate"), Cell(key, highest.key, "rate")],
            labels=[lowest.label, highest.label],
        )
    ]


def audits(tables: Mapping[str, TableShown]) -> list[Sentence]:
    """Each audit's score and band."""
    shown = tables["audits"]
    if not shown.table.rows:
        return [Sentence(text="No quality audit of this year has a published score.")]
    return [_audit(shown, row.key) for row in shown.table.row_list]


def _audit(shown: TableShown, row: str) -> Sentence:
    name = next(one.label for one in shown.table.row_list if one.key == row)
    score = shown.cell(row, "score")
    if score.number is None:
        return Sentence(text=f"{name} has too few scored cases for a percentage or a band.", labels=[name])
    columns = ["score", "scored"]
    low, high = shown.cell(row, "low"), shown.cell(row, "high")
    interval = "no interval can be given"
    if low.number is not None and high.number is not None:
        columns += ["low", "high"]
        interval = f"the 95% interval runs from {low.text}% to {high.text}%"
    return Sentence(
        text=f"{name} scored {score.text}%, band {shown.cell(row, 'band').text}, from "
        f"{shown.cell(row, 'scored').text} scored cases; {interval}.",
        cites=[Cell("audits", row, column) for column in columns],
        labels=[name, "95% interval"],
    )


def gaps(tables: Mapping[str, TableShown]) -> list[Sentence]:
    """The largest printed share without a record."""
    shown = tables["data-quality"]
    shares = [
        (shown.cell(row.key, "not_recorded_share"), row)
        for row in shown.table.row_list
        if shown.cell(row.key, "not_recorded_share").number is not None
    ]
    worst = max(shares, key=lambda pair: (pair[0].number, pair[1].key), default=None)
    if worst is None:
        return [Sentence(text="Every share without a record is suppressed or has nothing to be a share of.")]
    if worst[0].number == 0:
        return [Sentence(text="No measure lost a case for want of a record, where the count may be printed.")]
    return [
        Sentence(
            text=f"The largest share of cases that could not be judged for want of a record is "
            f"{worst[0].text}%, in {worst[1].label}.",
            cites=[Cell("data-quality", worst[1].key, "not_recorded_share")],
            labels=[worst[1].label],
        )
    ]
