"""One value of a download: dates ISO, None empty, and a text that a spreadsheet would run made harmless."""

from datetime import date
from typing import Any

# OWASP, CSV injection: these begin a formula; a tab or a carriage return hides one.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_value(value: Any) -> str:
    """The value as a cell's text. Only texts are made harmless: a number is not a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return str(value)
