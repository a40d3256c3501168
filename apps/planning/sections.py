"""The parts of a region's plan, in the order of its work."""

from django.urls import reverse

from apps.organisation.models import Region
from apps.organisation.sub_navigation import PartLink

PARTS = (
    ("plan", "Plan", "planning:plan"),
    ("priorities", "Priorities", "planning:priorities"),
    ("milestones", "Milestones", "planning:milestones"),
    ("agreements", "Agreements", "planning:agreements"),
    ("provision", "Provision", "planning:provision"),
    ("fund", "Innovation fund", "planning:fund"),
    ("boards", "Boards", "planning:boards"),
    ("cycle", "Cycle", "planning:cycle"),
    ("editions", "Editions", "planning:editions"),
)


def parts_of(region: Region, *, current: str) -> list[PartLink]:
    """Links to every part of the region's plan; `current` is the key of the one the page belongs to."""
    return [
        PartLink(label=label, url=reverse(name, args=[region.pk]), is_current=key == current)
        for key, label, name in PARTS
    ]
