"""The places by which a list can be narrowed."""

from apps.organisation.access import Scope
from apps.organisation.models import Region
from apps.organisation.queries import units_in_order


def place_choices(scope: Scope) -> list[tuple[str, str]]:
    """Regions in scope and their delivery units, as (code, name), in the order of their codes."""
    regions = [one for one in Region.objects.filter(valid_to__isnull=True) if scope.sees_region(one.code)]
    units = [one for one in units_in_order() if scope.sees_unit(one.code)]
    return [*((one.code, one.name) for one in regions), *((one.code, one.name) for one in units)]
