"""Reading a text for claims: its sentences, and in each the numbers, periods and subjects that it names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from apps.publication.grids import Kind
from apps.reports.claims.facts import FrozenFacts
from apps.reports.claims.marks import ANY_MARK
from apps.reports.claims.number_words import SMALL

# Between a full stop (and the marks behind it) and a capital; "e.g." and "No. 3" go on.
_STOP = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!No\.)((?:\s*\[[^\[\]]+\])*)\s+(?=[A-Z\"“(])")
_BLOCK_START = re.compile(r"^\s*(?:#{1,6}\s+|[-*+]\s+|\d+[.)]\s+)")
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = re.compile(r"\b((?:19|20)\d{2})\s*(?:[-–/]|\s+to\s+)\s*((?:20)?\d{2})\b(?!\.\d|\s?%|\s+per\s?cent)")
_QUARTER = re.compile(r"\b(?:(20\d{2})[ -]?Q([1-4])|Q([1-4])\s+(20\d{2}))\b")
_MONTHS = re.compile(rf"\b({_MONTH})\s+to\s+({_MONTH})\s+((?:19|20)\d{{2}})\b")
_YEAR_TO = re.compile(
    r"\byear\s+(?:to|ending|ended|up to)\s+(?:on\s+)?(?:the end of\s+)?(?:31(?:st)?\s+)?March\s+(20\d{2})\b",
    re.I,
)
_NO_FIGURES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s+\d{{4}})?|\b{_MONTH}\s+\d{{4}}|"
    r"\b(?:95|99)\s?%\s+(?:confidence\s+)?intervals?|\b\d{1,2}[:.]\d{2}\s?(?:am|pm)|"
    r"\b(?:Table|Figure|Annex|section|paragraph|page|edition|Part|phase|step|priority|milestone)s?\s+\d+(?:\.\d+)*|"
    r"https?://\S+|\b\d+(?:st|nd|rd|th)\b|\b[A-Z]{1,4}\d{2,4}[A-Z]?\b",
    re.I,
)
_PLAIN_YEAR = re.compile(r"\b(?:19|20)\d{2}\b(?!\s*(?:%|per cent|people|cases))")
_NUMBER = re.compile(r"(?<![\w.,/])[-−]?(\d[\d,]*(?:\.\d+)?|\.\d+)")
_WORDS = {**SMALL, "hundred": 100}
_ANY_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER_WORD = re.compile(
    rf"\b({_ANY_WORD})\b(?=\s+(?:of\s+(?:the\s+|its\s+|our\s+)?(?:\d|{_ANY_WORD})|"
    r"(?:\w+\s+)?(?:per cent|percentage|points?|measures|targets|audits|delivery units|cases)))"
    rf"|(?<=\bof the )({_ANY_WORD})\b"
    rf"|(?<=\bof )({_ANY_WORD})(?=\s+(?:measures|targets|audits))",
    re.I,
)
_PERCENT = re.compile(r"^\s*(?:%|per\s?cent(?!age)|y cant)", re.I)
_POINTS = re.compile(r"^\s*(?:percentage\s+|pwynt\s+)?(?:points?|pp|pwynt|canran)\b", re.I)


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number as it is written, what it is a number of, and where it stands in the sentence."""

    text: str
    value: Decimal
    kind: Kind
    at: int


@dataclass(frozen=True, kw_only=True)
class Period:
    """A named year or quarter ("2025-26", "2025-Q2"); `written` as in the text."""

    key: str
    written: str
    at: int


@dataclass(frozen=True, kw_only=True)
class Named:
    """A measure (its id) or place that a sentence names, and where; -1: the sentence before it did."""

    id: str
    at: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """A sentence with its marks, and whether it begins a new paragraph or is a heading."""

    text: str
    begins: bool
    is_heading: bool = False


