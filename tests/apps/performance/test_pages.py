"""The pages of performance: what they show, to whom, and what they do with bad input."""

import csv
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from apps.performance.models import MeasureOutcome, MeasureRun
from tests.factories.judged import live_extract

Browse = Callable[..., Client]
WALES, EAST = ["region", "H"], ["region", "A"]


def page(client: Client, name: str, *args: object, query: str = "", status: int = 200) -> str:
    response = client.get(reverse(f"performance:{name}", args=args) + query)
    assert response.status_code == status
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


class TestFigures:
    def test_a_region_shows_counts_rate_interval_and_a_marked_demo_target(
        self, run: MeasureRun, browse: Browse
    ) -> None:
        text = page(browse("regional_director", region="H"), "place", *WALES, query="?measure=SL004")
        assert "40.0%" in text  # 2 of 5
        assert "11.8 to 76.9" in text  # Wilson, by hand with z = 1.96
        assert "(demo)" in text
        assert "Operational figures: management information" in text
        assert "As at 30 June 2024" in text

    def test_a_quarter_adds_counts_and_never_averages_rates(self, run: MeasureRun, browse: Browse) -> None:
        client = browse("regional_director", region="H")
        months = "&from=2024-01&to=2024-03"
        by_month = rows(page(client, "place-csv", *WALES, query=f"?measure=SL004{months}"))
        by_quarter = rows(page(client, "place-csv", *WALES, query=f"?measure=SL004&period=quarter{months}"))
        assert [(row["numerator"], row["denominator"]) for row in by_month] == [
            ("0", "0"),
            ("1", "2"),
            ("1", "3"),
        ]
        assert [row["rate_percent"] for row in by_month] == ["", "50.0", "33.3"]
        assert len(by_quarter) == 1
        # The mean of 50.0 and 33.3 would be 41.7.
        assert (by_quarter[0]["numerator"], by_quarter[0]["denominator"]) == ("2", "5")
        assert by_quarter[0]["rate_percent"] == "40.0"

    def test_no_denominator_gives_no_rate(self, run: MeasureRun, browse: Browse) -> None:
        text = page(
            browse("regional_director", region="H"), "place", *WALES, query="?measure=SL004&from=2024-01"
        )
        assert "No rate" in text

    def test_units_are_listed_with_intervals_in_order_of_code(self, run: MeasureRun, browse: Browse) -> None:
        text = page(browse("regional_director", region="H"), "place", *WALES, query="?measure=SL004")
        assert "not of their rates" in text
        units = text[text.index('id="parts-caption"') :]
        assert units.index("unit/H103/") < units.index("unit/H104/")

    def test_all_measures_together_leave_the_months_to_each_ones_own_page_and_keep_the_filter(
        self, run: MeasureRun, browse: Browse
    ) -> None:
        client = browse("regional_director", region="H")
        together = page(client, "place", *WALES, query="?from=2024-01&to=2024-03")
        alone = "?from=2024-01&amp;to=2024-03&amp;measure=SL004"
        assert 'id="SL004-caption"' not in together
        assert alone in together
        assert 'id="SL004-caption"' in page(client, "place", *WALES, query=alone.replace("&amp;", "&"))

    def test_the_csv_with_parts_has_a_row_for_each_unit(self, run: MeasureRun, browse: Browse) -> None:
        client = browse("regional_director", region="H")
        found = rows(page(client, "place-csv", *WALES, query="?parts=1&from=2024-03&to=2024-03"))
        assert {row["place"]: row["denominator"] for row in found if row["denominator"] != "0"} == {
            "H": "3",
            "H103": "2",
            "H104": "1",
        }

    def test_a_real_caseload_has_no_made_up_target(self, run: MeasureRun, browse: Browse) -> None:
        run.extract.demo = False
        run.extract.save()
        text = page(browse("regional_director", region="H"), "place", *WALES, query="?measure=SL004")
        assert "No target set" in text
        assert "demo" not in text.lower()

    @pytest.mark.parametrize(
        "query",
        [
            "?measure=SL999",
            "?period=fortnight",
            "?from=2024-13",
            "?from=2024-04&to=2024-01",
            "?to=%00",
            "?measure=SL004'--",
        ],
    )
    def test_a_filter_that_makes_no_sense_says_so_and_shows_the_default(
        self, run: MeasureRun, browse: Browse, query: str
    ) -> None:
        text = page(browse("regional_director", region="H"), "place", *WALES, query=query)
        assert "There is a problem" in text
        assert "February to April 2024" in text or "January to April 2024" in text

    def test_before_the_first_run_the_page_says_what_is_missing(self, orders: None, browse: Browse) -> None:
        text = page(browse("regional_director", region="H"), "place", *WALES)
        assert "There are no figures yet" in text

    def test_an_earlier_extract_put_live_again_shows_its_own_run(
        self, run: MeasureRun, browse: Browse
    ) -> None:
        run.extract.state = "superseded"
        run.extract.save()
        live_extract(sha256="b" * 64)
        assert "There are no figures yet" in page(browse("regional_director", region="H"), "place", *WALES)


