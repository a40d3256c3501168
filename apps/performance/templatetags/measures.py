"""How templates name a measure and print an exact percentage."""

from decimal import Decimal
from fractions import Fraction

from django import template

from apps.performance.queries.catalogue import shown_id
from rules.definitions.quality import outcome_words
from rules.tables.rounding import half_up

register = template.Library()
register.filter("shown_id", shown_id)
register.filter("outcome_words", outcome_words)


@register.filter
def percent(value: Fraction | None) -> str:
    """An exact percentage to one decimal; nothing where there is none."""
    return "" if value is None else f"{half_up(value, 1)}%"


@register.filter
def plain(value: Decimal | None) -> str:
    """A decimal without trailing zeros: 85.50 is 85.5; nothing where there is none."""
    return "" if value is None else f"{value.normalize():f}"
