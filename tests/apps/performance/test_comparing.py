"""Comparing: differences with their interval, refusals with their reason, funnels and control charts."""

import csv
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from apps.organisation.access import Scope
from apps.performance.comparing_forms import CompareForm, FunnelForm, OverTimeForm
from apps.performance.models import MeasureCell, MeasureRun
from apps.performance.queries.comparing import Comparison, Side, compare
from apps.performance.queries.places import ENGLAND_AND_WALES, Place, place_for
from apps.performance.queries.variation import REGIONS, UNITS, funnel_of, over_time
from rules.periods import Month, months_between
from rules.tables.funnel import Standing
from rules.tables.p_chart import Signal
from tests.factories.judged import live_extract, run_over

Browse = Callable[..., Client]
NATION = Scope(all_regions=True)
API = "/api/v1/performance/"


def place(kind: str, code: str) -> Place:
    found = place_for(NATION, kind, code)
    assert found is not None
    return found


def side(where: Place, first: str, last: str | None = None) -> Side:
    return Side(place=where, first=Month.parse(first), last=Month.parse(last or first))


def fill(run: MeasureRun, rows: Sequence[tuple[str, str, str, int, int]], measure: str = "SL007") -> None:
    """Cells (month, unit, edition, met, of) in the place of what the run counted of the measure."""
    MeasureCell.objects.filter(run=run, measure=measure).delete()
    rest = ("not_in_population", "excluded", "pending", "not_recorded", "exception")
    MeasureCell.objects.bulk_create(
        MeasureCell(
            run=run,
            measure=measure,
            edition=edition,
            period=month,
            region=unit[0],
            unit=unit,
            numerator=met,
            denominator=size,
            denominator_only=size - met,
            **dict.fromkeys(rest, 0),
        )
        for month, unit, edition, met, size in rows
    )


OLD, NEW = "2022-04-01", "2024-05-01"


@pytest.fixture
def reset(reference: None) -> MeasureRun:
    """SL007 on both sides of Probation Reset, in Wales and in the North East."""
    live_extract(as_at=date(2024, 9, 30))
    run = run_over("2024-01", "2024-09", measures=["SL007"])
    months = [str(month) for month in months_between(Month(2024, 1), Month(2024, 9))]
    rows = [
        (month, unit, NEW if month >= "2024-05" else OLD, met, 100)
        for month in months
        for unit, met in (("H103", 80), ("H104", 78), ("A25", 40))
    ]
    fill(run, rows)
    return run


class TestTwoFigures:
    def told(self, run: MeasureRun, one: Side, other: Side) -> Comparison:
        return compare(run, measure="SL007", first=one, second=other)

    def test_two_periods_of_one_edition_differ_by_points_with_an_interval(self, reset: MeasureRun) -> None:
        wales = place("region", "H")
        found = self.told(reset, side(wales, "2024-01"), side(wales, "2024-02", "2024-03"))
        assert found.difference is not None
        assert found.difference.points == 0
        assert not found.difference.is_clear

    def test_two_regions_that_differ_clearly_are_said_to(self, reset: MeasureRun) -> None:
        found = self.told(reset, side(place("region", "A"), "2024-06"), side(place("region", "H"), "2024-06"))
        assert found.difference is not None
        assert found.difference.points == 39  # 158 of 200 against 40 of 100
        assert found.difference.is_clear

    @pytest.mark.parametrize(
        ("one", "other", "word"),
        [
            (("region", "H", "2024-04"), ("region", "H", "2024-05"), "break"),
            (("region", "H", "2024-03", "2024-05"), ("region", "H", "2024-06"), "break"),
            (("region", "H", "2024-06", "2024-07"), ("region", "H", "2024-07"), "overlap"),
            (("region", "H", "2024-06"), ("region", "H", "2024-06"), "overlap"),
            (("region", "H", "2024-06"), ("region", "A", "2024-07"), "two_things"),
            (("region", "H", "2024-06"), ("nation", "all", "2024-06"), "part_of_whole"),
            (("region", "H", "2024-06"), ("unit", "H103", "2024-06"), "part_of_whole"),
            (("region", "H", "2024-06"), ("region", "B", "2024-06"), "no_rate"),
            (("region", "H", "2024-09"), ("region", "H", "2024-10"), "incomplete"),
        ],
    )
    def test_what_must_not_be_compared_is_refused_with_its_reason(
        self, reset: MeasureRun, one: tuple[str, ...], other: tuple[str, ...], word: str
    ) -> None:
        first, second = (side(place(*each[:2]), *each[2:]) for each in (one, other))
        found = self.told(reset, first, second)
        assert (found.refused_for, found.difference) == (word, None)
        assert found.refusal.endswith(".")

    def test_the_break_of_probation_reset_is_named(self, reset: MeasureRun) -> None:
        wales = place("region", "H")
        found = self.told(reset, side(wales, "2024-01"), side(wales, "2024-06"))
        assert "1 May 2024" in found.refusal
        assert "final third" in found.refusal


