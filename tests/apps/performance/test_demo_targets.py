"""The demonstration's targets: proposed, approved in part, made once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.performance.models import MeasureRun, TargetDecision, TargetProposal


def seed() -> str:
    out = StringIO()
    call_command("seed_demo_targets", stdout=out)
    return out.getvalue()


@pytest.fixture
def accounts(reference: None) -> None:
    call_command("seed_demo_users", stdout=StringIO())


def test_one_region_is_approved_and_the_other_waits(run: MeasureRun, accounts: None) -> None:
    assert "region H approved" in seed()
    assert {path.region for path in TargetProposal.objects.get().paths.all()} == {"A", "H"}
    assert TargetDecision.objects.get().path.region == "H"


def test_a_second_call_changes_nothing(run: MeasureRun, accounts: None) -> None:
    seed()
    assert "nothing was changed" in seed()
    assert TargetProposal.objects.count() == 1


def test_real_data_gets_no_demonstration(run: MeasureRun, accounts: None) -> None:
    run.extract.demo = False
    run.extract.save()
    with pytest.raises(CommandError, match="demo data"):
        seed()
