"""Reading a text for claims: its sentences, and in each the numbers, periods and subjects that it names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.publication.grids import Kind
from apps.reports.claims.facts import FrozenFacts
from apps.reports.claims.marks import ANY_MARK

# Between a full stop (and the marks behind it) and a capital; "e.g." and "No. 3" go on.
_STOP = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!No\.)((?:\s*\[[^\[\]]+\])*)\s+(?=[A-Z\"“(])")
_BLOCK_START = re.compile(r"^\s*(?:#{1,6}\s+|[-*+]\s+|\d+[.)]\s+)")
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = re.compile(r"\b((?:19|20)\d{2})\s*(?:[-–/]|\s+to\s+)\s*((?:20)?\d{2})\b")
_QUARTER = re.compile(r"\b(?:(20\d{2})[ -]?Q([1-4])|Q([1-4])\s+(20\d{2}))\b")
_MONTHS = re.compile(rf"\b({_MONTH})\s+to\s+({_MONTH})\s+((?:19|20)\d{{2}})\b")
_LAST_YEAR = re.compile(
    r"\b(?:last|the previous|the year before|a year (?:earlier|before))(?: year)?\b", re.I
)
_THIS_YEAR = re.compile(r"\b(?:this|the reporting) year\b", re.I)
_NO_FIGURES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s+\d{{4}})?|\b{_MONTH}\s+\d{{4}}|"
    r"\b(?:95|99)\s?%\s+(?:confidence\s+)?intervals?|\b\d{1,2}[:.]\d{2}\s?(?:am|pm)|"
    r"\b(?:Table|Figure|Annex|section|paragraph|page|edition|Part|phase|step|priority|milestone)s?\s+\d+(?:\.\d+)*|"
    r"https?://\S+|\b\d+(?:st|nd|rd|th)\b|\b[A-Z]{1,4}\d{2,4}[A-Z]?\b",
    re.I,
)
_PLAIN_YEAR = re.compile(r"\b(?:19|20)\d{2}\b(?!\s*(?:%|per cent|people|cases))")
_NUMBER = re.compile(r"(?<![\w.,])[-−]?(\d[\d,]*(?:\.\d+)?)")
_SMALL = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: value for value, word in enumerate(_SMALL)}
_WORDS |= {word: 20 + 10 * place for place, word in enumerate(_TENS)}
_WORDS |= {f"{ten}-{_SMALL[one]}": _WORDS[ten] + one for ten in _TENS for one in range(1, 10)}
_WORDS |= {"hundred": 100, "one hundred": 100}
# The longest first: "one hundred" is no one.
_ANY_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER_WORD = re.compile(
    rf"\b({_ANY_WORD})\b(?=\s+(?:of\s+(?:the\s+|its\s+|our\s+)?(?:\d|{_ANY_WORD})|"
    r"(?:\w+\s+)?(?:per cent|percent|percentage|points|measures|targets|audits|delivery units|cases)))"
    rf"|(?<=\bof the )({_ANY_WORD})\b"
    rf"|(?<=\bof )({_ANY_WORD})(?=\s+(?:measures|targets|audits))",
    re.I,
)
_PERCENT = re.compile(r"^\s*(?:%|per\s?cent(?!age))", re.I)
_POINTS = re.compile(r"^\s*(?:percentage\s+)?points?\b", re.I)


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
        (_LAST_YEAR, lambda _match: facts.before),
        (_THIS_YEAR, lambda _match: facts.year),
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


def _months_key(match: re.Match[str]) -> str:
    quarters = {
        "January": ("March", 1),
        "April": ("June", 2),
        "July": ("September", 3),
        "October": ("December", 4),
    }
    last, number = quarters.get(match[1].capitalize(), ("", 0))
    return f"{match[3]}-Q{number}" if match[2].capitalize() == last else match.group()


def plain_years_in(text: str) -> list[str]:
    """Years that stand alone ("in 2023"), without those of dates."""
    return _PLAIN_YEAR.findall(blanked(_NO_FIGURES, text))


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


def named_in(text: str, names: Sequence[str]) -> list[int]:
    """Where one of the names stands in the text, as a whole word, whatever its case."""
    found = (re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I) for name in names)
    return sorted({match.start() for matches in found for match in matches})


def subjects_in(text: str, facts: FrozenFacts) -> list[tuple[int, str]]:
    """(place, subject id) for every measure or audit that the sentence names, in order."""
    plain = ANY_MARK.sub("", text)
    spans = {
        (at, at + len(name), one.id)
        for one in facts.subjects.values()
        for name in one.names
        for at in named_in(plain, [name])
    }
    # "CRS SL001" does not name SL001.
    inside = {one for one in spans if any(_holds(other, one) for other in spans)}
    return sorted({(at, subject) for at, _, subject in spans - inside})


def _holds(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether the name of another subject stands within the name of one."""
    longer = one[1] - one[0] > other[1] - other[0]
    return longer and one[2] != other[2] and one[0] <= other[0] and other[1] <= one[1]


def places_in(text: str, facts: FrozenFacts) -> list[str]:
    """The delivery units that the sentence names, in order."""
    found = [(at, name) for name in facts.places for at in named_in(text, [name])]
    return [name for _, name in sorted(found)]
