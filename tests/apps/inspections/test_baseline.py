"""The baseline of outcomes: published inspections alone, by unit, region and nation."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from apps.inspections.baseline import (
    NATION,
    Progress,
    analysis_of,
    baseline_of,
    default_boundaries,
    published_units,
)
from apps.inspections.models import Inspection, Member
from apps.organisation.models import ProbationDeliveryUnit, Region
from rules.scoring.boundaries import UnitCounts
from tests.factories.inspections import assess_everything, draw_made_up_cases, join, make_inspection
from tests.factories.people import make_person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TODAY = date(2027, 3, 1)


def published(unit: str, on: date, *, size: int = 2, no: tuple[str, ...] = ()) -> Inspection:
    """An inspection of the unit with `size` cases, published on the day."""
    found = ProbationDeliveryUnit.objects.get(code=unit)
    inspection = make_inspection(region=Region.objects.get(code=found.region_id), unit=found, seed=unit)
    join(inspection, Member.Job.INSPECTOR)
    draw_made_up_cases(inspection, size=size)
    assess_everything(inspection, no=no)
    inspection.state = Inspection.State.PUBLISHED
    inspection.published_at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    inspection.save(update_fields=["state", "published_at"])
    return inspection


def test_units_regions_and_the_nation_add_up() -> None:
    published("H103", date(2026, 1, 15), size=5)
    published("H104", date(2027, 2, 14), size=2, no=("2.6.1",))
    found = baseline_of(published_units(Inspection.objects.all()), today=TODAY)
    assert [(row.kind, row.progress.met, row.progress.cases) for row in found.rows] == [
        ("unit", 5, 5),
        ("unit", 0, 2),
        ("region", 5, 7),
        ("nation", 5, 7),
    ]
    assert [row.percent for row in found.rows[:2]] == [100, None]  # two cases show no percentage
    assert found.rows[-1].place == NATION
    assert found.months == 12  # 15 January to 14 February of the next year


def test_an_open_inspection_is_no_part_of_the_baseline() -> None:
    inspection = published("H103", date(2026, 1, 15))
    Inspection.objects.filter(pk=inspection.pk).update(state="finishing", published_at=None)
    found = baseline_of(published_units(Inspection.objects.all()), today=TODAY)
    assert found.units == ()
    assert [row.progress for row in found.rows] == [Progress()]
    assert analysis_of(found, default_boundaries(), today=TODAY) is None


def test_the_analysis_takes_the_boundaries_of_the_rules_unless_told_others() -> None:
    published("H103", date(2026, 1, 15))
    published("H104", date(2026, 2, 14), no=("2.6.1",))
    found = baseline_of(published_units(Inspection.objects.all()), today=TODAY)
    assert sorted(found.units, key=lambda each: each.met) == [
        UnitCounts(unit=found.rows[1].place, met=0, cases=2),
        UnitCounts(unit=found.rows[0].place, met=2, cases=2),
    ]
    assert default_boundaries() == (50, 65, 80)
    analysis = analysis_of(found, (50,), today=TODAY)
    assert analysis is not None
    assert analysis.against[0] == "2 units have data; 20 or more are needed"


def test_the_page_shows_the_baseline_and_refuses_what_is_no_boundary() -> None:
    client = Client()
    client.force_login(make_person_with("inspector"), backend="django.contrib.auth.backends.ModelBackend")
    assert "No published inspection" in client.get("/inspections/baseline/").content.decode()
    published("H103", date(2026, 1, 15), size=5)
    published("H104", date(2026, 2, 14), no=("2.6.1",))
    shown = client.get("/inspections/baseline/?boundaries=40, 70").content.decode()
    assert "2 units have data; 20 or more are needed" in shown
    assert "40% to below 70%: 0" in shown
    refused = client.get("/inspections/baseline/?boundaries=40,high")
    assert refused.status_code == 422
    assert "Enter whole percentages from 1 to 100" in refused.content.decode()
    table = b"".join(client.get("/inspections/baseline/table.csv").streaming_content).decode()
    assert table.splitlines()[0].startswith("kind,place,published_on,cases,met")
    assert len(table.splitlines()) == 5
