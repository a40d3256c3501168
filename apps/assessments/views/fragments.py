"""What an autosave answers with: small pieces of HTML that know nothing of the page around them."""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string


def fragment(name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A template of assessments/fragments, without the queries of navigation and banner."""
    return HttpResponse(render_to_string(f"assessments/fragments/{name}.html", context), status=status)


def saved(context: dict[str, Any]) -> HttpResponse:
    return fragment("saved", context)


def conflicting(context: dict[str, Any]) -> HttpResponse:
    return fragment("conflict", context, status=409)


def refused(problem: object) -> HttpResponse:
    return fragment("refused", {"problem": problem}, status=422)
