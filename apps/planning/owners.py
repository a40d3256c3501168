"""Who may own a priority, a milestone, a product or a decision of a region's plan."""

from datetime import date

from django.db.models import Q

from apps.organisation.actions import Refused
from apps.organisation.models import Region, User
from apps.organisation.queries import current_roles
from rules.definitions.roles import load_roles

# Whoever plans, directs or leads a delivery unit can answer for a part of the plan.
OWNING_VERBS = ("view_plan", "plan_region", "manage_actions")


def owners_for(region: Region, on: date) -> list[User]:
    """People with an open account whose role in the region, or a unit of it, answers for a part."""
    roles = {role.id for verb in OWNING_VERBS for role in load_roles().roles_with(verb)}
    place = Q(region=region) | Q(unit__region=region)
    held = current_roles(on).filter(place, role__in=roles, valid_from__lte=on)
    found = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return list(found.order_by("last_name", "first_name", "username"))


def check_owner(owner: User, region: Region, on: date) -> None:
    """Raises Refused for somebody who has no part in the region."""
    if owner not in owners_for(region, on):
        raise Refused(f"{owner} has no part in {region}. Choose somebody else")
