"""What runs where in a quarter: the place, the programme and policy each end an offer."""

from datetime import date
from typing import Any

import pytest

from rules.eligibility import offers
from rules.events import Programme, ProgrammePlace
from rules.periods import Quarter

QUARTER = Quarter(2024, 2)
FIRST, LAST = QUARTER.first_on, QUARTER.last_on


def programme(code: str = "TSP", **more: Any) -> Programme:
    given = {
        "title": code,
        "kind": "accredited_programme",
        "area": "violence",
        "valid_from": date(2010, 1, 1),
    }
    return Programme(programme_code=code, **(given | more))


def place(code: str = "TSP", **more: Any) -> ProgrammePlace:
    given = {"place_id": "X1", "region_code": "H", "start_on": date(2023, 1, 1)}
    return ProgrammePlace(programme_code=code, **(given | more))


@pytest.mark.parametrize(
    ("more", "days"),
    [
        ({}, (FIRST, LAST)),
        ({"start_on": LAST}, (LAST, LAST)),
        ({"start_on": date(2024, 7, 1)}, None),
        ({"end_on": FIRST}, (FIRST, FIRST)),
        ({"end_on": date(2024, 3, 31)}, None),
    ],
)
def test_an_offer_lasts_as_long_as_its_place(more: dict[str, Any], days: tuple[date, date] | None) -> None:
    found = offers([programme()], [place(**more)], QUARTER)
    assert [(each.first_on, each.last_on) for each in found] == ([days] if days else [])


@pytest.mark.parametrize(("valid_to", "count"), [(FIRST, 1), (date(2024, 3, 31), 0)])
def test_an_offer_ends_with_its_programme(valid_to: date, count: int) -> None:
    assert len(offers([programme(valid_to=valid_to)], [place()], QUARTER)) == count


def test_what_lost_its_accreditation_is_left_out_whatever_the_extract_says() -> None:
    drivers = ([programme("DID")], [place("DID", start_on=date(2021, 1, 1))])
    assert len(offers(*drivers, Quarter(2022, 1))) == 1
    assert offers(*drivers, Quarter(2022, 2)) == ()
    assert offers([programme("CALM")], [place("CALM")], QUARTER) == ()


def test_what_another_team_delivers_is_left_out() -> None:
    assert offers([programme("HIP")], [place("HIP")], QUARTER) == ()


def test_a_programme_that_policy_does_not_list_is_offered_as_the_extract_has_it() -> None:
    (offer,) = offers([programme("LOCAL")], [place("LOCAL", unit_code="H103")], QUARTER)
    assert (offer.unit_code, offer.note) == ("H103", "")


def test_offers_stand_in_order_of_title_then_place() -> None:
    places = [place(unit_code="H103"), place(place_id="X2"), place("BBR", place_id="X3", region_code="A")]
    found = offers([programme(), programme("BBR")], places, QUARTER)
    assert [(each.programme.title, each.region_code, each.unit_code) for each in found] == [
        ("BBR", "A", ""),
        ("TSP", "H", ""),
        ("TSP", "H", "H103"),
    ]


def test_a_place_of_a_programme_that_is_not_there_offers_nothing() -> None:
    assert offers([], [place()], QUARTER) == ()


def test_an_offer_begins_with_its_programme_in_policy_and_in_the_extract() -> None:
    given = ([programme("SI-ATB")], [place("SI-ATB", start_on=date(2021, 1, 1))])
    assert [each.first_on for each in offers(*given, Quarter(2021, 2))] == [date(2021, 6, 26)]
    late = [programme("SI-ATB", valid_from=date(2021, 6, 28))]
    assert [each.first_on for each in offers(late, given[1], Quarter(2021, 2))] == [date(2021, 6, 28)]


def test_an_offer_carries_what_policy_says_about_its_programme() -> None:
    (noted,) = offers([programme("RESOLVE")], [place("RESOLVE")], QUARTER)
    assert noted.note.startswith("Only where it ran already")
    (plain,) = offers([programme("TSP")], [place("TSP")], QUARTER)
    assert plain.note == ""
