"""The 2014 framework on the pages and in the API: floors, the composite, and counts against fixed figures."""

import csv
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from apps.performance.models import MeasureCell, MeasureOutcome, MeasureRun
from rules.definitions.measures import load_measures
from tests.factories.judged import live_extract

Browse = Callable[..., Client]
PARTS = ["OM041A", "OM041B", "OM046"]


@pytest.fixture
def year(reference: None) -> MeasureRun:
    """A finished run over the year to March 2025; the extract covers all of it."""
    extract = live_extract(as_at=date(2025, 3, 31))
    return MeasureRun.objects.create(
        extract=extract,
        measures=["SL004", "INT001", *PARTS],
        first_month="2024-04",
        last_month="2025-03",
        state="finished",
        is_current=True,
        finished_at=extract.live_at,
    )


def cell(run: MeasureRun, measure: str, period: str, met: int, of: int, region: str = "H") -> None:
    MeasureCell.objects.create(
        run=run,
        measure=measure,
        edition="2014-06-01",
        period=period,
        region=region,
        unit=f"{region}103" if region == "H" else "A25",
        numerator=met,
        denominator=of,
        denominator_only=of - met,
        not_in_population=0,
        excluded=0,
        pending=0,
        not_recorded=0,
        exception=0,
    )


def figures(client: Client, query: str, place: str = "region/H") -> list[dict[str, str]]:
    kind, code = place.split("/")
    response = client.get(reverse("performance:place-csv", args=[kind, code]) + query)
    assert response.status_code == 200
    return list(csv.DictReader(b"".join(response.streaming_content).decode().splitlines()))


def test_a_historic_framework_makes_no_work_for_today(year: MeasureRun, browse: Browse) -> None:
    for measure in ("INT001", "SL004"):
        edition = load_measures()[measure].editions[0]
        MeasureOutcome.objects.create(
            run=year,
            measure=measure,
            edition=edition.name,
            occurrence_id="S1",
            person_id="P1",
            region="H",
            unit="H103",
            counts_in="2025-03",
            due_on=date(2025, 3, 10),
            verdict="denominator_only",
            reason=next(rule.reason for rule in edition.verdicts if rule.verdict == "denominator_only"),
        )
    client = browse("head_of_delivery_unit", unit="H103")
    home = client.get("/").content.decode()
    assert "/performance/cases/?measure=SL004" in home
    assert "/performance/cases/?measure=INT001" not in home

    def listed(query: str) -> set[str]:
        text = client.get(reverse("performance:cases-csv") + query).getvalue().decode()
        return {row["measure"] for row in csv.DictReader(text.splitlines())}

    assert listed("?month=2025-03") == {"SL004"}
    assert listed("?month=2025-03&framework=service_delivery_2014") == {"INT001"}
    assert listed("?month=2025-03&framework=all") == {"INT001", "SL004"}
    assert listed("?month=2025-03&measure=INT001") == {"INT001"}, "asked for by name"


def completions(run: MeasureRun) -> None:
    """20 in May, 10 in July, 44 in the following March."""
    for period, met in (("2024-05", 20), ("2024-07", 10), ("2025-03", 44)):
        cell(run, "INT001", period, met, met)


def test_a_count_cumulates_from_april_and_from_june(year: MeasureRun, browse: Browse) -> None:
    completions(year)
    found = {row["period"]: row for row in figures(browse("performance_analyst"), "?measure=INT001")}
    july = found["July 2024"]
    assert (july["full_year_count"], july["full_year_figure"], july["full_year_profile"]) == (
        "30",
        "70",
        "23.3",
    )
    assert (july["june_to_march_count"], july["june_to_march_profile"]) == ("10", "10.8")
    assert july["full_year_verdict"] == "Indicative: on or above profile"
    assert july["june_to_march_verdict"] == "Indicative: below profile"
    assert july["rate_percent"] == ""


