"""The e-mail about overdue cases."""

from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from apps.assessments.models import Assignment
from apps.audits.models import Reminder
from apps.audits.reminders import overdue_rounds, send_reminders
from apps.audits.tasks import send_audit_reminders
from tests.factories.audits import mark_case

pytestmark = pytest.mark.django_db
DUE, LATE = date(2026, 8, 1), date(2026, 8, 2)


@pytest.fixture
def written_to(drawn, auditors):
    """Both auditors have an address."""
    for user in auditors:
        user.email = f"{user.username}@example.org"
        user.save(update_fields=["email"])
    return auditors


def test_auditors_with_overdue_cases_are_told_how_many_and_no_case_is_named(drawn, written_to):
    assert send_reminders(on=DUE) == 0
    assert send_reminders(on=LATE) == 2
    letter = mail.outbox[0]
    assert letter.subject == "4 cases to score are overdue"  # two first and two second marks
    assert "QM102 Enforcement quality, Wales, 1 January 2026 to 30 June 2026: 4 cases" in letter.body
    assert reverse("assessments:my_cases") in letter.body
    for case in drawn.sample.cases.all():
        assert case.case_id not in letter.body
        assert case.person_id not in letter.body


def test_nobody_is_reminded_twice_on_a_day(written_to):
    assert (send_reminders(on=LATE), send_reminders(on=LATE)) == (2, 0)
    assert send_reminders(on=date(2026, 8, 3)) == 2
    assert Reminder.objects.count() == 4


def test_who_has_submitted_everything_or_has_no_address_is_left_in_peace(drawn, written_to):
    for mark in Assignment.objects.filter(sampled_case__sample=drawn.sample, auditor=written_to[0]):
        mark_case(mark)
    written_to[1].email = ""
    written_to[1].save(update_fields=["email"])
    assert send_reminders(on=LATE) == 0


def test_an_auditor_whose_role_has_ended_is_left_in_peace(written_to):
    for user in written_to:
        user.roles.update(valid_to=date(2022, 1, 1))
    assert overdue_rounds(written_to[0], on=LATE) == []
    assert send_reminders(on=LATE) == 0


def test_one_address_that_fails_keeps_no_other_from_its_mail(written_to, monkeypatch):
    send = mail.EmailMessage.send

    def fail_first(letter):
        if letter.to == [written_to[0].email]:
            raise OSError("mailbox full")
        return send(letter)

    monkeypatch.setattr("apps.audits.reminders.EmailMessage.send", fail_first)
    with pytest.raises(ExceptionGroup, match="1 of the day's reminders"):
        send_reminders(on=LATE)
    assert [letter.to for letter in mail.outbox] == [[written_to[1].email]]
    assert not Reminder.objects.filter(auditor=written_to[0]).exists()  # tried again with the next call


def test_the_command_and_the_clock_send_the_day_s(written_to, time_machine):
    time_machine.move_to(LATE)
    out = StringIO()
    call_command("send_audit_reminders", stdout=out)
    assert out.getvalue() == "2 e-mails sent.\n"
    assert send_audit_reminders() == 0
