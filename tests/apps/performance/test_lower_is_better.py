"""A measure where lower is better: its missed cases are those in the numerator."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from apps.performance.models import MeasureCell, MeasureOutcome, MeasureRun
from tests.factories.caseload_rows import TABLES, replace_caseload
from tests.factories.judged import live_extract, run_over


@pytest.fixture
def run(reference: None) -> MeasureRun:
    """Two unpaid work sessions of 12 March 2024: the region stood U1 down, U2 took place."""
    live_extract()
    session = {
        "person_id": "P1",
        "session_type": "work",
        "scheduled_on": date(2024, 3, 12),
        "recorded_at": datetime(2024, 3, 1, 10),
    }
    stood_down = {"cancelled_at": datetime(2024, 3, 12, 7), "cancelled_by": "region"}
    sentence = {
        "sentence_id": "S1",
        "person_id": "P1",
        "sentence_type": "community_order",
        "sentenced_on": date(2024, 1, 8),
        "court_region_code": "H",
        "offence_group": "theft",
    }
    sessions = [
        {**session, "session_version_id": "U1", "session_id": "U1", **stood_down},
        {**session, "session_version_id": "U2", "session_id": "U2", "outcome": "attended"},
    ]
    people = [{"person_id": "P1", "date_of_birth": date(1990, 1, 1)}]
    replace_caseload(
        dict.fromkeys(TABLES, ())
        | {"people": people, "sentences": [sentence], "unpaid_work_sessions": sessions}
    )
    return run_over("2024-03", "2024-03", measures=["SL028"])


def test_the_rows_kept_are_those_in_the_numerator(run: MeasureRun) -> None:
    cell = MeasureCell.objects.get(run=run)
    assert (cell.numerator, cell.denominator) == (1, 2)
    kept = MeasureOutcome.objects.filter(run=run).values_list("occurrence_id", "verdict")
    assert list(kept) == [("U1", "numerator")]


def test_the_pages_call_them_missed(run: MeasureRun, browse: Callable[..., Client]) -> None:
    client = browse("performance_analyst")

    def shown(name: str, *args: str) -> str:
        return client.get(reverse(f"performance:{name}", args=args)).content.decode()

    listed = shown("cases")
    assert "U1" in listed
    case = client.get(reverse("caseload:case-measures", args=["P1"])).content.decode()
    assert "Missed: Stood down" in case
    assert "Met: Not stood down" in case
    assert "U2" not in listed
    stood_down, took_place = shown("explain", "SL028", "U1"), shown("explain", "SL028", "U2")
    assert "Case P1: missed" in stood_down
    assert "A session that the region did not cancel on Tuesday 12 March 2024." in stood_down
    assert "Case P1: met" in took_place
    assert "did not cancel on" not in took_place
