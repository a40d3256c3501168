"""Making accounts, giving and ending roles, and the demo accounts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.organisation import actions
from apps.organisation.access import can
from apps.organisation.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, seed_demo_accounts
from apps.organisation.models import RecordedAction, RoleAssignment, User
from rules.definitions.roles import load_roles
from tests.factories.people import ROLES_BEGAN_ON, give_role, make_person_with, make_user

pytestmark = pytest.mark.usefixtures("reference")
ON = date(2026, 11, 22)


@pytest.fixture
def admin() -> User:
    return make_person_with("administrator")


def test_a_new_account_has_a_temporary_password_and_leaves_a_trace(admin: User) -> None:
    user = actions.make_account(User(username="new", first_name="New"), password="Tr4nsient-one", by=admin)
    assert user.password_is_temporary
    assert user.check_password("Tr4nsient-one")
    trace = RecordedAction.objects.get(verb="make_account")
    assert (trace.by, trace.subject_id, trace.after["username"]) == (admin, str(user.pk), "new")
    assert "Tr4nsient-one" not in str(trace.after)


def test_a_username_that_was_taken_meanwhile_is_refused(admin: User) -> None:
    actions.make_account(User(username="new"), password="Tr4nsient-one", by=admin)
    with pytest.raises(actions.Refused, match="has just been made"):
        actions.make_account(User(username="new"), password="Tr4nsient-two", by=admin)
    assert User.objects.get(username="new").check_password("Tr4nsient-one")


@pytest.mark.django_db(transaction=True)
def test_two_clicks_give_one_role_and_no_error(reference: None) -> None:
    user, both = make_user(), Barrier(2)

    def give() -> str:
        try:
            both.wait()
            give_role(user, "auditor", region="H")
        except actions.Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "given"

    with ThreadPoolExecutor(2) as clicks:
        said = sorted(one.result() for one in [clicks.submit(give) for _ in range(2)])
    assert said[0] == "given"
    assert "already holds" in said[1]


def test_a_role_that_is_held_already_is_refused() -> None:
    user = make_person_with("auditor", region="H")
    with pytest.raises(actions.Refused, match="already holds"):
        give_role(user, "auditor", region="H")


def test_the_same_role_over_another_region_is_given() -> None:
    user = make_person_with("auditor", region="H")
    give_role(user, "auditor", region="A")
    assert user.roles.count() == 2


def test_an_ended_role_stays_on_record(admin: User) -> None:
    held = make_person_with("auditor", region="H").roles.get()
    actions.end_role(held, last_on=ON, by=admin, reason="Moved on.")
    assert RoleAssignment.objects.get(pk=held.pk).valid_to == ON
    trace = RecordedAction.objects.get(verb="end_role")
    assert (trace.before["valid_to"], trace.after["valid_to"]) == (None, "2026-11-22")


def test_a_role_cannot_end_before_it_began(admin: User) -> None:
    held = make_person_with("auditor", region="H").roles.get()
    with pytest.raises(actions.Refused, match="began on 26 June 2021"):
        actions.end_role(held, last_on=date(2021, 6, 25), by=admin, reason="Wrong.")


def test_the_last_administrator_stays(admin: User) -> None:
    with pytest.raises(actions.Refused, match="Somebody must be left"):
        actions.end_role(admin.roles.get(), last_on=ON, by=admin, reason="Tired.")
    make_person_with("administrator")
    actions.end_role(admin.roles.get(), last_on=ON, by=admin, reason="Tired.")


def test_the_first_administrator_is_made_from_the_command_line() -> None:
    """Being Django's superuser opens nothing: roles do."""
    user = User.objects.create_superuser("first", password="Tr4nsient-one")
    assert not can(user, "manage_users")
    call_command("make_administrator", "first", stdout=StringIO())
    assert can(user, "manage_users")
    with pytest.raises(CommandError, match="already holds"):
        call_command("make_administrator", "first")
    with pytest.raises(CommandError, match="no open account"):
        call_command("make_administrator", "nobody")


def test_nobody_closes_their_own_account(admin: User) -> None:
    with pytest.raises(actions.Refused, match="your own"):
        actions.close_account(admin, by=admin, reason="Oops.")


def test_closing_and_reopening_leave_traces(admin: User) -> None:
    user = make_user()
    actions.close_account(user, by=admin, reason="Left.")
    actions.reopen_account(user, by=admin, reason="Came back.")
    assert user.is_active
    assert list(RecordedAction.objects.order_by("pk").values_list("verb", flat=True))[-2:] == [
        "close_account",
        "reopen_account",
    ]


def test_a_closed_demo_account_is_not_reopened_by_hand(admin: User) -> None:
    """Its password is printed, and real data may be live."""
    seed_demo_accounts(password=DEMO_PASSWORD, on=ON)
    actions.close_demo_accounts(by=admin, reason="Real data is live.")
    user = User.objects.get(username="analyst")
    with pytest.raises(actions.Refused, match="Anyone may know the password"):
        actions.reopen_account(user, by=admin, reason="Handy.")
    assert not User.objects.get(username="analyst").is_active


def test_demo_accounts_cover_every_role() -> None:
    seed_demo_accounts(password=DEMO_PASSWORD, on=ON)
    assert set(RoleAssignment.objects.values_list("role", flat=True)) == set(load_roles().roles)
    assert User.objects.get(username="practitioner").staff_code == "H103-P01"
    assert all(user.check_password(DEMO_PASSWORD) for user in User.objects.filter(is_demo=True))


def test_seeding_twice_changes_nothing() -> None:
    seed_demo_accounts(password=DEMO_PASSWORD, on=ON)
    traces = RecordedAction.objects.count()
    seed_demo_accounts(password="another-password", on=ON)
    assert RecordedAction.objects.count() == traces
    assert User.objects.get(username="analyst").check_password(DEMO_PASSWORD)


def test_demo_accounts_close_when_real_data_comes_and_open_again_for_a_demo() -> None:
    seed_demo_accounts(password=DEMO_PASSWORD, on=ON)
    real = make_person_with("performance_analyst")
    assert actions.close_demo_accounts(by=real, reason="Real data is live.") == len(DEMO_ACCOUNTS)
    assert not User.objects.filter(is_demo=True, is_active=True).exists()
    assert User.objects.get(pk=real.pk).is_active
    seed_demo_accounts(password=DEMO_PASSWORD, on=ON)
    assert User.objects.filter(is_demo=True, is_active=True).count() == len(DEMO_ACCOUNTS)
    assert ROLES_BEGAN_ON < ON
