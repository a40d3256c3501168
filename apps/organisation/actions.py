"""What people do to the organisation's records, and the trail of everything that is done."""

from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction

from apps.organisation.models import ProbationDeliveryUnit, RecordedAction, Region, RoleAssignment, User
from rules.definitions.roles import load_roles


class Refused(Exception):
    """A step that the rules of the organisation do not allow; the message says why, in plain words."""


def record(
    verb: str,
    *,
    by: User | None,
    subject: models.Model,
    before: Any = None,
    after: Any = None,
    reason: str = "",
) -> RecordedAction:
    """Leave the trace of one action. Call it inside the transaction that does the deed.

    `by` is None only for the system itself; `before` and `after` are JSON values.
    """
    return RecordedAction.objects.create(
        verb=verb,
        by=by if by is not None and by.pk else None,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        before=before,
        after=after,
        reason=reason,
    )


@transaction.atomic
def make_account(user: User, *, password: str, by: User | None) -> User:
    """Save a new account with a temporary password, which its person must change at once.

    Raises Refused for a username that was taken meanwhile, as by the first of two clicks.
    """
    user.set_password(password)
    user.password_is_temporary = True
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Refused("An account with this username has just been made.") from error
    after = {"username": user.username, "name": user.get_full_name(), "staff_code": user.staff_code}
    if user.supplier_code:
        after["supplier_code"] = user.supplier_code
    record("make_account", by=by, subject=user, after=after)
    return user


@transaction.atomic
def set_temporary_password(user: User, *, password: str, by: User) -> None:
    """Give someone who cannot sign in a password that they must change at once."""
    user.set_password(password)
    user.password_is_temporary = True
    user.save(update_fields=["password", "password_is_temporary"])
    record("set_temporary_password", by=by, subject=user)


@transaction.atomic
def password_chosen(user: User) -> None:
    """Note that someone has set a password that only they know."""
    user.password_is_temporary = False
    user.save(update_fields=["password_is_temporary"])
    record("choose_password", by=user, subject=user)


@transaction.atomic
def close_account(user: User, *, by: User, reason: str) -> None:
    """Stop someone from signing in. Their trail stays. Raises Refused for one's own account."""
    if user == by:
        raise Refused("You cannot close your own account.")
    _set_active(user, active=False, by=by, reason=reason)


@transaction.atomic
def reopen_account(user: User, *, by: User, reason: str) -> None:
    """Let someone sign in again. Raises Refused for a demo account: only a demonstration opens those."""
    if user.is_demo:
        raise Refused(
            "Anyone may know the password of a demo account. Make an account of the person's own instead."
        )
    _set_active(user, active=True, by=by, reason=reason)


def _set_active(user: User, *, active: bool, by: User | None, reason: str) -> None:
    before, user.is_active = user.is_active, active
    user.save(update_fields=["is_active"])
    verb = "reopen_account" if active else "close_account"
    record(verb, by=by, subject=user, before={"active": before}, after={"active": active}, reason=reason)


@transaction.atomic
def assign_role(
    user: User,
    *,
    role: str,
    by: User | None,
    valid_from: date,
    region: Region | None = None,
    unit: ProbationDeliveryUnit | None = None,
) -> RoleAssignment:
    """Give a role over the place that its scope asks for.

    Raises Refused for an unknown role, a place that the role does not take, and a role already held.
    """
    known = load_roles().roles.get(role)
    if known is None:
        raise Refused(f"There is no role {role!r}.")
    if (known.scope == "region") != (region is not None) or (known.scope == "unit") != (unit is not None):
        raise Refused(f"{known.title} is a role over {RoleAssignment.ScopeKind(known.scope).label}.")
    place = {"region": region, "unit": unit}
    User.objects.select_for_update().get(pk=user.pk)  # the second of two clicks waits here for the first
    if user.roles.filter(role=role, scope_kind=known.scope, valid_to=None, **place).exists():
        raise Refused(f"{user} already holds the role {known.title} there.")
    held = user.roles.create(role=role, scope_kind=known.scope, valid_from=valid_from, **place)
    record("assign_role", by=by, subject=held, after=_described(held))
    return held


@transaction.atomic
def end_role(held: RoleAssignment, *, last_on: date, by: User, reason: str) -> None:
    """End a role after its last day.

    Raises Refused before its first day, and where nobody would be left to make accounts.
    """
    if last_on < held.valid_from:
        raise Refused(f"The role began on {held.valid_from:%-d %B %Y}; it cannot end before.")
    if load_roles().roles[held.role].may("manage_users") and not _others_manage_users(held):
        raise Refused("Somebody must be left who can make accounts and give roles.")
    before = _described(held)
    held.valid_to = last_on
    held.save(update_fields=["valid_to"])
    record("end_role", by=by, subject=held, before=before, after=_described(held), reason=reason)


def _others_manage_users(held: RoleAssignment) -> bool:
    managing = [role.id for role in load_roles().roles_with("manage_users")]
    others = RoleAssignment.objects.exclude(user=held.user).filter(user__is_active=True, valid_to=None)
    return others.filter(role__in=managing).exists()


def _described(held: RoleAssignment) -> dict[str, str | None]:
    return {
        "username": held.user.username,
        "role": held.role,
        "scope": held.scope_kind,
        "place": held.region_id or held.unit_id,
        "valid_from": held.valid_from.isoformat(),
        "valid_to": held.valid_to.isoformat() if held.valid_to else None,
    }


@transaction.atomic
def close_demo_accounts(*, by: User | None, reason: str) -> int:
    """Shut every demo account, since everyone knows their password; gives how many were open."""
    open_accounts = list(User.objects.select_for_update().filter(is_demo=True, is_active=True))
    for user in open_accounts:
        _set_active(user, active=False, by=by, reason=reason)
    return len(open_accounts)
