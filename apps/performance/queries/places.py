"""The places that figures are shown for: the nation, a region, a delivery unit."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from apps.organisation.access import Scope
from apps.organisation.models import ProbationDeliveryUnit, Region
from rules.facts import UNALLOCATED

NATION = "nation"
REGION = "region"
UNIT = "unit"


@dataclass(frozen=True, kw_only=True)
class Place:
    """`code`: "all" for the nation. `region_code`: empty for the nation. `part_of`: the name one level up."""

    kind: str
    code: str
    name: str
    region_code: str = ""
    part_of: str = ""

    @property
    def url(self) -> str:
        return reverse("performance:place", args=[self.kind, self.code])

    @property
    def has_page(self) -> bool:
        return self.code != UNALLOCATED

    @property
    def cell_filter(self) -> Q:
        """The cells and outcomes that count for this place."""
        if self.kind == NATION:
            return Q()
        if self.kind == REGION:
            return Q(region=self.code)
        return Q(region=self.region_code, unit=self.code)

    @property
    def parts_kind(self) -> str:
        """What the place is made of: "region", "unit", or nothing."""
        return {NATION: REGION, REGION: UNIT}.get(self.kind, "")


ENGLAND_AND_WALES = Place(kind=NATION, code="all", name="England and Wales")


def places_for(scope: Scope) -> list[Place]:
    """Every place whose figures the scope covers whole: the nation first, then regions, then units granted
    one by one. A region's own units are reached from its page."""
    places = [ENGLAND_AND_WALES] if scope.all_regions else []
    seen = Q() if scope.all_regions else Q(code__in=scope.region_codes)
    places += [_region(region) for region in Region.objects.filter(seen)]
    units = ProbationDeliveryUnit.objects.filter(code__in=scope.unit_codes).select_related("region")
    return places + [_unit(unit) for unit in units if not scope.sees_region(unit.region_id)]


def all_places_for(scope: Scope) -> list[Place]:
    """The places of `places_for` and every unit within them: each region followed by its units."""
    regions = Region.objects.filter(Q() if scope.all_regions else Q(code__in=scope.region_codes))
    units: dict[str, list[Place]] = {}
    for unit in ProbationDeliveryUnit.objects.select_related("region"):
        if scope.sees_unit(unit.code):
            units.setdefault(unit.region_id, []).append(_unit(unit))
    found = [ENGLAND_AND_WALES] if scope.all_regions else []
    for region in regions:
        found += [_region(region), *units.pop(region.code, ())]
    return [*found, *(unit for left in units.values() for unit in left)]


def place_for(scope: Scope, kind: str, code: str) -> Place | None:
    """The place with that code; None when there is none or the scope does not cover the whole of it."""
    if kind == NATION:
        return ENGLAND_AND_WALES if code == "all" and scope.all_regions else None
    if kind == REGION and scope.sees_region(code):
        region = Region.objects.filter(code=code).first()
        return _region(region) if region else None
    if kind == UNIT and scope.sees_unit(code):
        unit = ProbationDeliveryUnit.objects.filter(code=code).select_related("region").first()
        return _unit(unit) if unit else None
    return None


def place_of(region: Region, unit: ProbationDeliveryUnit | None) -> Place:
    """The unit, or the region where there is none; whoever calls has checked the scope."""
    return _unit(unit) if unit else _region(region)


def parts_of(place: Place) -> list[Place]:
    """The regions of the nation, or the units of a region with the cases that have no unit; else nothing."""
    if place.kind == NATION:
        return [_region(region) for region in Region.objects.all()]
    if place.kind != REGION:
        return []
    units = ProbationDeliveryUnit.objects.filter(region=place.code).select_related("region")
    nowhere = Place(
        kind=UNIT, code=UNALLOCATED, name="No delivery unit", region_code=place.code, part_of=place.name
    )
    return [*(_unit(unit) for unit in units), nowhere]


def _region(region: Region) -> Place:
    return Place(kind=REGION, code=region.code, name=region.name, region_code=region.code)


def _unit(unit: ProbationDeliveryUnit) -> Place:
    return Place(
        kind=UNIT, code=unit.code, name=unit.name, region_code=unit.region_id, part_of=unit.region.name
    )