QUERY = (
    "?measure=SL007&place=region-H&other_place=region-H&from={0}&to={0}&other_from={1}&other_to={1}".format
)


def test_the_page_opens_on_a_measure_that_can_be_compared(reset: MeasureRun) -> None:
    MeasureRun.objects.update(measures=["SL001", "SL007"])
    for form in (CompareForm, FunnelForm, OverTimeForm):
        opened = form(QueryDict(), run=MeasureRun.objects.get(), places=[place("region", "H")])
        assert opened.data["measure"] == "SL007"


class TestPages:
    def page(self, client: Client, name: str, query: str = "", status: int = 200) -> str:
        response = client.get(reverse(f"performance:{name}") + query)
        assert response.status_code == status
        content = b"".join(response.streaming_content) if response.streaming else response.content
        return content.decode()

    def test_a_refused_comparison_shows_both_figures_and_why(self, reset: MeasureRun, browse: Browse) -> None:
        client = browse("regional_director", region="H")
        text = self.page(client, "compare", QUERY("2024-04", "2024-05"))
        assert "Not compared." in text
        assert "There is a break in this measure on 1 May 2024" in text
        assert "79.0%" in text
        (row,) = csv.DictReader(self.page(client, "compare-csv", QUERY("2024-04", "2024-05")).splitlines())
        assert (row["refused_for"], row["difference_points"]) == ("break", "")

    def test_words_say_no_clear_difference_where_the_interval_holds_zero(
        self, reset: MeasureRun, browse: Browse
    ) -> None:
        text = self.page(browse("regional_director", region="H"), "compare", QUERY("2024-05", "2024-06"))
        assert "No clear difference: 0.0 points" in text

    def test_a_place_outside_the_scope_is_no_choice(self, reset: MeasureRun, browse: Browse) -> None:
        client = browse("regional_director", region="H")
        text = self.page(client, "compare", "?place=region-A")
        assert "There is a problem" in text
        assert "40.0%" not in text
        self.page(client, "compare-csv", "?place=region-A", status=404)

    def test_months_the_wrong_way_round_are_told(self, reset: MeasureRun, browse: Browse) -> None:
        text = self.page(browse("regional_director", region="H"), "compare", "?from=2024-06&to=2024-05")
        assert "The last month is before the first" in text

    def test_sorting_by_rate_shows_intervals_and_says_that_it_is_no_league_table(
        self, reset: MeasureRun, browse: Browse
    ) -> None:
        client = browse("performance_analyst")
        plain = self.page(client, "funnel", "?measure=SL007")
        ranked = self.page(client, "funnel", "?measure=SL007&sort=rate")
        assert "no league table" not in plain
        assert "no league table" in ranked
        assert "In order of their rates" in ranked

    def test_the_control_chart_splits_at_the_break(self, reset: MeasureRun, browse: Browse) -> None:
        client = browse("regional_director", region="H")
        assert "Break on 1 May 2024." in self.page(client, "over-time", "?measure=SL007&from=2024-01")
        rows = list(csv.DictReader(self.page(client, "over-time-csv", "?measure=SL007").splitlines()))
        assert [row["break"] for row in rows if row["break"]] == ["2024-05-01"]

    def test_a_head_of_one_unit_has_no_funnel(self, reset: MeasureRun, browse: Browse) -> None:
        text = self.page(browse("head_of_delivery_unit", unit="H103"), "funnel")
        assert "Your roles cover no place that is made of others" in text

    @pytest.mark.parametrize("name", ["compare", "funnel", "over-time"])
    def test_before_the_first_run_the_page_says_so(self, reference: None, browse: Browse, name: str) -> None:
        assert "There are no figures yet" in self.page(browse("performance_analyst"), name)


