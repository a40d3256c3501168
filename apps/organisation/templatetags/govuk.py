"""`{% govuk %}`, `{% govuk_field %}` and `{% govuk_error_summary %}`."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.core.paginator import Paginator
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from apps.organisation.components import nested, render
from apps.organisation.form_fields import render_error_summary, render_field

register = template.Library()


@register.simple_tag
def govuk(component: str, **options: Any) -> SafeString:
    """A component by its GOV.UK name.

    Options are the macro's, in snake_case; two underscores go one level down:
    `{% govuk "button" text="Save" prevent_double_click=True %}`,
    `{% govuk "input" name="q" label__text="Case reference" %}`.
    """
    return render(component, nested(options))


@register.simple_tag
def govuk_field(field: BoundField, **options: Any) -> SafeString:
    """A bound form field with its label, hint and error; `page_heading=True` makes its label the h1."""
    return render_field(field, nested(options))


@register.simple_tag
def govuk_error_summary(*forms: BaseForm) -> SafeString:
    """The error summary of one or more forms; nothing while they have no errors."""
    return render_error_summary(*forms)


@register.filter
def elided(paginator: Paginator, number: int) -> Iterator[int | str]:
    """The page numbers to show around page `number`, with an ellipsis for those left out."""
    return paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
