"""Which inspection a page is about; one that the reader may not see does not exist for them."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from apps.inspections.access import team_inspections
from apps.inspections.models import Inspection


def team_inspection(request: HttpRequest, inspection_id: int) -> Inspection:
    """An inspection that the reader works on; else 404."""
    found = team_inspections(request.user).select_related("region", "unit", "standards")
    return get_object_or_404(found, pk=inspection_id)
