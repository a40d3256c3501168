"""Equality monitoring: who is counted in which group, what is found, who sees it, and what is kept back."""

import csv
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from apps.caseload.models import Extract
from apps.organisation.models import ProbationDeliveryUnit, Region
from apps.performance.equality import count_equality
from apps.performance.models import EqualityCell, EqualityReading
from apps.performance.queries.equality import EqualityOfPlace, equality_of
from apps.performance.queries.places import ENGLAND_AND_WALES, Place, place_of
from rules.periods import PerformanceYear
from tests.factories.grouped import Kind, judged_kinds, told_apart

Browse = Callable[..., Client]
YEAR = PerformanceYear(2025)
WOMAN = {"sex": "female", "ethnicity": "white", "date_of_birth": date(2000, 5, 13)}
MAN = {"sex": "male", "ethnicity": "white"}
# Women are 24 hours short of 25 on the day of sentence. Few people are Asian, some say nothing.
KINDS = (
    Kind(counted=60, met=54, of=MAN),
    Kind(counted=50, met=25, of=WOMAN | {"pregnancy": "no"}),
    Kind(counted=12, met=11, of=MAN | {"ethnicity": "black"}),
    Kind(counted=3, met=0, of=MAN | {"ethnicity": "asian"}),
    Kind(counted=5, met=5, of=MAN | {"ethnicity": "unknown"}),
    Kind(counted=4, met=4, of=MAN | {"ethnicity": "prefers_not_to_say"}),
    Kind(counted=40, met=36, unit="H104", of=MAN),
    Kind(counted=30, met=27, unit="A25", of=MAN | {"ethnicity": None}),
)


@pytest.fixture
def reading(reference: None) -> EqualityReading:
    return told_apart(KINDS)


def of(reading: EqualityReading, place: Place) -> EqualityOfPlace:
    return equality_of(reading, place, YEAR)


def wales() -> Place:
    return place_of(Region.objects.get(code="H"), None)


def cell(characteristic: str, group: str, unit: str = "H103") -> tuple[int, int, int] | None:
    found = EqualityCell.objects.filter(characteristic=characteristic, member_of=group, unit=unit)
    return found.values_list("numerator", "denominator", "people").first()


def test_every_case_is_in_one_group_of_each_characteristic(reading: EqualityReading) -> None:
    assert cell("sex", "female") == (25, 50, 50)
    assert cell("ethnicity", "not_recorded") == (5, 5, 5)
    assert cell("ethnicity", "not_recorded", "A25") == (27, 30, 30)
    # The day before the birthday still counts as 24; a birthday on the day itself would be 25.
    assert cell("age", "21") == (25, 50, 50)
    assert cell("young_adult", "yes") == (25, 50, 50)
    # Asked of women only: nobody else is "not recorded".
    pregnant = EqualityCell.objects.filter(characteristic="pregnancy", unit="H103")
    assert list(pregnant.values_list("member_of", "denominator")) == [("no", 50)]
    # Combined groups are counted by region, and know an answer that puts nobody in a group.
    assert cell("combined", "female|18|white", "") == (25, 50, 50)
    assert cell("combined", "not_recorded", "") is not None
    # A region is counted by itself, and is here the sum of its units.
    men = EqualityCell.objects.filter(region="H", characteristic="sex", member_of="male").order_by("unit")
    assert list(men.values_list("unit", "denominator")) == [("", 124), ("H103", 84), ("H104", 40)]
    assert (reading.years, reading.holds_cells) == (["2025-26"], True)


def test_a_group_far_behind_the_rest_is_a_disparity_and_few_people_are_too_few(
    reading: EqualityReading,
) -> None:
    rows = {(row.characteristic.id, row.compared.group): row for row in of(reading, wales()).rows}
    women = rows["sex", "female"]
    assert str(women.compared.verdict) == "worse"
    assert (women.compared.rest.counted, women.compared.rest.met) == (124, 110)
    assert str(rows["sex", "male"].compared.verdict) == "better"
    # Those who say nothing are in nobody's rest, and their share is told.
    white = rows["ethnicity", "white"]
    assert white.compared.own.counted + white.compared.rest.counted == 165
    assert white.not_recorded == Fraction(5, 174)


def test_a_small_group_is_kept_back_and_cannot_be_had_by_subtraction(reading: EqualityReading) -> None:
    """Three Asian people in one unit: not there, not by the other groups, not by region less units."""
    unit = place_of(Region.objects.get(code="H"), ProbationDeliveryUnit.objects.get(code="H103"))
    for place in (unit, wales(), ENGLAND_AND_WALES):
        shown = {
            row.compared.group for row in of(reading, place).rows if row.characteristic.id == "ethnicity"
        }
        assert "asian" not in shown
        assert shown != {"white", "black"}, place.name
    assert of(reading, wales()).hidden > 0


def test_measures_that_are_not_compared_say_why(reading: EqualityReading) -> None:
    nation = of(reading, ENGLAND_AND_WALES)
    assert [one.measure.id for one in nation.not_compared] == []
    elsewhere = of(reading, place_of(Region.objects.get(code="B"), None))
    assert [one.why[:7] for one in elsewhere.not_compared] == ["No case"]


def test_a_run_is_told_apart_once_and_only_while_its_extract_is_live(reference: None) -> None:
    run = judged_kinds(KINDS[:1])
    Extract.objects.update(state=Extract.State.SUPERSEDED)
    assert count_equality(run) is None
    Extract.objects.update(state=Extract.State.LIVE)
    first = count_equality(run)
    assert first is not None
    assert count_equality(run) == first


def test_the_page_and_its_files_show_the_filtered_rows_of_the_viewers_places(
    reading: EqualityReading, browse: Browse
) -> None:
    page = browse("regional_director", region="H").get(reverse("performance:equality"))
    text = page.content.decode()
    assert "Wales, 2025-26: 3 worse and" in text
    assert "Disparity: worse" in text
    assert "nation-all" not in text
    asked = {"place": "region-H", "characteristic": "sex", "verdict": "all"}
    file = browse("regional_director", region="H").get(reverse("performance:equality-csv"), asked)
    rows = list(csv.DictReader(StringIO(b"".join(file).decode("utf-8-sig"))))
    assert [(row["group"], row["verdict"], row["people"]) for row in rows] == [
        ("female", "worse", "50"),
        ("male", "better", "124"),
    ]
    elsewhere = browse("regional_director", region="H").get(
        reverse("performance:equality"), {"place": "region-A"}
    )
    assert "Select a valid choice" in elsewhere.content.decode()


def test_the_page_says_so_before_a_run_has_been_told_apart(reference: None, browse: Browse) -> None:
    client = browse("regional_director", region="H")
    assert "no figures yet" in client.get(reverse("performance:equality")).content.decode()
    judged_kinds(KINDS[:1])
    assert "not been told apart" in client.get(reverse("performance:equality")).content.decode()
    assert client.get(reverse("performance:equality-csv")).status_code == 404