def lines_of(text: str) -> Iterator[Line]:
    """The sentences of a text in the small markup, in order."""
    for block in _blocks(text):
        is_heading = block.startswith("#")
        plain = _BLOCK_START.sub("", block).replace("**", "").replace("__", "")
        plain = re.sub(r"(?<!\w)[*_]|[*_](?!\w)", "", re.sub(r"\[([^\[\]]+)\]\([^()]*\)", r"\1", plain))
        for place, sentence in enumerate(_sentences(plain)):
            yield Line(text=sentence, begins=place == 0, is_heading=is_heading)


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, headings and list items; a line that goes on belongs to what it continues."""
    block: list[str] = []
    for line in text.splitlines():
        if not line.strip() or _BLOCK_START.match(line):
            if block:
                yield " ".join(block)
            block = []
        if line.strip():
            block.append(line.strip())
        if line.lstrip().startswith("#"):
            yield " ".join(block)
            block = []
    if block:
        yield " ".join(block)


def _sentences(text: str) -> Iterator[str]:
    begin = 0
    for stop in _STOP.finditer(text):
        yield text[begin : stop.end(1)].strip()
        begin = stop.end()
    if text[begin:].strip():
        yield text[begin:].strip()


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """The text with every match of the pattern turned to spaces, so that places stay."""
    return pattern.sub(lambda found: " " * len(found.group()), text)


def periods_in(text: str, facts: FrozenFacts) -> tuple[list[Period], str]:
    """The periods that a sentence names, and the sentence without them."""
    found: list[Period] = []
    for pattern, key in (
        (_YEAR, _year_key),
        (_QUARTER, lambda match: f"{match[1] or match[4]}-Q{match[2] or match[3]}"),
        (_MONTHS, _months_key),
        (_YEAR_TO, lambda match: _year_key_to(int(match[1]))),
        (facts.words["last_year"], lambda _match: facts.before),
        (facts.words["this_year"], lambda _match: facts.year),
    ):
        found += [
            Period(key=key(match), written=match.group(), at=match.start())
            for match in pattern.finditer(text)
        ]
        text = blanked(pattern, text)
    return sorted(found, key=lambda period: period.at), text


def _year_key(match: re.Match[str]) -> str:
    """ "2025/26" and "2025 to 2026" are 2025-26; a span of other years is no performance year."""
    return f"{match[1]}-{match[2][-2:]}" if int(match[2][-2:]) == (int(match[1]) + 1) % 100 else match.group()


def _year_key_to(year: int) -> str:
    """The year to 31 March 2026 is 2025-26."""
    return f"{year - 1}-{year % 100:02d}"


def _months_key(match: re.Match[str]) -> str:
    quarters = {
        "January": ("March", 1),
        "April": ("June", 2),
        "July": ("September", 3),
        "October": ("December", 4),
    }
    last, number = quarters.get(match[1].capitalize(), ("", 0))
    return f"{match[3]}-Q{number}" if match[2].capitalize() == last else match.group()


_FILLERS = r"(?:(?:in|for|the|that|of|it|was|at)\s+)*\(?$"
_BASE = re.compile(
    rf"\b(?:than|since|from|with|against|as|to|on)\s+{_FILLERS}|"
    rf"\b(?:than|from|with|against|as)\s+(?:the\s+)?[\d.,]+\s?(?:%|per cent)?,?\s+{_FILLERS}",
    re.I,
)


def is_base(text: str, at: int) -> bool:
    """Whether something is compared with the period there: "than in 2024-25", "from 75.0% last year"."""
    return bool(_BASE.search(f"{text[:at].rstrip()} "))


def plain_years_in(text: str) -> list[tuple[str, int]]:
    """(year, place) of each that stands alone ("in 2023"), without those of dates."""
    found = _PLAIN_YEAR.finditer(blanked(_NO_FIGURES, text))
    return [(match.group(), match.start()) for match in found]


def numbers_in(text: str, names: Sequence[str] = ()) -> list[Number]:
    """The numbers that say how much, in order; not dates, years, references and names with digits."""
    for name in sorted(names, key=len, reverse=True):
        if any(letter.isdigit() for letter in name):
            text = blanked(re.compile(re.escape(name), re.I), text)
    text = blanked(_PLAIN_YEAR, blanked(_NO_FIGURES, text))
    found = [
        _number(match, match[1], Decimal(match[1].replace(",", "")), text) for match in _NUMBER.finditer(text)
    ]
    found += [
        _number(match, match.group(), Decimal(_WORDS[match.group().lower()]), text)
        for match in _NUMBER_WORD.finditer(text)
    ]
    return sorted(found, key=lambda number: number.at)


def _number(match: re.Match[str], written: str, value: Decimal, text: str) -> Number:
    rest = text[match.end() :]
    kind = Kind.PERCENT if _PERCENT.match(rest) else Kind.POINTS if _POINTS.match(rest) else Kind.COUNT
    return Number(text=written.rstrip(","), value=value, kind=kind, at=match.start())


def equals(number: Number, value: Decimal) -> bool:
    """Equal as printed, or rounded half up to the decimals that the sentence gives."""
    decimals = len(number.text.partition(".")[2])
    return number.value in (value, value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def named_in(text: str, names: Sequence[str]) -> list[int]:
    """Where one of the names stands in the text, as a whole word, whatever its case."""
    return sorted({match.start() for name in names for match in _of_name(name).finditer(text)})


@cache
def _of_name(name: str) -> re.Pattern[str]:
    """A name of several words is known in the plural as well: "initial appointments"."""
    words = [re.escape(word) for word in name.split()]
    if len(words) > 1 and name[-1].isalpha() and not name[-1].isupper():
        words[-1] = rf"{words[-1].removesuffix('s')}s?"
    return re.compile(r"(?<!\w)" + r"[\s-]+".join(words) + r"(?!\w)", re.I)


def subjects_in(text: str, facts: FrozenFacts) -> list[Named]:
    """Every measure or audit that the sentence names, in order."""
    plain_text = ANY_MARK.sub("", text)
    spans = [
        Named(id=one.id, at=match.start(), end=match.end())
        for one in facts.subjects.values()
        for name in one.names
        for match in _of_name(name).finditer(plain_text)
    ]
    # "CRS SL001" does not name SL001.
    kept = {one for one in spans if not any(_holds(other, one) for other in spans)}
    return sorted(kept, key=lambda one: (one.at, one.id))


def _holds(one: Named, other: Named) -> bool:
    """Whether the name of another subject stands within the name of one."""
    return one.end - one.at > other.end - other.at and one.at <= other.at and other.end <= one.end


def places_in(text: str, facts: FrozenFacts) -> list[Named]:
    """The delivery units that the sentence names, in order."""
    spans = [
        Named(id=name, at=match.start(), end=match.end())
        for name in facts.places
        for match in _of_name(name).finditer(text)
    ]
    kept = [one for one in spans if not any(_holds(other, one) for other in spans)]
    return sorted(kept, key=lambda one: one.at)