def test_the_verdict_falls_on_31_march(year: MeasureRun, browse: Browse) -> None:
    completions(year)
    march = figures(browse("performance_analyst"), "?measure=INT001&from=2025-03&to=2025-03")[0]
    assert (march["full_year_count"], march["full_year_verdict"]) == ("74", "Reached")
    assert (march["june_to_march_count"], march["june_to_march_verdict"]) == ("54", "Reached")
    MeasureCell.objects.filter(period="2025-03").update(numerator=43, denominator_only=1)
    march = figures(browse("performance_analyst"), "?measure=INT001&from=2025-03&to=2025-03")[0]
    assert (march["full_year_verdict"], march["june_to_march_verdict"]) == ("Reached", "Not reached")


def test_a_year_that_was_not_judged_in_full_gets_no_verdict(year: MeasureRun, browse: Browse) -> None:
    completions(year)
    MeasureRun.objects.update(first_month="2024-05")
    march = figures(browse("performance_analyst"), "?measure=INT001&from=2025-03&to=2025-03")[0]
    assert (march["full_year_verdict"], march["june_to_march_verdict"]) == ("Not judged in full", "Reached")


def test_only_wales_has_fixed_figures(year: MeasureRun, browse: Browse) -> None:
    cell(year, "INT001", "2024-05", 5, 5, region="A")
    client = browse("performance_analyst")
    for place in ("region/A", "nation/all", "unit/H103"):
        row = figures(client, "?measure=INT001&from=2024-05&to=2024-05", place)[0]
        assert (row["full_year_figure"], row["full_year_verdict"]) == ("", "")


def test_the_composite_is_the_mean_of_unrounded_rates(year: MeasureRun, browse: Browse) -> None:
    for part, met, of in zip(PARTS, (345, 69, 690), (400, 80, 800), strict=True):
        cell(year, part, "2024-05", met, of)
    rows = figures(browse("performance_analyst"), "?framework=service_delivery_2014&period=month")
    may = next(row for row in rows if (row["measure"], row["period"]) == ("OM0041", "May 2024"))
    assert (may["rate_percent"], may["target_percent"], may["target_met"]) == ("86.3", "86.25", "yes")
    MeasureCell.objects.filter(measure="OM046").update(numerator=689, denominator_only=111)
    rows = figures(browse("performance_analyst"), "?framework=service_delivery_2014&period=month")
    may = next(row for row in rows if (row["measure"], row["period"]) == ("OM0041", "May 2024"))
    assert (may["rate_percent"], may["target_met"]) == ("86.2", "no")


def test_without_a_rate_in_a_part_the_composite_has_none(year: MeasureRun, browse: Browse) -> None:
    cell(year, "OM041A", "2024-05", 1, 1)
    cell(year, "OM041B", "2024-05", 1, 1)
    rows = figures(browse("performance_analyst"), "?framework=service_delivery_2014")
    assert {row["rate_percent"] for row in rows if row["measure"] == "OM0041"} == {""}


def test_the_historic_framework_is_shown_when_asked_for_and_says_so(year: MeasureRun, browse: Browse) -> None:
    completions(year)
    client = browse("regional_director", region="H")
    address = reverse("performance:place", args=["region", "H"])
    assert 'id="service_delivery_2014"' not in client.get(address).content.decode()
    asked = client.get(f"{address}?framework=service_delivery_2014").content.decode()
    assert "Historic framework." in asked
    assert "Indicative: below profile" in asked
    assert "Mean of 3 rates" in asked
    beside = client.get(f"{address}?framework=all").content.decode()
    assert 'id="probation_service"' in beside
    assert 'id="service_delivery_2014"' in beside


def test_the_historic_framework_is_shown_by_quarter_as_it_was_rated(year: MeasureRun, browse: Browse) -> None:
    rows = figures(browse("performance_analyst"), "?framework=service_delivery_2014")
    assert {row["period"] for row in rows} >= {"April to June 2024", "January to March 2025"}


def test_the_api_gives_the_figures_of_the_page(year: MeasureRun, browse: Browse) -> None:
    completions(year)
    client = browse("regional_director", region="H")
    address = reverse("api-performance-figures", args=["region", "H"])
    answer = client.get(address, {"measure": "INT001", "from": "2024-07", "to": "2024-07"}).json()
    (july,) = answer["results"]
    assert (july["full_year_count"], july["full_year_verdict"]) == (30, "Indicative: on or above profile")
    assert client.get(address, {"framework": "of_1907"}).status_code == 400
    assert client.get(reverse("api-performance-figures", args=["region", "A"])).status_code == 404
