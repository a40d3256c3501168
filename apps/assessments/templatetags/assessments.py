"""`{{ text|iso_day }}`."""

from datetime import date

from django import template

register = template.Library()


@register.filter
def iso_day(text: str) -> str:
    """2026-03-27 as 27 March 2026; a snapshot keeps its days as ISO texts."""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"
