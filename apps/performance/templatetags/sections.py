"""`{% performance_sections "compare" %}`: the sub-navigation of the pages of performance."""

from typing import Any

from django import template

from apps.organisation.access import roles_of, verbs_of
from apps.performance.sections import section_links

register = template.Library()


@register.inclusion_tag("performance/_sections.html", takes_context=True)
def performance_sections(context: dict[str, Any], current: str) -> dict[str, Any]:
    """Links to the sections that the viewer's roles open, the page's own marked; nothing for one alone."""
    links = section_links(verbs_of(roles_of(context["user"])), current=current)
    return {"links": links if len(links) > 1 else []}
