"""What a person is eligible for, and the directory of programmes, as far as the viewer may see."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from apps.caseload.models import Extract
from apps.caseload.programmes import directory, quarters_of
from rules.periods import Quarter
from tests.apps.caseload.extracts import Draft

pytestmark = pytest.mark.usefixtures("checked_here")
Browse = Callable[..., Client]
Kept = Callable[..., Extract]

PROGRAMMES = [
    {
        "programme_code": code,
        "title": title,
        "kind": "accredited_programme",
        "area": area,
        "length_weeks": "19",
        "valid_from": "2009-04-01",
    }
    for code, title, area in (
        ("TSP", "Thinking Skills Programme", "general_offending"),
        ("DID", "Drink Impaired Drivers", "substance_misuse"),
        ("LOCAL", "=Local course", "other"),
    )
]
PLACES = [
    {
        "place_id": "PP1",
        "programme_code": "TSP",
        "region_code": "H",
        "unit_code": "H103",
        "start_on": "2024-04-01",
    },
    {
        "place_id": "PP2",
        "programme_code": "TSP",
        "region_code": "H",
        "unit_code": "H104",
        "start_on": "2024-04-01",
    },
    {"place_id": "PP3", "programme_code": "DID", "region_code": "H", "start_on": "2024-04-01"},
    {"place_id": "PP4", "programme_code": "LOCAL", "region_code": "H", "start_on": "2024-07-01"},
    {
        "place_id": "PP5",
        "programme_code": "TSP",
        "region_code": "A",
        "start_on": "2024-01-01",
        "end_on": "2024-03-31",
    },
]
DECISIONS = [
    {
        "decision_id": "PD1",
        "person_id": "X1",
        "programme_code": "TSP",
        "decision": "eligible",
        "result": "no",
        "reason": "risk_or_need_band",
        "decided_on": "2024-02-01",
    }
]


def draft() -> Draft:
    """The small extract with a directory, and a theft of high likelihood under supervision in H103."""
    made = Draft()
    made.rows["sentences"][0]["reoffending_band"] = "high"
    made.rows["requirements"].append(
        {
            "requirement_id": "Q9",
            "sentence_id": "S1",
            "requirement_type": "rehabilitation_activity",
            "imposed_on": "2024-01-15",
            "imposed_by": "original_sentence",
        }
    )
    made.rows["programmes"], made.rows["programme_places"] = PROGRAMMES, PLACES
    made.rows["programme_decisions"] = DECISIONS
    return made


def test_the_page_gives_three_decisions_with_their_reasons(browse: Browse, kept: Kept) -> None:
    kept(draft(), live=True)
    page = (
        browse("practitioner", staff_code="H103-P01").get("/caseload/cases/programmes/X1/").content.decode()
    )

    assert "The likelihood of reoffending is high, OGRS 75 to 89." in page
    assert "Something is not known yet: find it out before you decide." in page
    assert "Nobody has recorded yet whether the motivational work is done." in page
    assert "The programme is for men." in page  # Building Better Relationships, met and still shown
    assert "Source: product" in page


def test_what_was_recorded_stands_beside_and_a_difference_is_marked(browse: Browse, kept: Kept) -> None:
    kept(draft(), live=True)
    page = browse("regional_director", region="H").get("/caseload/cases/programmes/X1/").content.decode()

    assert "No (risk or need band), 1 Feb 2024" in page
    assert page.count("Differs from the criteria.") == 1


def test_the_page_tells_where_and_when_it_runs_near_the_person(browse: Browse, kept: Kept) -> None:
    kept(draft(), live=True)
    page = browse("regional_director", region="H").get("/caseload/cases/programmes/X1/").content.decode()

    assert "North Wales: 1 April 2024 to 30 June 2024" in page
    assert "1 July 2024 to 30 September 2024" in page
    assert "The directory lists no place in the person's unit" in page  # no place of the others


def test_without_a_running_sentence_the_page_says_so(browse: Browse, kept: Kept) -> None:
    made = draft()
    made.rows["sentences"][0] |= {"ended_on": "2024-06-01", "end_reason": "completed"}
    kept(made, live=True)
    page = browse("regional_director", region="H").get("/caseload/cases/programmes/X1/").content.decode()

    assert "No sentence is running on 30 June 2024" in page


def test_a_case_out_of_scope_is_not_found_and_the_tab_is_only_for_those_who_may(
    browse: Browse, kept: Kept
) -> None:
    kept(draft(), live=True)
    head = browse("head_of_delivery_unit", unit="H103")

    assert head.get("/caseload/cases/programmes/X2/").status_code == 404
    assert b"/caseload/cases/programmes/X1/" in head.get("/caseload/cases/person/X1/").content
    editor = browse("regional_editor", region="H")
    assert editor.get("/caseload/cases/programmes/X1/").status_code == 403
    assert b"/caseload/cases/programmes/X1/" not in editor.get("/caseload/cases/person/X1/").content


def test_the_directory_lists_a_quarter_by_place(browse: Browse, kept: Kept) -> None:
    kept(draft(), live=True)
    client = browse("practitioner", staff_code="H103-P01")

    everywhere = client.get("/caseload/programmes/").content.decode()
    assert "2 offers, April to June 2024" in everywhere
    assert "Drink Impaired Drivers: No longer accredited" in everywhere
    unit = client.get("/caseload/programmes/?place=H103").content.decode()
    assert "1 offer, April to June 2024" in unit
    nothing = client.get("/caseload/programmes/?place=A").content.decode()
    assert "Nothing is listed for this place and quarter." in nothing
    earlier = client.get("/caseload/programmes/?place=A&quarter=2024-Q1").content.decode()
    assert "1 offer, January to March 2024" in earlier


@pytest.mark.parametrize("query", ["quarter=1999-Q1", "place=Z", "quarter=x&place=H103"])
def test_a_filter_that_is_not_understood_is_told(query: str, browse: Browse, kept: Kept) -> None:
    kept(draft(), live=True)
    client = browse("performance_analyst")

    assert b"There is a problem" in client.get(f"/caseload/programmes/?{query}").content
    assert client.get(f"/caseload/programmes/directory.csv?{query}").status_code == 404


def test_the_directory_is_downloaded_with_formulas_made_harmless(browse: Browse, kept: Kept) -> None:
    kept(draft(), live=True)
    response = browse("performance_analyst").get("/caseload/programmes/directory.csv?quarter=2024-Q3&place=H")
    lines = b"".join(response.streaming_content).decode().splitlines()

    assert lines[0].startswith("quarter,programme_code,title,kind")
    assert [line.split(",")[2] for line in lines[1:]] == [
        "'=Local course",
        *["Thinking Skills Programme"] * 2,
    ]
    assert 'filename="probity-programmes-2024-Q3-H.csv"' in response["Content-Disposition"]


def test_without_a_live_extract_there_is_no_directory(browse: Browse) -> None:
    client = browse("performance_analyst")

    assert b"No extract is live yet" in client.get("/caseload/programmes/").content
    assert client.get("/caseload/programmes/directory.csv").status_code == 404
    assert client.get("/caseload/cases/programmes/X1/").status_code == 404


def test_the_quarters_to_choose_from_end_one_ahead(kept: Kept) -> None:
    extract = kept(draft(), live=True)

    assert [str(quarter) for quarter in quarters_of(extract)] == ["2024-Q3", "2024-Q2", "2024-Q1"]
    assert extract.as_at == date(2024, 6, 30)


def test_a_unit_has_its_own_places_and_those_of_its_whole_region(kept: Kept) -> None:
    kept(draft(), live=True)
    found = directory(Quarter(2024, 3), region="H", unit="H103")

    assert [(offer.programme.programme_code, offer.unit_code) for offer in found] == [
        ("LOCAL", ""),
        ("TSP", "H103"),
    ]
