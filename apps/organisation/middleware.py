"""What stands between the server and the views: signing in, and clear answers to a clash."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode

from apps.organisation.errors import Conflict
from apps.organisation.unsent import signed_out

API = "/api/"
# What someone with a temporary password may still open.
OPEN_BEFORE_CHOICE = {"organisation:password", "organisation:sign_out"}
STAY_SECONDS = 300


def _stay_signed_in(request: HttpRequest) -> None:
    """Put off the end of the session while it is in use; saved every five minutes, not every request."""
    spell = int(time.time()) // STAY_SECONDS
    if request.session.get("spell") != spell:
        request.session["spell"] = spell


class NulMiddleware:
    """Refuses (400) an address with a NUL, which PostgreSQL can neither hold nor look for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise BadRequest("A NUL in the address.")
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Everyone must be signed in. A program gets 401; a page fragment tells the browser where to go."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if getattr(getattr(view_func, "cls", None), "knows_its_callers", False):
            # It reads a token of its own, and answers 401 itself.
            return None
        if not request.user.is_authenticated and request.path.startswith(API):
            # The API's framework marks its views as open to everyone and would answer 403 by itself.
            return JsonResponse({"detail": "Sign in first."}, status=401)
        refused = super().process_view(request, view_func, args, kwargs)
        if refused or not request.user.is_authenticated:
            return refused
        _stay_signed_in(request)
        if request.user.password_is_temporary and request.resolver_match.view_name not in OPEN_BEFORE_CHOICE:
            return redirect("organisation:password")
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:  # noqa: ARG002
        """No browser or proxy keeps a page: the next person at the machine must not find it by Back."""
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponse:
        if request.htmx:
            return HttpResponse(status=401, headers={"HX-Redirect": self._sign_in_from(request, view_func)})
        if request.method == "POST":
            return signed_out(request, self.get_login_url(view_func))
        return super().handle_no_permission(request, view_func)

    def _sign_in_from(self, request: HttpRequest, view_func: Callable[..., Any]) -> str:
        """The sign-in page that leads back to the page around the fragment, not to the fragment."""
        page = _path_of(request.htmx.current_url or "/")
        query = urlencode({self.get_redirect_field_name(view_func): page})
        return f"{resolve_url(self.get_login_url(view_func))}?{query}"


def _path_of(address: str) -> str:
    """The path alone, the home page's for what is no address."""
    try:
        return urlsplit(address).path or "/"
    except ValueError:
        return "/"


class ConflictMiddleware:
    """Answers a `Conflict` with 409 and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Conflict):
            return None
        if request.path.startswith(API):
            return JsonResponse({"detail": str(exception)}, status=409)
        return render(request, "409.html", {"problem": str(exception)}, status=409)
