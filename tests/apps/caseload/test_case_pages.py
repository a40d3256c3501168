"""Finding and reading a case, as far as the viewer's scope reaches."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from apps.caseload.case_file import When, judged, when
from apps.caseload.models import Allocation, Extract, Person
from apps.caseload.queries import find_person, people_in_scope, person_events
from apps.organisation.access import Scope
from rules.periods import Month
from tests.apps.caseload.extracts import Draft

pytestmark = pytest.mark.usefixtures("checked_here")
Browse = Callable[..., Client]
Kept = Callable[..., Extract]


def _regions(*codes: str) -> Scope:
    return Scope(region_codes=frozenset(codes))


def _ids(scope: Scope) -> set[str]:
    return set(people_in_scope(scope).values_list("pk", flat=True))


def test_a_scope_sees_those_it_supervises_or_whom_its_courts_sentenced(kept: Kept) -> None:
    kept(live=True)

    assert _ids(Scope(all_regions=True)) == {"X1", "X2", "X3"}
    assert _ids(_regions("H")) == {"X1", "X3"}  # nobody supervises X3 yet; the court is in H
    assert _ids(_regions("A")) == {"X2"}
    assert _ids(Scope(unit_codes=frozenset({"H103"}))) == {"X1"}
    assert _ids(Scope(staff_code="A25-P01")) == {"X2"}
    assert _ids(Scope()) == set()


def test_a_unit_sees_whom_it_was_allocated_before_it_supervises_them(browse: Browse, kept: Kept) -> None:
    """Handover and initial meeting fall due before release, and stand on the unit's due list."""
    kept(live=True)
    Allocation.objects.create(
        allocation_id="L1",
        person_id="X3",
        sentence_id="S3",
        allocation_type="community_offender_manager",
        allocated_on=date(2024, 5, 1),
        region_code="H",
        unit_code="H104",
        practitioner_code="H104-P01",
    )
    assert _ids(Scope(unit_codes=frozenset({"H104"}))) == {"X3"}
    assert _ids(Scope(staff_code="H104-P01")) == {"X3"}
    assert _ids(Scope(unit_codes=frozenset({"H105"}))) == set()
    assert browse("head_of_delivery_unit", unit="H104").get("/caseload/cases/person/X3/").status_code == 200


@pytest.mark.parametrize("reference", ["X1", " X1 ", "S1", "Q1", "F1"])
def test_a_case_is_found_by_the_reference_of_anything_of_it(reference: str, kept: Kept) -> None:
    kept(live=True)

    found = find_person(reference, _regions("H"))
    assert found is not None
    assert found.pk == "X1"
    assert find_person(reference, _regions("A")) is None


def test_all_events_of_a_person_come_by_table(kept: Kept) -> None:
    kept(live=True)
    events = person_events("X1")

    assert [row["contact_version_id"] for row in events["contacts"]] == ["V1", "V2", "V4"]
    assert [row["requirement_id"] for row in events["requirements"]] == ["Q1"]
    assert [row["contract_id"] for row in events["crs_contracts"]] == ["T1"]
    assert [row["appointment_id"] for row in events["crs_appointments"]] == ["A1"]
    assert events["deaths"] == []


def test_the_search_opens_the_case(browse: Browse, kept: Kept) -> None:
    kept(live=True)
    client = browse("head_of_delivery_unit", unit="H103")

    assert client.get("/caseload/cases/?q=S1")["Location"] == "/caseload/cases/person/X1/"
    for unknown in ("X2", "X404", "", "x" * 65):
        response = client.get("/caseload/cases/", {"q": unknown})
        assert response.status_code == 200
        assert b"There is a problem" in response.content


@pytest.mark.parametrize("page", ["person", "contacts", "measures"])
def test_a_case_out_of_scope_is_as_unknown_as_one_that_is_not(page: str, browse: Browse, kept: Kept) -> None:
    kept(live=True)
    client = browse("head_of_delivery_unit", unit="H103")

    assert client.get(f"/caseload/cases/{page}/X1/").status_code == 200
    assert client.get(f"/caseload/cases/{page}/X2/").status_code == 404
    assert client.get(f"/caseload/cases/{page}/X404/").status_code == 404


def test_a_case_page_tells_who_what_and_when(browse: Browse, kept: Kept) -> None:
    kept(live=True)
    client = browse("regional_director", region="H")
    page = client.get("/caseload/cases/person/X1/").content.decode()

    for words in ("Community order, 15 January 2024", "Unpaid work", "120 hours", "H103-P01", "As received"):
        assert words in page
    contacts = client.get("/caseload/cases/contacts/X1/").content.decode()
    assert "3 versions of contacts" in contacts
    assert "Moved 17 Jan 2024" in contacts
    assert "ahead" in contacts


def test_the_measures_of_a_case_lead_to_their_explanations(browse: Browse, kept: Kept) -> None:
    kept(live=True)
    page = browse("regional_director", region="H").get("/caseload/cases/measures/X1/").content.decode()

    assert "/performance/explain/SL004/S1/" in page
    assert "/performance/explain/SL027/Q1/" in page
    assert "/performance/explain/CRS_SL001/F1/" in page


def test_an_id_may_hold_a_slash(browse: Browse, kept: Kept) -> None:
    draft = Draft()
    for row in (row for rows in draft.rows.values() for row in rows):
        if row.get("person_id") == "X1":
            row["person_id"] = "X/1"
    kept(draft, live=True)
    client = browse("regional_director", region="H")

    assert client.get("/caseload/cases/?q=X/1")["Location"] == "/caseload/cases/person/X/1/"
    assert client.get("/caseload/cases/person/X/1/").status_code == 200


def test_without_a_live_extract_there_are_no_cases(browse: Browse) -> None:
    client = browse("performance_analyst")

    assert b"No extract is live yet" in client.get("/caseload/cases/").content
    assert client.get("/caseload/cases/person/X1/").status_code == 404


def test_what_matters_today_comes_before_the_past_and_the_past_before_the_future(kept: Kept) -> None:
    extract = kept(live=True)
    found = judged(Person.objects.get(pk="X1"), extract=extract, scope=Scope(all_regions=True))
    this_month = Month.of(extract.as_at)
    assert [*dict.fromkeys(one.when for one in found)] == list(When)
    months = {one: [each.judgement.counts_in for each in found if each.when == one] for one in When}
    assert set(months[When.NOW]) <= {str(this_month), str(this_month.plus(1))}
    assert months[When.NOW] == sorted(months[When.NOW])
    assert months[When.BEFORE] == sorted(months[When.BEFORE], reverse=True)
    assert months[When.LATER] == sorted(months[When.LATER])
    assert max(months[When.BEFORE]) < str(this_month) < min(months[When.LATER])


def test_this_month_and_the_next_are_now() -> None:
    june = Month(2024, 6)
    assert [when(june.plus(months), june) for months in (-1, 0, 1, 2)] == [
        When.BEFORE,
        When.NOW,
        When.NOW,
        When.LATER,
    ]
