"""The library: what is published for a region, where it stays, and who is shown it."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.organisation.models import Region
from apps.reports import storage
from apps.reports.models import PublishedReport, Report, ReportEdition

pytestmark = pytest.mark.django_db
LIBRARY = "/reports/library/"
WALES_LATEST = "/reports/library/H/2025-26/annual_report/en/latest.pdf"


def an_edition(report: Report, number: int, *, language: str = "en", is_draft: bool = False) -> ReportEdition:
    """A built edition whose bytes say which it is."""
    words = f"%PDF {report} {number}".encode()
    stored = storage.store(words, region_code=report.region_id, year=report.year)
    return ReportEdition.objects.create(
        report=report,
        number=number,
        language=language,
        is_draft=is_draft,
        state="built",
        key=hashlib.sha256(words).hexdigest(),
        content_sha256="c" * 64,
        sha256=stored.sha256,
        file=stored.file,
        size=stored.size,
        pages=12,
        finished_at=timezone.now(),
    )


def publish(edition: ReportEdition, number: int, *, days_ago: int = 1) -> PublishedReport:
    return PublishedReport.objects.create(
        report=edition.report,
        number=number,
        edition=edition,
        content={},
        sha256="0" * 64,
        published_at=timezone.now() - timedelta(days=days_ago),
    )


@pytest.fixture
def wales(reference: None) -> Report:
    return Report.objects.create(region=Region.objects.get(code="H"), year="2025-26")


@pytest.fixture
def corrected(wales: Report) -> Report:
    """Edition 1 published, then edition 2 in its place; edition 3 is a draft, edition 4 is for next week."""
    publish(an_edition(wales, 1), 1, days_ago=9)
    publish(an_edition(wales, 2), 2)
    an_edition(wales, 3, is_draft=True)
    publish(an_edition(wales, 4), 3, days_ago=-7)
    return wales


def test_a_region_that_published_nothing_is_told_so(browse, wales):
    an_edition(wales, 1, is_draft=True)
    page = browse("regional_director", region="H").get(LIBRARY).content.decode()
    assert "Nothing has been published yet" in page


def test_published_editions_are_listed_and_drafts_and_those_to_come_are_not(browse, corrected):
    page = browse("regional_director", region="H").get(LIBRARY).content.decode()
    assert "1 document<" in page
    assert "Superseded by edition 2" in page
    assert "Corrected or updated" in page
    assert "edition 3" not in page
    assert "/en/4.pdf" not in page


def test_an_address_gives_the_bytes_that_were_published_for_ever(browse, corrected):
    client = browse("regional_director", region="H")
    first = client.get("/reports/library/H/2025-26/annual_report/en/1.pdf")
    assert first.content.endswith(b"2025-26 1")
    assert first["ETag"].strip('"') == corrected.editions.get(number=1).sha256


def test_the_latest_leads_to_the_edition_that_holds(browse, corrected):
    answer = browse("regional_director", region="H").get(WALES_LATEST)
    assert answer.status_code == 302
    assert answer["Location"] == "/reports/library/H/2025-26/annual_report/en/2.pdf"


@pytest.mark.parametrize("name", ["en/3.pdf", "en/4.pdf", "cy/latest.pdf", "en/1.ods", "en/99.pdf"])
def test_what_is_not_published_has_no_address(browse, corrected, name):
    client = browse("regional_director", region="H")
    assert client.get(f"/reports/library/H/2025-26/annual_report/{name}").status_code == 404


def test_a_changed_file_does_not_pass_for_the_published_one(browse, corrected):
    corrected.editions.get(number=2).path.write_bytes(b"another")
    answer = browse("regional_director", region="H").get(WALES_LATEST.replace("latest", "2"))
    assert answer.status_code == 409


def test_both_languages_stand_beside_each_other(browse, corrected):
    welsh = an_edition(corrected, 5, language="cy")
    corrected.publications.get(number=2).translations.create(
        language="cy", edition=welsh, sha256=welsh.sha256
    )
    client = browse("regional_director", region="H")
    assert "2 documents" in client.get(LIBRARY).content.decode()
    welsh = client.get(LIBRARY, {"language": "cy"}).content.decode()
    assert "1 document<" in welsh
    assert "Annual report, in Welsh" in welsh


def test_another_region_sees_none_of_it_and_the_nation_sees_all(browse, corrected):
    elsewhere = browse("regional_director", region="A")
    assert "Nothing has been published yet" in elsewhere.get(LIBRARY).content.decode()
    assert elsewhere.get(WALES_LATEST).status_code == 404
    assert "Annual report, Wales" in browse("performance_analyst").get(LIBRARY).content.decode()


def test_a_filter_that_fits_nothing_says_so_and_a_wrong_one_is_an_error(browse, corrected):
    client = browse("regional_director", region="H")
    assert "Nothing published fits" in client.get(LIBRARY, {"kind": "inspection"}).content.decode()
    assert "Select a valid choice" in client.get(LIBRARY, {"year": "1066-67"}).content.decode()


def test_a_program_that_asks_for_what_no_name_can_hold_finds_nothing(browse, corrected):
    answer = browse("regional_director", region="H").get(reverse("api-library"), {"region": "H\x00"})
    assert (answer.status_code, answer.json()) == (200, [])


def test_programs_get_the_same_editions(browse, corrected):
    rows = browse("regional_director", region="H").get(reverse("api-library"), {"year": "2025-26"}).json()
    assert [(row["number"], row["superseded_by"]) for row in rows] == [(2, None), (1, 2)]
    assert rows[0]["pdf"].endswith("/reports/library/H/2025-26/annual_report/en/2.pdf")
