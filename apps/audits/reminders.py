"""The e-mail to auditors whose cases are overdue: how many and where, without naming any case."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from apps.assessments.models import Assignment, SampledCase
from apps.assessments.queries import marked_by
from apps.audits.models import Reminder
from apps.organisation.access import can
from apps.organisation.models import User


@dataclass(frozen=True)
class OverdueRound:
    """One sample of which an auditor has cases past the deadline."""

    title: str
    cases: int
    due_on: date


def send_reminders(*, on: date) -> int:
    """Remind every auditor with overdue cases, once a day; how many e-mails were sent.

    One address that fails keeps no other from its mail: the errors are raised together at the end.
    """
    late = Assignment.objects.filter(_overdue(on)).values("auditor").distinct()
    reminded = Reminder.objects.filter(sent_for=on).values("auditor")
    people = User.objects.filter(pk__in=late, is_active=True).exclude(email="").exclude(pk__in=reminded)
    sent, errors = 0, []
    for user in people.order_by("pk"):
        try:
            sent += _remind(user, on=on)
        except OSError as error:  # what a mail server does to its callers, SMTPException included
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} of the day's reminders could not be sent", errors)
    return sent


def overdue_rounds(user: User, *, on: date) -> list[OverdueRound]:
    """Where the user has overdue cases that they may still score, the longest overdue first."""
    rows = _held(user, on).order_by().values("sampled_case__sample__title")
    counted = rows.annotate(cases=Count("pk"), due=Min("sampled_case__sample__due_on"))
    found = [OverdueRound(row["sampled_case__sample__title"], row["cases"], row["due"]) for row in counted]
    return sorted(found, key=lambda each: (each.due_on, each.title))


def _held(user: User, on: date) -> QuerySet[Assignment]:
    return marked_by(user).filter(_overdue(on))


def _overdue(on: date) -> Q:
    return Q(
        submitted_at__isnull=True,
        sampled_case__standing=SampledCase.Standing.SAMPLED,
        sampled_case__sample__due_on__lt=on,
        sampled_case__sample__round__state="drawn",
    )


@transaction.atomic
def _remind(user: User, *, on: date) -> bool:
    """The row goes in before the mail goes out, so that two workers never send one twice."""
    rounds = overdue_rounds(user, on=on)
    if not rounds or not can(user, "score_case"):
        return False
    cases = sum(each.cases for each in rounds)
    _, new = Reminder.objects.get_or_create(auditor=user, sent_for=on, defaults={"cases": cases})
    if not new:
        return False
    address = f"{settings.SITE_ADDRESS}{reverse('assessments:my_cases')}"
    text = render_to_string("audits/reminder.txt", {"rounds": rounds, "cases": cases, "address": address})
    subject = f"{cases} case{'' if cases == 1 else 's'} to score {'is' if cases == 1 else 'are'} overdue"
    EmailMessage(subject=subject, body=text, to=[user.email]).send()
    return True
