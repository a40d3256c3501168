"""Reads of inspections; whoever calls has narrowed them to the viewer (`access`)."""

from django.db.models import Q, QuerySet

from apps.inspections.access import belongs_to_body
from apps.inspections.models import Inspection, Member
from apps.organisation.models import Region, User

ROLES = ("lead_inspector", "inspector", "local_assessor", "ratings_panel")
_ENDED = (Inspection.State.PUBLISHED, Inspection.State.DROPPED)


def listed(inspections: QuerySet[Inspection], *, state: str, region: Region | None) -> QuerySet[Inspection]:
    """Newest fieldwork first. state: one of Inspection.State, "open", or empty for all."""
    found = inspections.select_related("region", "unit", "standards")
    if state == "open":
        found = found.exclude(state__in=_ENDED)
    elif state:
        found = found.filter(state=state)
    return found.filter(region=region) if region else found


def team_of(inspection: Inspection) -> QuerySet[Member]:
    """Who works on it today, in the order of the jobs."""
    return inspection.members.filter(left_at=None).select_related("user")


def people_to_join(inspection: Inspection) -> list[User]:
    """Everybody with a role of inspections, local assessors of the inspected region only."""
    held = Q(roles__role__in=ROLES, roles__valid_to=None)
    found = User.objects.filter(held, is_active=True).distinct().order_by("first_name", "last_name")
    ours = {user.pk for user in found if belongs_to_body(user, inspection)}
    local = set(found.filter(roles__role="local_assessor").values_list("pk", flat=True))
    return [user for user in found if (user.pk in ours) == (user.pk in local)]
