"""Who may do what, where. Denied unless a role that the user holds today carries the verb."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.permissions import BasePermission

from apps.organisation.models import RoleAssignment, User
from rules.definitions.roles import load_roles


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Where a verb holds for a user. An empty scope sees nothing.

    `unit_codes` holds the units granted one by one; a region's units follow from their codes,
    whose first letter is the region's. `supplier_code` covers what that supplier's contracts are about,
    and no place.
    """

    all_regions: bool = False
    region_codes: frozenset[str] = frozenset()
    unit_codes: frozenset[str] = frozenset()
    staff_code: str = ""
    supplier_code: str = ""

    @property
    def is_empty(self) -> bool:
        places = self.all_regions or self.region_codes or self.unit_codes
        return not (places or self.staff_code or self.supplier_code)

    def sees_region(self, code: str) -> bool:
        """The whole of the region."""
        return self.all_regions or code in self.region_codes

    def sees_unit(self, code: str) -> bool:
        return self.all_regions or code in self.unit_codes or code[:1] in self.region_codes

    def sees_something_of_region(self, code: str) -> bool:
        """The region or at least one of its units."""
        return self.sees_region(code) or any(unit[:1] == code for unit in self.unit_codes)

    def filter_q(
        self, *, region_field: str = "region", unit_field: str = "unit", staff_field: str | None = None
    ) -> Q:
        """The rows within the scope; own cases count only where `staff_field` names their holder."""
        if self.all_regions:
            return Q()
        q = Q(**{f"{region_field}__in": self.region_codes}) | Q(**{f"{unit_field}__in": self.unit_codes})
        if staff_field and self.staff_code:
            q |= Q(**{staff_field: self.staff_code})
        return q


# Where a user of a request carries the roles that were read for it.
_FOUND = "_roles_of_this_request"


def roles_of(user: User) -> list[RoleAssignment]:
    """The roles that the user holds today; while a view that `needs` a verb answers, as it found them."""
    found = getattr(user, _FOUND, None)
    return _read_roles(user) if found is None else list(found)


@contextmanager
def _roles_read_once(user: User) -> Iterator[None]:
    """The view, the menus and the templates of one request ask for them again and again."""
    if hasattr(user, _FOUND):  # one view called another
        yield
        return
    setattr(user, _FOUND, _read_roles(user))
    try:
        yield
    finally:
        delattr(user, _FOUND)


def _read_roles(user: User) -> list[RoleAssignment]:
    if not user.is_authenticated or not user.is_active:
        return []
    today = timezone.localdate()
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    held = RoleAssignment.objects.filter(current, user=user, valid_from__lte=today)
    return list(held.select_related("region", "unit"))


def verbs_of(held: Iterable[RoleAssignment]) -> frozenset[str]:
    """Every verb that the roles carry."""
    table = load_roles()
    return frozenset[str]().union(*(table.verbs_of(role.role) for role in held))


def _roles_with(user: User, verb: str) -> list[RoleAssignment]:
    table = load_roles()
    return [held for held in roles_of(user) if verb in table.verbs_of(held.role)]


def can(user: User, verb: str) -> bool:
    """Whether any role that the user holds carries the verb, wherever it holds."""
    return bool(_roles_with(user, verb))


def scope_for(user: User, verb: str) -> Scope:
    """The union of the scopes of the user's roles that carry the verb."""
    held = _roles_with(user, verb)
    kinds = RoleAssignment.ScopeKind
    return Scope(
        all_regions=any(role.scope_kind == kinds.NATION for role in held),
        region_codes=frozenset(role.region_id for role in held if role.region_id),
        unit_codes=frozenset(role.unit_id for role in held if role.unit_id),
        staff_code=user.staff_code if any(role.scope_kind == kinds.OWN for role in held) else "",
        supplier_code=user.supplier_code if any(role.scope_kind == kinds.SUPPLIER for role in held) else "",
    )


def needs(verb: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Refuses (403) a view to everyone whose roles do not carry the verb."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with _roles_read_once(request.user):
                if not can(request.user, verb):
                    raise PermissionDenied
                return view(request, *args, **kwargs)

        return guarded

    return decorate


def NeedsVerb(verb: str) -> type[BasePermission]:  # noqa: N802 (used as a class)
    """The permission class of an API view that needs the verb."""

    class Permission(BasePermission):
        def has_permission(self, request: Any, view: Any) -> bool:  # noqa: ARG002 (its shape is given)
            return can(request.user, verb)

    return Permission
