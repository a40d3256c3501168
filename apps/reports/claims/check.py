"""Every sentence of a text against the frozen figures: numbers, years, directions, verdicts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from re import IGNORECASE
from re import compile as pattern_of

from apps.reports.claims.cited import cited_faults, refs_subjects
from apps.reports.claims.facts import FrozenFacts
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.found import number_faults
from apps.reports.claims.marks import Marked, MarkWrong, read_marks
from apps.reports.claims.reading import Line, lines_of, subjects_in
from apps.reports.claims.turning import band_faults, direction_faults, verdict_faults

# A sentence that begins so goes on about what the one before it named.
_GOES_ON = pattern_of(
    r"^[\"“(]?(?:It|Its|That|This|They|The (?:rate|target|measure|score|interval|change))\b", IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A sentence with what it is about: (place in it, subject id), in order."""

    line: Line
    marked: Marked
    subjects: Sequence[tuple[int, str]]

    @property
    def text(self) -> str:
        return self.marked.text

    @property
    def has_source(self) -> bool:
        return bool(self.marked.sources)


def check_text(text: str, facts: FrozenFacts) -> list[Fault]:
    """What of the text the figures do not bear out, sentence by sentence; nothing where it claims nothing."""
    faults: list[Fault] = []
    under, before = "", ""
    for line in lines_of(text):
        named = subjects_in(line.text, facts)
        if line.is_heading:
            under = named[-1][1] if named else ""
        if line.begins:
            before = under
        inherited = [(0, before)] if before and not named and _goes_on(line, under) else []
        faults += _sentence_faults(line, named or inherited, facts)
        before = named[-1][1] if named else before
    return faults


def _goes_on(line: Line, under: str) -> bool:
    return bool(_GOES_ON.match(line.text)) or bool(under and line.begins)


def _sentence_faults(line: Line, subjects: list[tuple[int, str]], facts: FrozenFacts) -> Iterator[Fault]:
    try:
        marked = read_marks(line.text)
    except MarkWrong as wrong:
        yield Fault(
            sentence=line.text,
            wrong=Wrong.MARK,
            found=str(wrong),
            expected="[cite table/row: column, column] or [own figure: source]",
        )
        return
    claim = Claim(line=line, marked=marked, subjects=subjects)
    for fault in _claim_faults(claim, facts):
        yield replace(fault, sentence=marked.text.strip())


def _claim_faults(claim: Claim, facts: FrozenFacts) -> Iterator[Fault]:
    if claim.marked.refs:
        yield from cited_faults(claim, facts)
        claim = replace(claim, subjects=claim.subjects or [(0, one) for one in refs_subjects(claim, facts)])
    else:
        yield from number_faults(claim, facts)
    yield from direction_faults(claim, facts)
    yield from verdict_faults(claim, facts)
    yield from band_faults(claim, facts)