class TestScope:
    @pytest.mark.parametrize(
        ("role", "place", "asked", "status"),
        [
            ("regional_director", {"region": "H"}, ["region", "H"], 200),
            ("regional_director", {"region": "H"}, ["unit", "H103"], 200),
            ("regional_director", {"region": "H"}, ["region", "A"], 404),
            ("regional_director", {"region": "H"}, ["unit", "A25"], 404),
            ("regional_director", {"region": "H"}, ["nation", "all"], 404),
            ("head_of_delivery_unit", {"unit": "H103"}, ["unit", "H103"], 200),
            ("head_of_delivery_unit", {"unit": "H103"}, ["unit", "H104"], 404),
            ("head_of_delivery_unit", {"unit": "H103"}, ["region", "H"], 404),
            ("performance_analyst", {}, ["nation", "all"], 200),
            ("performance_analyst", {}, ["region", "Z"], 404),
            ("performance_analyst", {}, ["unit", "H999"], 404),
            ("performance_analyst", {}, ["planet", "H"], 404),
            ("practitioner", {"staff_code": "H103-P01"}, ["unit", "H103"], 403),
            ("administrator", {}, ["nation", "all"], 403),
        ],
    )
    def test_a_place_is_shown_to_those_whose_scope_covers_the_whole_of_it(
        self, run: MeasureRun, browse: Browse, role: str, place: dict[str, str], asked: list[str], status: int
    ) -> None:
        client = browse(role, **place)
        page(client, "place", *asked, status=status)
        page(client, "place-csv", *asked, status=status)

    @pytest.mark.parametrize(
        ("role", "place", "seen"),
        [
            ("performance_analyst", {}, {"P2", "P4", "P5", "=P6"}),
            ("regional_director", {"region": "H"}, {"P2", "P4", "=P6"}),
            ("regional_director", {"region": "A"}, {"P5"}),
            ("head_of_delivery_unit", {"unit": "H103"}, {"P2", "P4"}),
            ("practitioner", {"staff_code": "H103-P02"}, {"P4"}),
            ("practitioner", {"staff_code": ""}, set()),
        ],
    )
    def test_the_list_of_missed_cases_is_narrowed_to_the_scope(
        self, run: MeasureRun, browse: Browse, role: str, place: dict[str, str], seen: set[str]
    ) -> None:
        client = browse(role, **place)
        found = rows(page(client, "cases-csv", query="?month="))
        assert {row["person_id"].removeprefix("'") for row in found} == seen
        text = page(client, "cases", query="?month=")
        assert f"{len(seen)} case" in text

    @pytest.mark.parametrize(
        ("role", "place", "status"),
        [
            ("performance_analyst", {}, 200),
            ("regional_director", {"region": "H"}, 200),
            ("regional_director", {"region": "A"}, 404),
            ("head_of_delivery_unit", {"unit": "H103"}, 200),
            ("head_of_delivery_unit", {"unit": "H104"}, 404),
            ("practitioner", {"staff_code": "H103-P01"}, 200),
            ("practitioner", {"staff_code": "H103-P02"}, 404),
            ("administrator", {}, 403),
        ],
    )
    @pytest.mark.parametrize("case", ["S-P1", "S-P2"], ids=["met", "missed"])
    def test_a_case_is_explained_to_those_whose_scope_covers_it(
        self, run: MeasureRun, browse: Browse, role: str, place: dict[str, str], status: int, case: str
    ) -> None:
        client = browse(role, **place)
        page(client, "explain", "SL004", case, status=status)
        address = reverse("api-performance-explain", args=["SL004", case])
        assert client.get(address).status_code == status

    def test_only_those_who_may_follow_runs_see_them(self, run: MeasureRun, browse: Browse) -> None:
        page(browse("regional_director", region="H"), "runs", status=403)
        assert f"Run {run.pk}" in page(browse("performance_analyst"), "runs")


