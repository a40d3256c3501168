"""`{% inspection_sections "standards" %}` and `{% inspection_of inspection "ratings" %}`: sub-navigation."""

from typing import Any

from django import template

from apps.inspections.models import Inspection
from apps.inspections.sections import PARTS, parts_of
from apps.organisation.access import roles_of, verbs_of
from apps.organisation.sub_navigation import part_links

register = template.Library()
_STATE_COLOURS = {
    "planned": "grey",
    "announced": "light-blue",
    "fieldwork": "blue",
    "rating": "purple",
    "accuracy": "yellow",
    "finishing": "yellow",
    "published": "green",
    "dropped": "red",
}


@register.inclusion_tag("components/sub_navigation.html", takes_context=True)
def inspection_sections(context: dict[str, Any], current: str) -> dict[str, Any]:
    """Links to the parts of the section that the viewer's roles open; nothing for one alone."""
    verbs = verbs_of(roles_of(context["user"]))
    return {"links": part_links(PARTS, verbs, current=current), "label": "Inspections"}


@register.inclusion_tag("components/sub_navigation.html", takes_context=True)
def inspection_of(context: dict[str, Any], inspection: Inspection, current: str) -> dict[str, Any]:
    """Links to the parts of one inspection."""
    links = parts_of(inspection, context["user"], current=current)
    return {"links": links if len(links) > 1 else [], "label": str(inspection)}


@register.inclusion_tag("inspections/_state.html")
def inspection_state(inspection: Inspection) -> dict[str, str]:
    """The state as a tag."""
    return {"text": inspection.get_state_display(), "colour": _STATE_COLOURS[inspection.state]}
