"""What every page knows about the caseload behind it."""

from typing import Any

from django.http import HttpRequest


def live_extract(request: HttpRequest) -> dict[str, Any]:
    return {}
