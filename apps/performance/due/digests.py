"""The daily e-mail: what is late and what falls due, to those who asked for it, without personal data."""

from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from apps.organisation.access import can, scope_for
from apps.organisation.actions import record
from apps.organisation.models import User
from apps.performance.models import DigestChoice
from apps.performance.queries.due import (
    DueDay,
    DueFilter,
    DueRow,
    DueState,
    counts_by_state,
    due_day,
    due_items,
    due_row,
)

# A list to read over coffee; the page has the rest.
MOST_LINES = 50


@transaction.atomic
def choose_digest(user: User, *, wanted: bool) -> DigestChoice:
    """Remember whether the user wants the e-mail."""
    choice, _ = DigestChoice.objects.select_for_update().get_or_create(user=user)
    if choice.wanted != wanted:
        before, choice.wanted = choice.wanted, wanted
        choice.save(update_fields=["wanted"])
        record("choose_digest", by=user, subject=choice, before=before, after=wanted)
    return choice


def send_due_digests(*, on: date) -> int:
    """Send the day's e-mails to whoever wants one and has something due or late; how many were sent.

    A second call on the same day sends nothing again. One address that fails keeps no other from its mail:
    the errors are raised together at the end.
    """
    day = due_day()
    if day is None or day.built is None:
        return 0
    sent, errors = 0, []
    for choice in DigestChoice.objects.filter(wanted=True).exclude(sent_for=on).values_list("pk", flat=True):
        try:
            sent += _send(choice, day, on=on)
        except OSError as error:  # what a mail server does to its callers, SMTPException included
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} of the day's e-mails could not be sent", errors)
    return sent


@transaction.atomic
def _send(choice_id: int, day: DueDay, *, on: date) -> bool:
    """The row is locked while its mail goes out, so that two workers never send one twice."""
    found = DigestChoice.objects.select_for_update(skip_locked=True).filter(pk=choice_id, wanted=True)
    choice = found.exclude(sent_for=on).select_related("user").first()
    if choice is None or not choice.user.email or not can(choice.user, "view_due_list"):
        return False
    message = digest_for(choice.user, day)
    if message is None:
        return False
    choice.sent_for = on
    choice.save(update_fields=["sent_for"])
    message.send()
    return True


def digest_for(user: User, day: DueDay) -> EmailMessage | None:
    """The e-mail with what is late and what is due this week in the user's scope; None when nothing is."""
    scope = scope_for(user, "view_due_list")
    counts = counts_by_state(due_items(scope, DueFilter(state=DueFilter.ANY), day))
    late, due = counts[DueState.LATE], counts[DueState.THIS_WEEK]
    if not late + due:
        return None
    context = {
        "day": day,
        "late_count": late,
        "due_count": due,
        "late": _rows(user, DueState.LATE, day),
        "due": _rows(user, DueState.THIS_WEEK, day),
        "most": MOST_LINES,
        "address": f"{settings.SITE_ADDRESS}{reverse('performance:due')}",
        "stop": f"{settings.SITE_ADDRESS}{reverse('performance:due-subscriptions')}",
    }
    text = render_to_string("performance/digest.txt", context)
    return EmailMessage(subject=f"Due list: {late} late, {due} due this week", body=text, to=[user.email])


def _rows(user: User, state: DueState, day: DueDay) -> list[DueRow]:
    items = due_items(scope_for(user, "view_due_list"), DueFilter(state=state), day)[:MOST_LINES]
    return [due_row(item, day) for item in items]
