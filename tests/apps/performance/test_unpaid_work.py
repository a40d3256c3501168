"""Unpaid work completed at six and nine months: counted with the extract's checks, shown beside SL029."""

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.organisation.access import Scope
from apps.performance.models import MeasureRun, QualityReading, UnpaidWorkCount
from apps.performance.quality_checks import is_unread, read_quality
from apps.performance.queries.places import place_for
from apps.performance.queries.unpaid_work import unpaid_work
from rules.periods import Month
from tests.factories.caseload_rows import replace_caseload
from tests.factories.judged import TABLES, live_extract, run_over

Browse = Callable[..., Client]
SENTENCED_ON = date(2023, 8, 31)  # six months end on 29 February 2024, nine on 31 May
JANUARY, JUNE = Month(2024, 1), Month(2024, 6)


def requirement(number: int, completed_on: date | None) -> dict[str, Any]:
    return {
        "requirement_id": f"Q{number}",
        "sentence_id": "S1",
        "requirement_type": "unpaid_work",
        "imposed_on": SENTENCED_ON,
        "imposed_by": "original_sentence",
        "ended_on": completed_on,
        "end_reason": "completed" if completed_on else None,
    }


@pytest.fixture
def run(reference: None) -> MeasureRun:
    """An order with three requirements in North Wales: one completed by six months, one by nine, one not."""
    live_extract(as_at=date(2024, 6, 30))
    sentence = {
        "sentence_id": "S1",
        "person_id": "P1",
        "sentence_type": "community_order",
        "sentenced_on": SENTENCED_ON,
        "court_region_code": "H",
        "offence_group": "theft",
    }
    period = {
        "period_id": "V1",
        "person_id": "P1",
        "kind": "community",
        "region_code": "H",
        "unit_code": "H103",
        "practitioner_code": "H103-P01",
        "start_on": SENTENCED_ON,
    }
    ended = (date(2024, 2, 29), date(2024, 3, 1), None)
    replace_caseload(
        dict.fromkeys(TABLES, ())
        | {
            "people": [{"person_id": "P1", "date_of_birth": date(1990, 1, 1), "sex": "male"}],
            "sentences": [sentence],
            "supervision_periods": [period],
            "requirements": [requirement(number, day) for number, day in enumerate(ended, start=1)],
        }
    )
    return run_over(str(JANUARY), str(JUNE), measures=["SL029"])


def counted(run: MeasureRun, kind: str, code: str) -> list[tuple[str, int, int, int]]:
    place = place_for(Scope(all_regions=True), kind, code)
    assert place is not None
    found = unpaid_work(run, place, first=JANUARY, last=JUNE)
    assert found is not None
    return [
        (str(month), each.after_months, each.completed, each.requirements)
        for month, points in found.months
        for each in points
        if each.requirements
    ]


def test_a_region_and_its_unit_count_what_was_completed_at_each_point(run: MeasureRun) -> None:
    read_quality(now=timezone.now())
    expected = [("2024-02", 6, 1, 3), ("2024-05", 9, 2, 3)]
    assert counted(run, "region", "H") == counted(run, "unit", "H103") == expected
    assert counted(run, "unit", "H104") == counted(run, "region", "A") == []


def test_a_reading_of_before_is_completed_and_never_twice(run: MeasureRun) -> None:
    read_quality(now=timezone.now())
    UnpaidWorkCount.objects.all().delete()
    QualityReading.objects.update(unpaid_work_counted=False)
    assert is_unread()
    for _ in range(2):
        read_quality(now=timezone.now())
        assert (UnpaidWorkCount.objects.count(), is_unread()) == (2, False)


def test_it_stands_beside_the_measure_and_can_be_downloaded(run: MeasureRun, browse: Browse) -> None:
    client = browse("regional_director", region="H")
    page = reverse("performance:place", args=["region", "H"])
    assert "On the way" not in client.get(f"{page}?measure=SL029").content.decode(), "not counted yet"
    read_quality(now=timezone.now())
    text = client.get(f"{page}?measure=SL029").content.decode()
    assert "On the way: completed at 6 and 9 months" in text
    assert "66.7%" in text
    assert "On the way" not in client.get(page).content.decode()
    address = reverse("performance:unpaid-work-csv")
    answer = client.get(f"{address}?place=region-H&from=2024-05&to=2024-05")
    lines = list(csv.DictReader(answer.getvalue().decode().splitlines()))
    north = next(row for row in lines if row["place"] == "H103" and row["after_months"] == "9")
    assert (north["month"], north["completed"], north["completed_percent"]) == ("2024-05", "2", "66.7")
    assert client.get(f"{address}?place=region-A").status_code == 404
