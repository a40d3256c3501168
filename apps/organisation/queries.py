"""Reads of the organisation's records."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Length

from apps.organisation import veils
from apps.organisation.models import (
    ApiToken,
    ProbationDeliveryUnit,
    RecordedAction,
    Region,
    RoleAssignment,
    User,
)
from rules.definitions.roles import load_roles


def current_roles(on: date) -> QuerySet[RoleAssignment]:
    """The roles that hold on a day, or begin later."""
    unended = Q(valid_to=None) | Q(valid_to__gte=on)
    return RoleAssignment.objects.filter(unended).select_related("region", "unit")


def accounts(*, on: date, name: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """Accounts by name, each with its roles in `roles_today`; `state` is open, closed or empty for all."""
    found = User.objects.order_by("last_name", "first_name", "username")
    if name:
        words = Q(username__icontains=name) | Q(first_name__icontains=name) | Q(last_name__icontains=name)
        found = found.filter(words)
    if role:
        found = found.filter(pk__in=current_roles(on).filter(role=role).values("user"))
    if state:
        found = found.filter(is_active=state == "open")
    return found.prefetch_related(Prefetch("roles", current_roles(on), to_attr="roles_today"))


def accounts_without_role(on: date) -> int:
    """How many open accounts can open nothing."""
    return User.objects.filter(is_active=True).exclude(pk__in=current_roles(on).values("user")).count()


def trail(filters: dict[str, Any], *, reader: User) -> QuerySet[RecordedAction]:
    """Recorded actions that the reader may see, newest first, by the filters that are not empty.

    `first_on` and `last_on` are days in London, both inclusive.
    """
    wanted = {
        "verb": filters.get("verb"),
        "by__username__iexact": filters.get("by"),
        "subject_id__iexact": filters.get("subject"),
        "at__date__gte": filters.get("first_on"),
        "at__date__lte": filters.get("last_on"),
    }
    chosen = {name: value for name, value in wanted.items() if value}
    return veils.readable(RecordedAction.objects.select_related("by").filter(**chosen), reader)


def trail_of(user: User) -> QuerySet[RecordedAction]:
    """What happened to an account, to its roles and to its tokens, newest first."""
    roles = [str(pk) for pk in user.roles.values_list("pk", flat=True)]
    about_user = Q(subject_type=User._meta.label_lower, subject_id=str(user.pk))
    about_roles = Q(subject_type=RoleAssignment._meta.label_lower, subject_id__in=roles)
    tokens = [str(pk) for pk in user.api_tokens.values_list("pk", flat=True)]
    about_tokens = Q(subject_type=ApiToken._meta.label_lower, subject_id__in=tokens)
    return RecordedAction.objects.select_related("by").filter(about_user | about_roles | about_tokens)


def accounts_of_programs(on: date) -> QuerySet[User]:
    """The open accounts that may send events on the day, by name, each with its token in `open_tokens`."""
    roles = [role.id for role in load_roles().roles_with("post_events")]
    holders = current_roles(on).filter(role__in=roles, valid_from__lte=on).values("user")
    found = User.objects.filter(is_active=True, pk__in=holders).order_by(
        "last_name", "first_name", "username"
    )
    open_tokens = ApiToken.objects.filter(revoked_at=None)
    return found.prefetch_related(Prefetch("api_tokens", open_tokens, to_attr="open_tokens"))


def ended_tokens() -> QuerySet[ApiToken]:
    """The tokens that were revoked or replaced, the latest first."""
    return ApiToken.objects.exclude(revoked_at=None).select_related("user").order_by("-revoked_at", "-pk")


def units_in_order() -> QuerySet[ProbationDeliveryUnit]:
    """The units that are not ended, by region and number: D6 before D10."""
    return ProbationDeliveryUnit.objects.filter(valid_to=None).order_by("region", Length("code"), "code")


def regions_with_units(on: date) -> QuerySet[Region]:
    """The regions of a day, each with its units of that day in `units_today`."""
    valid = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    units = ProbationDeliveryUnit.objects.filter(valid).order_by(Length("code"), "code")
    units = units.prefetch_related("authorities")
    return Region.objects.filter(valid).prefetch_related(Prefetch("units", units, to_attr="units_today"))