class TestApi:
    def test_a_refusal_is_a_problem_with_its_reason(self, reset: MeasureRun, browse: Browse) -> None:
        answer = browse("regional_director", region="H").get(f"{API}compare/{QUERY('2024-04', '2024-05')}")
        assert answer.status_code == 409
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["reason"] == "break"
        assert "1 May 2024" in answer.json()["detail"]

    def test_a_comparison_carries_its_as_at_day_its_extract_and_its_run(
        self, reset: MeasureRun, browse: Browse
    ) -> None:
        told = browse("regional_director", region="H").get(f"{API}compare/{QUERY('2024-05', '2024-06')}")
        assert told.json()["run"] == reset.pk
        assert told.json()["as_at"] == "2024-09-30"
        assert told.json()["clear"] is False

    def test_a_place_outside_the_scope_is_a_bad_request(self, reset: MeasureRun, browse: Browse) -> None:
        client = browse("regional_director", region="H")
        for name in ("compare", "funnel", "over-time"):
            assert client.get(f"{API}{name}/?place=region-A").status_code == 400

    def test_a_funnel_of_units_names_each(self, reset: MeasureRun, browse: Browse) -> None:
        told = browse("regional_director", region="H").get(f"{API}funnel/?measure=SL007").json()
        assert {one["place"]: one["numerator"] for one in told["places"] if one["denominator"]} == {
            "H103": 240,
            "H104": 234,
        }

    def test_there_is_nothing_before_the_first_run(self, reference: None, browse: Browse) -> None:
        assert browse("performance_analyst").get(f"{API}compare/").status_code == 404


class TestVariation:
    def test_a_region_far_below_the_others_stands_outside(self, reset: MeasureRun) -> None:
        found = funnel_of(
            reset,
            ENGLAND_AND_WALES,
            parts=REGIONS,
            measure="SL007",
            first=Month(2024, 6),
            last=Month(2024, 6),
        )
        standing = {row.place.code: row.group.standing for row in found.rows}
        assert (standing["A"], standing["H"]) == (Standing.LOW_ALARM, Standing.HIGH_ALARM)
        assert standing["B"] is Standing.NOT_COUNTED
        assert len(found.rows) == 12

    def test_a_funnel_over_a_break_is_refused(self, reset: MeasureRun) -> None:
        found = funnel_of(
            reset,
            ENGLAND_AND_WALES,
            parts=UNITS,
            measure="SL007",
            first=Month(2024, 4),
            last=Month(2024, 5),
        )
        assert found.funnel is None
        assert "1 May 2024" in found.refusal

    def test_units_of_the_nation_are_those_of_every_region(self, reset: MeasureRun) -> None:
        months = {"first": Month(2024, 6), "last": Month(2024, 6)}
        found = funnel_of(reset, ENGLAND_AND_WALES, parts=UNITS, measure="SL007", **months)
        assert len(found.rows) == 108

    def test_a_quarter_that_holds_the_break_is_not_judged_and_begins_the_new_stretch(
        self, reset: MeasureRun
    ) -> None:
        found = over_time(
            reset,
            place("region", "H"),
            measure="SL007",
            first=Month(2024, 1),
            last=Month(2024, 9),
            period="quarter",
        )
        assert found is not None
        assert [row.charted.signal for row in found.rows] == [
            Signal.USUAL,
            Signal.NOT_JUDGED,
            Signal.USUAL,
        ]
        assert [row.broken is not None for row in found.rows] == [False, True, False]
        assert len(found.stretches) == 2


def test_rolling_figures_that_share_a_month_are_not_compared(reference: None) -> None:
    live_extract(as_at=date(2026, 3, 31))
    run = run_over("2024-01", "2026-03", measures=["SL001"])
    months = [str(month) for month in months_between(Month(2024, 1), Month(2026, 3))]
    fill(run, [(month, "H103", "2021-10-01", 8, 10) for month in months], measure="SL001")
    wales = place("region", "H")
    near, far = ((side(wales, first), side(wales, "2026-03")) for first in ("2025-04", "2025-03"))
    assert compare(run, measure="SL001", first=near[0], second=near[1]).refused_for == "overlap"
    assert compare(run, measure="SL001", first=far[0], second=far[1]).refused_for == ""
