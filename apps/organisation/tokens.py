"""Secrets that open one thing without a session. The secret is shown once; only its hash is kept."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from apps.organisation.actions import record
from apps.organisation.models import ApiToken, User

_BYTES = 32


def new_secret() -> str:
    """Text of an address: 43 letters, digits, - and _."""
    return secrets.token_urlsafe(_BYTES)


def hash_of(secret: str) -> str:
    """SHA-256 in hex. Unsalted: 256 random bits need no salt, and the hash is what a request is found by."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def make_api_token(user: User, *, by: User | None, now: datetime) -> str:
    """The secret of a new token; the account's earlier ones end."""
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    secret = new_secret()
    token = ApiToken.objects.create(user=user, token_hash=hash_of(secret), made_at=now)
    record("make_api_token", by=by, subject=token, after={"user": user.username})
    return secret


@transaction.atomic
def revoke_api_tokens(user: User, *, by: User | None, now: datetime) -> int:
    """End the account's open tokens; how many there were."""
    open_tokens = list(ApiToken.objects.select_for_update().filter(user=user, revoked_at=None))
    for token in open_tokens:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record("revoke_api_token", by=by, subject=token, before={"user": user.username})
    return len(open_tokens)


def user_of_token(secret: str) -> User | None:
    """Whose open token it is; None for an unknown or revoked one, and for a closed account."""
    found = (
        ApiToken.objects.filter(token_hash=hash_of(secret), revoked_at=None).select_related("user").first()
    )
    return found.user if found and found.user.is_active else None
