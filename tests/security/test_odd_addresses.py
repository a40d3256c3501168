"""Addresses and headers that no page of ours makes: refused as bad, never an error of ours."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/caseload/cases/person/a%00b/",
        "/caseload/cases/contacts/a%00b/",
        "/performance/explain/SL004/a%00b/",
        "/performance/places/region/%00/",
        "/reports/H%00/2025-26/",
        "/api/v1/performance/explain/SL004/a%00b/",
    ],
)
def test_a_nul_in_the_address_is_a_bad_request(browse, address: str) -> None:
    assert browse("performance_analyst").get(address).status_code == 400


def test_a_nul_in_a_search_is_left_out(browse) -> None:
    assert browse("auditor", region="H").get("/assessments/?q=a%00b").status_code == 200


def test_a_broken_address_of_the_page_around_a_fragment_leads_home(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://[nowhere"}
    answer = client.get("/reports/", headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/?next=%2F")
