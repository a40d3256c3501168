"""`{% plan_of region "milestones" %}`, `{{ words|marked_up }}` and the tags of states."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from apps.organisation.markup import html_of
from apps.organisation.models import Region
from apps.planning.sections import parts_of

register = template.Library()
_COLOURS = {
    "on_track": "green", "at_risk": "yellow", "late": "red", "done": "turquoise", "dropped": "grey",
    "overdue": "red", "to_begin": "blue", "in_force": "green", "ends_soon": "orange", "ended": "grey",
    "applied": "blue", "awarded": "green", "refused": "red", "withdrawn": "grey", "not_begun": "grey",
    "in_hand": "blue", "in_place": "green", "Published": "green", "Approved": "turquoise",
    "Returned": "red", "Waiting for approval": "yellow", "Being written": "blue", "taken_up": "green",
    "declined": "grey", "": "yellow", "met": "green", "part": "yellow", "not_met": "red", "New": "green",
    "Gone": "red", "Changed": "blue", "Its year is over": "grey",
}  # fmt: skip


@register.inclusion_tag("components/sub_navigation.html")
def plan_of(region: Region, current: str) -> dict[str, Any]:
    """Links to the parts of the region's plan."""
    return {"links": parts_of(region, current=current), "label": f"Plan of {region}"}


@register.inclusion_tag("planning/_tag.html")
def plan_tag(key: str, text: str) -> dict[str, str]:
    """A state as a tag: its words, then its colour."""
    return {"text": text, "colour": _COLOURS.get(key, "grey")}


@register.filter
def marked_up(text: str) -> SafeString:
    """The HTML of words in the small markup; headings from the fourth level."""
    return html_of(text, level=4)


@register.filter
def pounds(amount: Any) -> str:
    """ "£1,204.50", without pence where there are none; nothing for None."""
    if amount is None:
        return ""
    text = f"£{amount:,.2f}"
    return text.removesuffix(".00")
