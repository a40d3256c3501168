"""How templates name a measure."""

from django import template

from apps.performance.queries.catalogue import shown_id

register = template.Library()
register.filter("shown_id", shown_id)
