"""What every page knows about its reader."""

from typing import Any

from django.http import HttpRequest

from apps.organisation.access import roles_of, verbs_of
from apps.organisation.models import RoleAssignment
from apps.organisation.navigation import links_for
from rules.definitions.roles import load_roles


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`sections`: the links of the navigation; `reader_roles`: the reader's roles and their places."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"sections": [], "reader_roles": []}
    held = roles_of(user)
    return {
        "sections": links_for(request, verbs_of(held)),
        "reader_roles": [_described(role) for role in held],
    }


def _described(held: RoleAssignment) -> str:
    role = load_roles().roles.get(held.role)
    title = role.title if role else held.role
    place = held.region or held.unit
    return f"{title}, {place}" if place else title
