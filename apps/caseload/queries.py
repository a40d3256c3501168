"""Reads of the caseload, narrowed to what the viewer may see."""

from apps.caseload.models import Extract


def live_extract() -> Extract | None:
    """The extract whose rows are in the caseload tables; None before the first one goes live."""
    return Extract.objects.filter(state=Extract.State.LIVE).first()
