"""A form that adds something is sent once, however often its button is pressed.

Each time such a form is shown it gets a key that nobody can guess. The key is kept in the same transaction as
what the form does; a second sending waits for the first and is taken to where that one led. It needs no
JavaScript. Only the hash of a key is kept: see decision 0036.
"""

import re
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from apps.organisation.errors import Conflict
from apps.organisation.models import FormKey

FIELD = "form_key"
KEY_BYTES = 32
# A page that was left open longer is shown anew before it is sent: its session has ended by then.
KEPT_DAYS = 7
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
STALE = "This form was not sent from a page of its own. Open the page again, then repeat your step."
SENT = "This form was sent before and is kept once."

View = Callable[..., HttpResponse]


def new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def key_of(request: HttpRequest) -> str:
    """The key that a sent form carries. Raises Conflict for a form without one."""
    key = request.POST.get(FIELD, "")
    if not _KEY.fullmatch(key):
        raise Conflict(STALE)
    return key


def sent_once(view: View) -> View:
    """Carry out each sent form once; further sendings are led to where the first one led.

    The view and the keeping of its key are one transaction: an exception, a page with faults (4xx) or
    another sending that came first undo both. Put it below `needs`. Raises Conflict without a key.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            kept, is_new = FormKey.objects.get_or_create(
                sha256=sha256(key_of(request).encode()).hexdigest(), defaults={"by": request.user}
            )
            if not is_new:
                return _led_again(request, kept)
            response = view(request, *args, **kwargs)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            elif isinstance(response, HttpResponseRedirect):
                kept.led_to = response.url
                kept.save(update_fields=["led_to"])
            return response

    return guarded


def _led_again(request: HttpRequest, kept: FormKey) -> HttpResponse:
    if kept.by_id != request.user.pk or not kept.led_to:
        raise Conflict(SENT)
    messages.info(request, SENT)
    return HttpResponseRedirect(kept.led_to)


def forget_old_keys() -> int:
    """Remove keys that no open page can carry any more; how many went."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    removed, _ = FormKey.objects.filter(at__lt=before).delete()
    return removed
