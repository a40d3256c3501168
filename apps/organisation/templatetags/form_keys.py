"""`{% form_key %}`: what makes a form count once (apps.organisation.form_keys)."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.organisation.form_keys import FIELD, new_key

register = template.Library()


@register.simple_tag
def form_key() -> SafeString:
    """The hidden field of one form; each form of a page has its own."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())
