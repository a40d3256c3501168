"""What every page says about the extract behind its figures."""

from django.http import HttpRequest

from apps.caseload.queries import live_extract as find_live_extract


def live_extract(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 (Django's signature)
    """`live_extract`: the live Extract or None, for the banner that marks demo data."""
    return {"live_extract": find_live_extract()}
