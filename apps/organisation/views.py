"""Pages of the organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.organisation.panels import panels_for


def home(request: HttpRequest) -> HttpResponse:
    """My work: the panels that concern this user."""
    return render(request, "organisation/home.html", {"panels": panels_for(request.user)})
