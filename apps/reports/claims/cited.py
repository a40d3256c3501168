"""A sentence with cite marks: its numbers are those of the cited cells, in their order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.publication.grids import Kind
from apps.reports.claims.claim import Claim
from apps.reports.claims.facts import QUARTER_KEY, YEAR_KEY, Fact, FrozenFacts
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.marks import Ref, RowOnly
from apps.reports.claims.reading import Number, is_base, named_in, numbers_in, periods_in, places_in
from apps.reports.sentences import Cell, HowMany, Rows, rows_counted


@dataclass(frozen=True, kw_only=True)
class _Cited:
    """What a ref prints; `label` says it in words."""

    text: str
    value: Decimal | None
    kind: Kind
    label: str


def cited_faults(claim: Claim) -> Iterator[Fault]:
    """Refs that are not there, numbers that are not the cited ones, other years, measures or places."""
    missing = [ref for ref in claim.marked.refs if not _is_there(ref, claim.facts)]
    if missing:
        expected = "a table, row and column of the frozen figures"
        yield from (Fault(wrong=Wrong.MARK, found=str(_words(ref)), expected=expected) for ref in missing)
        return
    yield from _number_faults(claim)
    yield from _year_faults(claim)
    yield from _name_faults(claim)


def refs_subjects(claim: Claim) -> list[str]:
    """The measures or audits that the refs are about, once each."""
    about = (fact.subject for fact in _facts_of(claim))
    return [subject for subject in dict.fromkeys(about) if subject in claim.facts.subjects]


def refs_periods(claim: Claim) -> list[str]:
    return list(dict.fromkeys(fact.period for fact in _facts_of(claim)))


def _facts_of(claim: Claim) -> list[Fact]:
    rows = {(ref.table, ref.row) for ref in claim.marked.refs if isinstance(ref, Cell | RowOnly)}
    return [fact for fact in claim.facts.facts if (fact.table, fact.row) in rows]


def _is_there(ref: Ref, facts: FrozenFacts) -> bool:
    shown = facts.tables.get(ref.table)
    if shown is None:
        return False
    rows = {row.key for row in shown.table.row_list}
    columns = {column.key for column in shown.table.column_list}
    return (not isinstance(ref, Cell | RowOnly) or ref.row in rows) and (
        not isinstance(ref, Cell | HowMany) or ref.column in columns
    )


def _words(ref: Ref) -> str:
    return "/".join(str(part) for part in vars(ref).values())


def _cited(ref: Ref, facts: FrozenFacts) -> _Cited | None:
    """None for a row of which no number is printed."""
    if isinstance(ref, RowOnly):
        return None
    shown = facts.tables[ref.table]
    if isinstance(ref, Rows):
        return _count(rows_counted(shown), f"rows of {shown.table.title}")
    if isinstance(ref, HowMany):
        count = sum(shown.cell(row.key, ref.column).text in ref.words for row in shown.table.row_list)
        return _count(count, f"rows that read {' or '.join(ref.words)} in {shown.table.title}")
    fact = next(
        one for one in facts.facts if (one.table, one.row, one.column) == (ref.table, ref.row, ref.column)
    )
    return _Cited(text=fact.text, value=fact.number, kind=fact.kind, label=fact.label)


def _count(count: int, label: str) -> _Cited:
    return _Cited(text=str(count), value=Decimal(count), kind=Kind.COUNT, label=label)


def _number_faults(claim: Claim) -> Iterator[Fault]:
    facts = claim.facts
    cited = [one for ref in claim.marked.refs if (one := _cited(ref, facts))]
    _, text = periods_in(claim.text, facts)
    found = numbers_in(text, names_with_digits(facts))
    if claim.has_source:
        found = _those_cited(found, cited)
    for number, one in zip(found, cited, strict=False):
        if not _agrees(number, one):
            yield Fault(wrong=Wrong.NUMBER, found=number.text, expected=f"{one.text} ({one.label})")
    for number in found[len(cited) :]:
        yield Fault(wrong=Wrong.NO_FIGURE, found=number.text, expected="a cited figure, or one marked as own")
    for one in cited[len(found) :]:
        yield Fault(wrong=Wrong.NUMBER, found="no number", expected=f"{one.text} ({one.label})")


def _those_cited(found: Sequence[Number], cited: Sequence[_Cited]) -> list[Number]:
    """Of a sentence with numbers of the author's own, those that stand for the cited ones."""
    values = [abs(one.value) for one in cited if one.value is not None]
    kept = [number for number in found if number.value in values]
    return kept if len(kept) == len(cited) else list(found[: len(cited)])


def _agrees(number: Number, one: _Cited) -> bool:
    if one.value is None or number.value != abs(one.value):
        return False
    mixed = {one.kind, number.kind}
    # "between 56.8 and 74.7%": the first of two per cents goes without its sign.
    return len(mixed) == 1 or (number.kind == Kind.COUNT and one.kind in (Kind.PERCENT, Kind.POINTS))


def names_with_digits(facts: FrozenFacts) -> list[str]:
    names = [name for one in facts.subjects.values() for name in one.names]
    return [*names, *facts.places]


def _year_faults(claim: Claim) -> Iterator[Fault]:
    spoken_of = refs_periods(claim) or [claim.facts.year]
    years = {year_of(period) for period in spoken_of}
    allowed = {*spoken_of, *years}
    bases = {*allowed, *(year_before(year) for year in years)}
    for period in claim.periods:
        may = bases if is_base(claim.text, period.at) else allowed
        if period.key not in may:
            yield Fault(wrong=Wrong.YEAR, found=period.written, expected=" or ".join(spoken_of))


def year_of(period: str) -> str:
    """The performance year of a year or quarter: "2025-Q1" is in 2024-25."""
    if not QUARTER_KEY.match(period):
        return period
    starts = int(period[:4]) - (period[-1] == "1")
    return f"{starts}-{(starts + 1) % 100:02d}"


def year_before(year: str) -> str:
    if not YEAR_KEY.match(year):
        return year
    return f"{int(year[:4]) - 1}-{int(year[2:4]):02d}"


def _name_faults(claim: Claim) -> Iterator[Fault]:
    cited, facts = refs_subjects(claim), claim.facts
    named = [one.id for one in claim.subjects]
    for subject in cited:
        names = facts.subjects[subject].names
        if named and subject not in named and not named_in(claim.text, names):
            said = ", ".join(facts.subjects[one].title for one in dict.fromkeys(named))
            yield Fault(wrong=Wrong.PLACE, found=said, expected=facts.subjects[subject].title)
    places = {fact.place for fact in _facts_of(claim) if fact.place in facts.places}
    for place in dict.fromkeys(one.id for one in places_in(claim.text, facts)) if places else ():
        if place not in places:
            yield Fault(wrong=Wrong.PLACE, found=place, expected=" or ".join(sorted(places)))
