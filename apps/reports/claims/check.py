"""Every sentence of a text against the frozen figures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, product

from apps.reports.claims.cited import cited_faults, refs_subjects
from apps.reports.claims.claim import Claim
from apps.reports.claims.facts import FrozenFacts
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.found import number_faults
from apps.reports.claims.instead import with_right_sentence
from apps.reports.claims.judged import band_faults, colour_faults, verdict_faults
from apps.reports.claims.marks import MarkWrong, read_marks
from apps.reports.claims.multiples import multiple_faults
from apps.reports.claims.number_words import plain, with_digits
from apps.reports.claims.reading import Line, Named, lines_of, subjects_in
from apps.reports.claims.shares import share_faults
from apps.reports.claims.superlatives import superlative_faults
from apps.reports.claims.turning import direction_faults
from apps.reports.claims.years import year_faults

# Of numbers alone, a text that is not English is held against the English one (apps/reports/same_figures.py).
_WITHOUT_NUMBERS = (year_faults, direction_faults, verdict_faults, band_faults)
# "In the second half of 2025-26 it rose": how far behind the first words the measure may be taken up.
_LEAD_LONGEST = 40
_MARK = "[cite table/row: column, column] or [own figure: source]"


def check_text(text: str, facts: FrozenFacts) -> list[Fault]:
    """What of the text the figures do not bear out, sentence by sentence; nothing where it claims nothing.

    A text in a further language is held against `facts.read_in(language)`, without its numbers.
    """
    faults: list[Fault] = []
    under, before = "", ""
    for line in lines_of(plain(text)):
        named = subjects_in(with_digits(line.text), facts)
        if line.is_heading:
            under = named[-1].id if named else ""
        if line.begins:
            before = under
        goes_on = before and not named and _goes_on(line, under, facts)
        inherited = [Named(id=before, at=-1, end=-1)] if goes_on else []
        faults += _sentence_faults(line, named or inherited, facts)
        before = named[-1].id if named else before
    return faults


def _goes_on(line: Line, under: str, facts: FrozenFacts) -> bool:
    """Whether a sentence without a measure is about the one before: "It fell", "In 2025-26 the rate fell"."""
    words = facts.words
    start = re.sub(r"^\W+", "", line.text)
    led = words["leads_in"].match(start)
    rest = start[led.end() :][:_LEAD_LONGEST] if led else ""
    is_pronoun = words["goes_on"].match(start) or words["goes_on"].search(rest)
    return bool(is_pronoun or (under and line.begins))


def _sentence_faults(line: Line, named: Sequence[Named], facts: FrozenFacts) -> Iterator[Fault]:
    try:
        marked = read_marks(with_digits(line.text))
    except MarkWrong as wrong:
        yield Fault(sentence=line.text, wrong=Wrong.MARK, found=str(wrong), expected=_MARK)
        return
    readings = [Claim(marked=marked, subjects=one, facts=facts) for one in _readings(named)]
    found = min((list(_claim_faults(claim)) for claim in readings), key=len)
    sentence = read_marks(line.text).text.strip()
    yield from (with_right_sentence(replace(fault, sentence=sentence), facts) for fault in _once(found))


def _readings(named: Sequence[Named]) -> Iterator[list[Named]]:
    """A name that several measures share is read as each; as the one that the sentence names otherwise."""
    groups = [list(group) for _, group in groupby(named, key=lambda one: (one.at, one.end))]
    clear = {group[0].id for group in groups if len(group) == 1}
    options = [[one for one in group if one.id in clear] or group for group in groups]
    for choice in product(*options):
        if len({one.id for one in choice} - clear) <= 1:
            yield list(choice)


def _once(faults: Sequence[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))


def _claim_faults(claim: Claim) -> Iterator[Fault]:
    if claim.facts.language != "en":
        for check in _WITHOUT_NUMBERS:
            yield from check(claim)
        return
    if claim.marked.refs:
        yield from cited_faults(claim)
        cited = [Named(id=one, at=-1, end=-1) for one in refs_subjects(claim)]
        claim = replace(claim, subjects=claim.subjects or cited)
    else:
        yield from number_faults(claim)
        yield from share_faults(claim)
        yield from multiple_faults(claim)
        yield from superlative_faults(claim)
        yield from year_faults(claim)
    for check in (direction_faults, verdict_faults, band_faults, colour_faults):
        yield from check(claim)
