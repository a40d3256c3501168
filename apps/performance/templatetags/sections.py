"""`{% performance_sections "compare" %}`: the sub-navigation of the pages of performance."""

from typing import Any

from django import template

from apps.organisation.access import roles_of, verbs_of
from apps.organisation.sub_navigation import part_links
from apps.performance.sections import PARTS

register = template.Library()


@register.inclusion_tag("components/sub_navigation.html", takes_context=True)
def performance_sections(context: dict[str, Any], current: str) -> dict[str, Any]:
    """Links to the parts that the viewer's roles open, the page's own marked; nothing for one alone."""
    verbs = verbs_of(roles_of(context["user"]))
    return {"links": part_links(PARTS, verbs, current=current), "label": "Performance"}
