"""Numbers in words turned to digits, and what hides a number from a reader of characters undone."""

import re
import unicodedata

ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL = {word: value for value, word in enumerate([*ONES, *_TEENS, "nineteen"])}
SMALL |= {word: 20 + 10 * place for place, word in enumerate(_TENS)}
_BIG = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_ONE = "|".join(ONES[1:])
_TO_99 = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_ONE}))?|{'|'.join(sorted(SMALL, key=len, reverse=True))})"
_MANY = rf"(?:\d[\d,.]*|{_TO_99}|a)\s+(?:{'|'.join(_BIG)})(?:\s+thousand|\s+million)?"
_BIG_NUMBER = re.compile(rf"\b{_MANY}(?:(?:\s+and|,)?\s+(?:{_MANY}|{_TO_99}|\d+))*\b", re.I)
_DECIMAL = re.compile(rf"\b({_TO_99})\s+point((?:\s+(?:{'|'.join(ONES)}))+)\b", re.I)
_TWO_WORDS = re.compile(rf"\b(?:{'|'.join(_TENS)})[\s-](?:{_ONE})\b", re.I)
_HALVES = {"½": " 1/2", "⅓": " 1/3", "⅔": " 2/3", "¼": " 1/4", "¾": " 3/4"}
_POINT = re.compile(r"(?<=\d)[·٫](?=\d)|(?<=\d),(?=\d{1,2}\s?(?:%|per\s?cent|pct))")
_PER_CENT = re.compile(r"(?<=[\d\s])(?:pct\.?|p\.c\.|percent)(?=[\s.,;)]|$)", re.I)


def plain(text: str) -> str:
    """The text as a reader sees it: no invisible characters, "66·9" and "66,9 %" with a point."""
    for sign, words in _HALVES.items():
        text = text.replace(sign, words)
    text = unicodedata.normalize("NFKC", text)
    text = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return _PER_CENT.sub("per cent", _POINT.sub(".", text))


def with_digits(text: str) -> str:
    """Numbers of more than one word ("two thousand and one", "ninety-six point three") as digits."""
    text = _DECIMAL.sub(lambda found: f"{_value(found[1])}.{_digits(found[2])}", text)
    text = _BIG_NUMBER.sub(lambda found: str(_value(found.group())), text)
    return _TWO_WORDS.sub(lambda found: str(_value(found.group())), text)


def _digits(words: str) -> str:
    return "".join(str(SMALL[word.lower()]) for word in words.split())


def _value(words: str) -> int:
    total = current = 0
    for word in re.split(r"[\s-]+", words.lower().replace(",", "")):
        if word == "hundred":
            current = max(current, 1) * 100
        elif word in _BIG:
            total, current = total + max(current, 1) * _BIG[word], 0
        elif word == "a":
            current += 1
        elif word != "and":
            current += SMALL[word] if word in SMALL else int(float(word))
    return total + current
