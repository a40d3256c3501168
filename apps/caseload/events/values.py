"""Reads one JSON value as its column's kind: what an extract's check asks of a text."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apps.caseload.contract import Column, Kind

LONDON = ZoneInfo("Europe/London")
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
_LARGEST = 2**31 - 1  # PostgreSQL's integer
# What separates words in any script: the check of an extract trims all of them.
_SPACES = "".join(chr(code) for code in range(0x3001) if unicodedata.category(chr(code)) == "Zs")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_INSTANT = re.compile(_TIME.pattern + r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])")


class BadValue(ValueError):
    """A value that is not written as its kind is written."""


def read(column: Column, value: Any) -> Any:
    """The value as Python holds it: str, date, naive or aware datetime, int or bool. Raises BadValue.

    Numbers and booleans are JSON's own; everything else is a text. An empty text is no value of any kind.
    """
    return _READERS[column.kind](column, value)


def instant(value: Any) -> datetime:
    """A date and time with its offset. Raises BadValue."""
    text = _text(value)
    if not _INSTANT.fullmatch(text):
        raise BadValue
    return _within(_parsed(datetime.fromisoformat, text))


def day_of(moment: datetime) -> date:
    """The day on which clocks in England and Wales showed an instant."""
    return moment.astimezone(LONDON).date()


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise BadValue
    try:
        value.encode()  # half a surrogate pair is text to JSON, and to nobody else
    except UnicodeEncodeError as error:
        raise BadValue from error
    return value


def _parsed(parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except ValueError as error:
        raise BadValue from error


def _within(moment: Any) -> Any:
    day = moment.date() if isinstance(moment, datetime) else moment
    if not EARLIEST <= day <= LATEST:
        raise BadValue
    return moment


def _ref(column: Column, value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(column.pattern, text):
        raise BadValue
    return text


def _line(column: Column, value: Any) -> str:
    text = _text(value)
    if len(text) > column.max_length or text.strip(_SPACES) != text or _CONTROL.search(text):
        raise BadValue
    return text


def _code(column: Column, value: Any) -> str:
    text = _text(value)
    if text not in column.values:
        raise BadValue
    return text


def _date(_column: Column, value: Any) -> date:
    text = _text(value)
    if not _DATE.fullmatch(text):
        raise BadValue
    return _within(_parsed(date.fromisoformat, text))


def _wall_clock(_column: Column, value: Any) -> datetime:
    text = _text(value)
    if not _TIME.fullmatch(text):
        raise BadValue
    moment = _within(_parsed(datetime.fromisoformat, text))
    if _is_skipped(moment):
        raise BadValue
    return moment


def _is_skipped(moment: datetime) -> bool:
    """01:00 to 01:59 on the last Sunday of March: clocks in England and Wales jump over it."""
    is_last_week = (moment + timedelta(days=7)).month != moment.month
    return moment.month == 3 and moment.isoweekday() == 7 and is_last_week and moment.hour == 1


def _instant(_column: Column, value: Any) -> datetime:
    return instant(value)


def _integer(column: Column, value: Any) -> int:
    # bool is an int to Python.
    if type(value) is not int or not (column.minimum or 0) <= value <= _LARGEST:
        raise BadValue
    return value


def _boolean(_column: Column, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadValue
    return value


_READERS: Mapping[Kind, Callable[[Column, Any], Any]] = {
    Kind.REF: _ref,
    Kind.TEXT: _line,
    Kind.CODE: _code,
    Kind.DATE: _date,
    Kind.WALL_CLOCK: _wall_clock,
    Kind.INSTANT: _instant,
    Kind.INTEGER: _integer,
    Kind.BOOLEAN: _boolean,
}