class TestCases:
    def test_the_list_sorts_both_ways_and_filters(self, run: MeasureRun, browse: Browse) -> None:
        client = browse("regional_director", region="H")

        def listed(query: str) -> list[str]:
            return [row["occurrence_id"] for row in rows(page(client, "cases-csv", query=query))]

        assert listed("?month=&sort=case") == ["S-=P6", "S-P2", "S-P4"]
        assert listed("?month=&sort=-case") == ["S-P4", "S-P2", "S-=P6"]
        assert listed("?month=2024-02") == ["S-P2"]
        assert listed("?month=&place=unit-H104") == ["S-=P6"]
        assert listed("?month=&verdict=excluded") == []
        # A place outside the scope is not a choice: the filter is refused, not the scope widened.
        assert "S-P5" not in listed("?month=&place=unit-A25")

    def test_a_formula_in_a_download_is_made_harmless(self, run: MeasureRun, browse: Browse) -> None:
        found = rows(
            page(browse("regional_director", region="H"), "cases-csv", query="?month=&place=unit-H104")
        )
        assert found[0]["person_id"] == "'=P6"
        assert found[0]["practitioner_code"] == ""

    @pytest.mark.parametrize(
        "query", ["?sort=password", "?page=999", "?page=x", "?verdict=numerator", "?month=x"]
    )
    def test_bad_input_shows_a_list_all_the_same(self, run: MeasureRun, browse: Browse, query: str) -> None:
        assert "Cases behind the figures" in page(browse("performance_analyst"), "cases", query=query)

    def test_rows_that_were_cleared_are_told_from_no_rows(self, run: MeasureRun, browse: Browse) -> None:
        MeasureRun.objects.update(holds_outcomes=False)
        MeasureOutcome.objects.all().delete()
        assert "were cleared" in page(browse("performance_analyst"), "cases")

    def test_a_person_in_the_list_is_escaped_on_the_page(self, run: MeasureRun, browse: Browse) -> None:
        MeasureOutcome.objects.filter(person_id="P2").update(person_id="<script>x")
        text = page(browse("performance_analyst"), "cases", query="?month=")
        assert "<script>x" not in text
        assert "&lt;script&gt;x" in text


