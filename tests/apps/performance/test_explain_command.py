"""`manage.py explain` in words and as JSON."""

import json

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.usefixtures("orders")


def test_it_tells_the_verdict_the_dates_and_the_days_skipped(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("explain", "SL004", "S-P2")
    text = capsys.readouterr().out
    assert "denominator_only (offered_late)" in text
    assert "Mon 2024-02-12  Due date" in text
    assert "Sat 2024-02-10  Saturday" in text
    assert "[x] offered_late" in text
    assert "What would have met it: " in text


def test_a_met_case_is_not_told_what_would_have_met_it(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("explain", "SL004", "S-P1")
    text = capsys.readouterr().out
    assert "numerator (met_in_time)" in text
    assert "What would have met it" not in text


def test_json_has_iso_dates_and_null(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("explain", "SL006", "S-P4", json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["measure"] == "SL006"
    assert told["due_on"] is None
    assert told["reason"] == "none_attended"


@pytest.mark.parametrize(
    ("measure", "occurrence", "said"),
    [
        ("SL004", "S-NOBODY", "SL004 has no occurrence 'S-NOBODY'"),
        ("SL005", "S-P1", "SL005 has no occurrence 'S-P1'"),
        ("SL999", "S-P1", "not in the catalogue"),
        ("SL008", "S-P1", "cannot be judged"),
    ],
)
def test_what_cannot_be_explained_is_refused_with_its_reason(
    measure: str, occurrence: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("explain", measure, occurrence)


def test_explain_agrees_with_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    from apps.performance.models import MeasureOutcome
    from tests.factories.judged import run_over

    run_over("2024-01", "2024-04", measures=["SL004", "SL006", "SL007"])
    for outcome in MeasureOutcome.objects.all():
        call_command("explain", outcome.measure, outcome.occurrence_id, json=True)
        told = json.loads(capsys.readouterr().out)
        found = [told[name] for name in ("edition", "region", "unit", "counts_in", "verdict", "reason")]
        assert found == [
            outcome.edition,
            outcome.region,
            outcome.unit,
            outcome.counts_in,
            outcome.verdict,
            outcome.reason,
        ]
