"""Which inspection a page is about; one that the reader may not see does not exist for them."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from apps.inspections.access import leads, team_inspections, writes
from apps.inspections.models import Inspection


def team_inspection(request: HttpRequest, inspection_id: int) -> Inspection:
    """An inspection that the reader may read: their own, and every one for who plans some; else 404."""
    found = team_inspections(request.user).select_related("region", "unit", "standards")
    return get_object_or_404(found, pk=inspection_id)


def led_inspection(request: HttpRequest, inspection_id: int) -> Inspection:
    """An inspection that the reader leads. Whoever leads another one may read this one: 403."""
    found = team_inspection(request, inspection_id)
    if not leads(request.user, found):
        raise PermissionDenied
    return found


def written_inspection(request: HttpRequest, inspection_id: int) -> Inspection:
    """An inspection that the reader works on as a lead inspector or inspector; 403 for other readers."""
    found = team_inspection(request, inspection_id)
    if not writes(request.user, found):
        raise PermissionDenied
    return found
