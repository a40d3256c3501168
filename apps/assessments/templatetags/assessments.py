"""`{{ text|iso_day }}` and `{{ text|lower_first }}`."""

from datetime import date

from django import template

register = template.Library()


@register.filter
def iso_day(text: str) -> str:
    """2026-03-27 as 27 March 2026; a snapshot keeps its days as ISO texts."""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


@register.filter
def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is an abbreviation such as MAPPA."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
