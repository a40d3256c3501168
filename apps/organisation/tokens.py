"""Secrets that open one thing without a session. The secret is shown once; only its hash is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from apps.organisation.access import can
from apps.organisation.actions import Refused, record
from apps.organisation.models import ApiToken, User

# What a token is for: the one thing that a program does under an account of its own.
PROGRAMS_DO = "post_events"
_BYTES = 32
_NOTED_EVERY = timedelta(hours=1)


def new_secret() -> str:
    """Text of an address: 43 letters, digits, - and _."""
    return secrets.token_urlsafe(_BYTES)


def hash_of(secret: str) -> str:
    """SHA-256 in hex. Unsalted: 256 random bits need no salt, and the hash is what a request is found by."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def make_api_token(user: User, *, by: User | None, now: datetime) -> str:
    """The secret of a new token; the account's earlier one ends."""
    User.objects.select_for_update().get(pk=user.pk)  # the second of two clicks waits here for the first
    revoke_api_tokens(user, by=by, now=now)
    secret = new_secret()
    token = ApiToken.objects.create(user=user, token_hash=hash_of(secret), made_at=now)
    record("make_api_token", by=by, subject=token, after={"user": user.username})
    return secret


def make_token_for_program(user: User, *, by: User, now: datetime) -> str:
    """The same from a page, which offers it for a program's account only: whoever made the token could act as
    a person otherwise. Raises Refused for any other account and for a closed one."""
    if not can(user, PROGRAMS_DO):
        raise Refused(f"{user} is not an open account that may send events, so a token would open nothing.")
    return make_api_token(user, by=by, now=now)


@transaction.atomic
def revoke_api_tokens(user: User, *, by: User | None, now: datetime) -> int:
    """End the account's open tokens; how many there were."""
    open_tokens = list(ApiToken.objects.select_for_update().filter(user=user, revoked_at=None))
    for token in open_tokens:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record("revoke_api_token", by=by, subject=token, before={"user": user.username})
    return len(open_tokens)


def user_of_token(secret: str, *, now: datetime) -> User | None:
    """Whose open token it is, noted as used; None for an unknown or revoked one, and for a closed account."""
    found = (
        ApiToken.objects.filter(token_hash=hash_of(secret), revoked_at=None).select_related("user").first()
    )
    if found is None or not found.user.is_active:
        return None
    # Once an hour is enough to tell a token at work from a forgotten one.
    if found.last_used_at is None or now - found.last_used_at > _NOTED_EVERY:
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found.user
