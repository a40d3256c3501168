"""For the style sheets of print templates."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from apps.reports.harmless import css_string as harmless_string

register = template.Library()


@register.filter
def css_string(value: object) -> SafeString:
    """`content: "{{ title|css_string }}"`: the value cannot end the string that it stands in."""
    return mark_safe(harmless_string(str(value)))  # noqa: S308 (every character that could act is escaped)
