"""`{% audit_sections "actions" %}`: the sub-navigation of the pages of audits."""

from typing import Any

from django import template

from apps.audits.sections import PARTS
from apps.organisation.access import roles_of, verbs_of
from apps.organisation.sub_navigation import part_links

register = template.Library()


@register.inclusion_tag("components/sub_navigation.html", takes_context=True)
def audit_sections(context: dict[str, Any], current: str) -> dict[str, Any]:
    """Links to the parts that the viewer's roles open, the page's own marked; nothing for one alone."""
    verbs = verbs_of(roles_of(context["user"]))
    return {"links": part_links(PARTS, verbs, current=current), "label": "Audits"}
