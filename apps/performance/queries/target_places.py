"""The places that targets are set for: the nation and the regions."""

from collections.abc import Iterable

from apps.organisation.access import Scope
from apps.organisation.models import Region
from apps.performance.queries.places import ENGLAND_AND_WALES, REGION, Place


def target_places(scope: Scope) -> list[Place]:
    """The nation for those who see all of it, and every region of which the scope sees something: a unit
    is held to the target of its region."""
    found = [ENGLAND_AND_WALES] if scope.all_regions else []
    return found + [
        Place(kind=REGION, code=region.code, name=region.name, region_code=region.code)
        for region in Region.objects.all()
        if scope.sees_something_of_region(region.code)
    ]


def names_of(places: Iterable[Place]) -> dict[str, str]:
    """Name by the region's code; the nation's is empty."""
    return {place.region_code: place.name for place in places}
