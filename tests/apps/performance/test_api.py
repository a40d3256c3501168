"""Performance over HTTP: shape, scope and bad requests."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from apps.performance.models import MeasureRun

Browse = Callable[..., Client]
CELLS = "/api/v1/performance/cells/"


def test_cells_come_in_pages_with_their_counts(run: MeasureRun, browse: Browse) -> None:
    answer = browse("performance_analyst").get(CELLS).json()
    assert answer["count"] == 4
    assert answer["results"][0] == {
        "measure": "SL004",
        "edition": "2021-10-01",
        "period": "2024-02",
        "region": "H",
        "unit": "H103",
        "numerator": 1,
        "denominator": 2,
        "not_in_population": 0,
        "excluded": 0,
        "pending": 0,
        "not_recorded": 0,
        "exception": 0,
        "denominator_only": 1,
    }


@pytest.mark.parametrize(
    ("role", "place", "units"),
    [
        ("performance_analyst", {}, {"H103", "H104", "A25"}),
        ("regional_director", {"region": "H"}, {"H103", "H104"}),
        ("head_of_delivery_unit", {"unit": "H104"}, {"H104"}),
    ],
)
def test_cells_are_narrowed_to_the_scope(
    run: MeasureRun, browse: Browse, role: str, place: dict[str, str], units: set[str]
) -> None:
    answer = browse(role, **place).get(CELLS).json()
    assert {cell["unit"] for cell in answer["results"]} == units


def test_cells_are_filtered(run: MeasureRun, browse: Browse) -> None:
    client = browse("performance_analyst")
    assert client.get(CELLS, {"region": "A"}).json()["count"] == 1
    assert client.get(CELLS, {"first": "2024-03"}).json()["count"] == 3
    assert client.get(CELLS, {"last": "2024-02", "measure": "SL004"}).json()["count"] == 1


@pytest.mark.parametrize("month", ["2024-13", "x", "2024"])
def test_a_month_that_is_none_is_a_bad_request(run: MeasureRun, browse: Browse, month: str) -> None:
    answer = browse("performance_analyst").get(CELLS, {"first": month})
    assert answer.status_code == 400
    assert "YYYY-MM" in str(answer.json())


def test_there_are_no_cells_before_the_first_run(orders: None, browse: Browse) -> None:
    assert browse("performance_analyst").get(CELLS).json()["count"] == 0


@pytest.mark.parametrize("name", ["api-performance-cells", "api-performance-runs"])
def test_nobody_reads_without_signing_in(run: MeasureRun, name: str) -> None:
    assert Client().get(reverse(name)).status_code in (401, 403)


def test_runs_say_how_far_they_are(run: MeasureRun, browse: Browse) -> None:
    one = browse("performance_analyst").get("/api/v1/performance/runs/").json()["results"][0]
    assert (one["id"], one["state"], one["is_current"]) == (run.pk, "finished", True)
    assert one["progress"][0]["measure"] == "SL004"


def test_an_explanation_is_the_command_s_json(run: MeasureRun, browse: Browse) -> None:
    told = browse("performance_analyst").get("/api/v1/performance/explain/SL004/S-P2/").json()
    assert (told["verdict"], told["reason"]) == ("denominator_only", "offered_late")
    assert (told["region"], told["unit"], told["due_on"]) == ("H", "H103", "2024-02-12")
    assert [day["on"] for day in told["skipped_days"]] == ["2024-02-10", "2024-02-11"]
    assert told["tried"][-1]["held"] is True
