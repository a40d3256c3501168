"""The words of claims as patterns: each phrase of the data, whole words, whatever their case.

"rise*": any ending; "(so)": may be there; "a|b": either; "_": any one word; "~": up to three; "#": a number
follows; "n't": at the end of any word ("didn't").
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property

from rules.definitions.claim_words import ClaimLimits, LanguageWords, claim_words_on
from rules.periods import PerformanceYear

Pattern = re.Pattern[str]
_NEVER = re.compile(r"(?!)")
_WORD = r"[\w’'-]+"


def pattern_of(phrases: Iterable[str]) -> Pattern:
    """Matches any of the phrases, the longest first; nothing for none."""
    parts = sorted((_phrase(one) for one in phrases), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.I) if parts else _NEVER


def _phrase(phrase: str) -> str:
    """Each word takes the space before it along; one that may be missing at the beginning that behind it."""
    found = ""
    for part in phrase.split():
        space = r"\s+" if found and not found.endswith(r"\s+)?") else ""
        if part.startswith("("):
            inner = _part(part[1:-1])
            found += rf"(?:{space}{inner})?" if space else rf"(?:{inner}\s+)?"
        elif part == "~":
            found += rf"(?:{space}{_WORD}){{0,3}}"
        else:
            found += space + _part(part)
    return found


def _part(part: str) -> str:
    if part == "_":
        return _WORD
    if part == "#":
        return r"(?=\d)\S+"
    if part.startswith("n't"):
        return r"\w+n[’']t"
    options = [re.escape(one).replace("'", "[’']").replace(r"\*", r"[\w’'-]*") for one in part.split("|")]
    return f"(?:{'|'.join(options)})"


@dataclass(frozen=True, kw_only=True, eq=False)
class Vocabulary:
    """One language's words as patterns, how writers call measures, and the limits."""

    words: LanguageWords
    limits: ClaimLimits
    names: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, Pattern]

    def __getitem__(self, kind: str) -> Pattern:
        """The pattern of a kind ("targets") or of a part of one ("directions.up"); nothing matches none."""
        return self.patterns.get(kind, _NEVER)

    @cached_property
    def ratios(self) -> list[tuple[Pattern, Fraction]]:
        return [(pattern_of(one.words), Fraction(one.times)) for one in self.words.multiples]

    @cached_property
    def shares(self) -> list[tuple[Pattern, Decimal, Decimal]]:
        """Quantifiers with the per cents from and to which they hold."""
        return [(pattern_of(one.words), one.from_percent, one.to_percent) for one in self.words.quantifiers]


@cache
def vocabulary_of(year: str, language: str = "en") -> Vocabulary:
    """The words in force at the end of the year that is reported. Raises KeyError for an unknown language."""
    edition = claim_words_on(PerformanceYear.parse(year).last_on)
    words = edition.languages[language]
    return Vocabulary(words=words, limits=edition.limits, names=edition.names, patterns=_patterns(words))


def _patterns(words: LanguageWords) -> dict[str, Pattern]:
    found = {}
    for name, value in words:
        if isinstance(value, tuple) and name not in ("quantifiers", "multiples"):
            found[name] = pattern_of(value)
        elif isinstance(value, Mapping) and name != "parts":
            found |= {f"{name}.{key}": pattern_of(phrases) for key, phrases in value.items()}
    return found
