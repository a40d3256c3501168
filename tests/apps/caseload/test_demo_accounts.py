"""Accounts whose password anyone may know, and the data that is live."""

from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.caseload.models import Extract
from apps.organisation.demo_accounts import DEMO_PASSWORD, seed_demo_accounts
from apps.organisation.models import User
from tests.apps.caseload.extracts import Draft

pytestmark = pytest.mark.usefixtures("reference")
Kept = Callable[..., Extract]


def test_demo_accounts_close_the_moment_real_data_goes_live(kept: Kept) -> None:
    seed_demo_accounts(password=DEMO_PASSWORD, on=date(2026, 4, 1))
    kept(live=True)
    assert User.objects.filter(is_demo=True, is_active=True).exists()
    kept(Draft(package={"demo": False}), live=True)
    assert not User.objects.filter(is_demo=True, is_active=True).exists()


def test_the_command_makes_none_beside_real_data(kept: Kept) -> None:
    kept(Draft(package={"demo": False}), live=True)
    with pytest.raises(CommandError, match="only while a demo extract is live"):
        call_command("seed_demo_users")
    assert not User.objects.exists()


def test_the_command_prints_every_account_and_the_password(kept: Kept) -> None:
    kept(live=True)
    said = StringIO()
    call_command("seed_demo_users", stdout=said)
    assert "director.h    Regional probation director, H" in said.getvalue()
    assert f"Password of all of them: {DEMO_PASSWORD}" in said.getvalue()
