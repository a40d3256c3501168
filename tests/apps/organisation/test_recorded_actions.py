"""The trail that nobody can rewrite."""

import pytest
from django.db import IntegrityError, connection, transaction

from apps.organisation.actions import record
from apps.organisation.models import RecordedAction
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def action() -> RecordedAction:
    user = make_user("somebody")
    return record("open_round", by=user, subject=user, before={"a": 1}, after={"a": 2}, reason="Due.")


def test_an_action_says_who_did_what_to_what_and_why(action: RecordedAction) -> None:
    assert str(action.by) == "somebody"
    assert (action.label, action.subject_type, action.reason) == ("Open round", "organisation.user", "Due.")
    assert (action.before, action.after) == ({"a": 1}, {"a": 2})


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        # Else TRUNCATE stops at the foreign keys that wait for the end of the transaction.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql)


@pytest.mark.parametrize(
    "rewrite",
    [
        "UPDATE organisation_recordedaction SET reason = 'another'",
        "DELETE FROM organisation_recordedaction",
        "TRUNCATE organisation_recordedaction",
    ],
)
def test_the_database_refuses_to_rewrite_it(action: RecordedAction, rewrite: str) -> None:
    with pytest.raises(IntegrityError, match="never changed or removed"), transaction.atomic():
        run(rewrite)
    assert RecordedAction.objects.get(pk=action.pk).reason == "Due."


def test_saving_a_changed_action_is_refused(action: RecordedAction) -> None:
    action.reason = "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        action.save()


def test_the_system_itself_acts_without_a_person() -> None:
    assert record("load", by=None, subject=make_user()).by is None