class TestExplanation:
    def test_it_says_why_and_what_would_have_met_it(self, run: MeasureRun, browse: Browse) -> None:
        text = page(browse("performance_analyst"), "explain", "SL004", "S-P2")
        assert "Case P2: missed" in text
        assert "Monday 12 February 2024" in text
        assert "Sat 10 February 2024" in text
        assert "Edition of 2021-10-01" in text
        assert "<svg" in text

    def test_a_case_that_met_its_measure_is_explained_too(self, run: MeasureRun, browse: Browse) -> None:
        assert "Case P1: met" in page(browse("performance_analyst"), "explain", "SL004", "S-P1")

    def test_a_month_of_a_person_is_explained(self, run: MeasureRun, browse: Browse) -> None:
        assert "Case P1" in page(browse("performance_analyst"), "explain", "SL007", "P1|2024-03")

    @pytest.mark.parametrize(
        ("measure", "occurrence"),
        [
            ("SL004", "S-NOBODY"),
            ("SL005", "S-P1"),
            ("SL999", "S-P1"),
            ("SL008", "S-P1"),
            ("SL007", "P1|2024-99"),
            ("SL007", "P1|"),
            ("SL007", "|2024-03"),
            ("SL004", "S-P1|x"),
        ],
    )
    def test_what_is_no_occurrence_is_not_found(
        self, run: MeasureRun, browse: Browse, measure: str, occurrence: str
    ) -> None:
        page(browse("performance_analyst"), "explain", measure, occurrence, status=404)


class TestRuns:
    def test_an_analyst_starts_a_run_and_sees_it_finish(
        self, orders: None, browse: Browse, django_capture_on_commit_callbacks: Callable[..., object]
    ) -> None:
        client = browse("performance_analyst")
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(
                reverse("performance:start-run"), {"measure": "SL004", "first": "2024-01", "last": "2024-04"}
            )
        run = MeasureRun.objects.get()
        assert response.headers["Location"] == reverse("performance:run", args=[run.pk])
        assert run.is_current
        assert run.by is not None
        assert "Finished" in page(client, "run", run.pk)

    @pytest.mark.parametrize(
        ("first", "last", "said"),
        [
            ("2024-13", "2024-04", "Enter a month"),
            ("", "2024-04", "This field is required"),
            ("2024-05", "2024-04", "The last month is before the first"),
            ("2001-01", "2024-04", "at most 120"),
        ],
    )
    def test_months_that_make_no_sense_are_refused(
        self, orders: None, browse: Browse, first: str, last: str, said: str
    ) -> None:
        response = browse("performance_analyst").post(
            reverse("performance:start-run"), {"measure": "", "first": first, "last": last}
        )
        assert response.status_code == 422
        assert said in response.content.decode()
        assert not MeasureRun.objects.exists()

    def test_a_run_that_waits_can_be_given_up_and_tried_again(self, orders: None, browse: Browse) -> None:
        client = browse("performance_analyst")
        months = {"measure": "SL004", "first": "2024-01", "last": "2024-04"}
        client.post(reverse("performance:start-run"), months)
        second = client.post(reverse("performance:start-run"), months)
        assert "One run at a time" in second.content.decode()
        run = MeasureRun.objects.get()
        client.post(reverse("performance:give-up-run", args=[run.pk]))
        run.refresh_from_db()
        assert run.state == "failed"
        assert "gave up waiting" in page(client, "run", run.pk)
        client.post(reverse("performance:retry-run", args=[run.pk]))
        assert MeasureRun.objects.filter(state="waiting", note=f"Again after run {run.pk}").exists()

    def test_a_director_cannot_start_one(self, orders: None, browse: Browse) -> None:
        response = browse("regional_director", region="H").post(reverse("performance:start-run"), {})
        assert response.status_code == 403


class TestHome:
    def test_a_practitioner_sees_how_many_of_their_cases_were_missed(
        self, run: MeasureRun, browse: Browse
    ) -> None:
        MeasureRun.objects.update(last_month="2024-03")
        text = browse("practitioner", staff_code="H103-P02").get("/").content.decode()
        assert "Missed cases in March 2024" in text
        assert "Initial appointment, community sentences" in text

    def test_a_director_reads_that_there_are_no_two_quarters_yet(
        self, run: MeasureRun, browse: Browse
    ) -> None:
        text = browse("regional_director", region="H").get("/").content.decode()
        assert "no two complete quarters" in text
