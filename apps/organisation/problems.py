"""Problem details (RFC 9457): what a program is told when a request of its own is refused."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse
from django.utils import timezone
from rest_framework import exceptions, status
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from apps.organisation.models import User
from apps.organisation.tokens import user_of_token

CONTENT_TYPE = "application/problem+json"
_BEARER = "bearer"


def problem(
    status_code: int, title: str, *, detail: str = "", errors: Sequence[dict[str, Any]] = (), **headers: str
) -> JsonResponse:
    """The answer. `errors`: everything that was wrong, in the caller's own members."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status_code}
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    return JsonResponse(body, status=status_code, content_type=CONTENT_TYPE, headers=headers)


def problem_of(error: exceptions.APIException) -> JsonResponse:
    """What the API's framework refuses by itself, in the same form."""
    headers = {"WWW-Authenticate": "Bearer"} if error.status_code == status.HTTP_401_UNAUTHORIZED else {}
    detail = error.detail if isinstance(error.detail, str) else "; ".join(map(str, _flat(error.detail)))
    return problem(error.status_code, _title(error), detail=str(detail), **headers)


def _title(error: exceptions.APIException) -> str:
    """The kind of refusal in words: the framework's own, unless those have a place to fill in."""
    words = str(type(error).default_detail)
    return HTTPStatus(error.status_code).phrase if "{" in words else words.rstrip(".")


def _flat(detail: Any) -> list[Any]:
    if isinstance(detail, dict):
        return [leaf for value in detail.values() for leaf in _flat(value)]
    return [leaf for value in detail for leaf in _flat(value)] if isinstance(detail, list) else [detail]


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer SECRET`. Raises for a secret that opens nothing; none: asks no further."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != _BEARER:
            return None
        user = user_of_token(secret.strip(), now=timezone.now())
        if user is None:
            raise exceptions.AuthenticationFailed("The token is unknown or was revoked.")
        return user, None

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 (its shape is given)
        return "Bearer"


# A token first: its answer to a wrong one names the scheme, so that the status is 401.
TOKEN_OR_SESSION = (TokenAuthentication, SessionAuthentication)
