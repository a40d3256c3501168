"""Is this the published one? What is told of a file, and what is not."""

import dataclasses
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.reports import annual, kinds, render, verify_views
from apps.reports.actions import build_edition
from apps.reports.kinds import Published
from apps.reports.models import ReportEdition
from apps.reports.verify import Reading

pytestmark = pytest.mark.django_db
PAGE = "/reports/verify"


@pytest.fixture
def built(edition: ReportEdition, monkeypatch) -> ReportEdition:
    """Kept, as a draft, and with the mark that a real PDF carries in its trailer."""
    made = f"%PDF-1.7 pages /ID [({edition.identifier}) (x)]".encode()
    monkeypatch.setattr(render, "pdf", lambda *a, **k: render.Rendered(content=made, pages=9))
    build_edition(edition.pk)
    edition.refresh_from_db()
    assert edition.state == ReportEdition.State.BUILT, edition.error
    return edition


@pytest.fixture
def published(built, monkeypatch) -> ReportEdition:
    """As the kind of the annual report would tell of it once it is published."""
    return publish(built, monkeypatch)


def publish(edition: ReportEdition, monkeypatch, superseded_by: ReportEdition | None = None) -> ReportEdition:
    ReportEdition.objects.filter(pk=edition.pk).update(is_draft=False)
    told = Published(on=date(2026, 6, 1), superseded_by=superseded_by)
    kind = dataclasses.replace(annual.KIND, published=lambda _edition: told)
    monkeypatch.setitem(kinds._KINDS, "annual_report", kind)
    edition.refresh_from_db()
    return edition


def told(client: Client, content: bytes, *, status: int = 200) -> str:
    answer = client.post(PAGE, {"file": SimpleUploadedFile("report.pdf", content)})
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_the_published_one_is_named_with_its_edition_and_day(published, browse):
    page = told(browse("auditor", region="A"), published.path.read_bytes())
    assert "This is the published one" in page
    assert "edition 1 of: Annual report, Wales, 2025-26" in page
    assert "published on 1 June 2026" in page
    assert published.sha256 in page


def test_one_that_was_replaced_says_by_what(published, browse, monkeypatch):
    newer = ReportEdition(number=2, report=published.report)
    publish(published, monkeypatch, superseded_by=newer)
    page = told(browse("auditor", region="A"), published.path.read_bytes())
    assert "has been replaced" in page
    assert "Edition 2 has taken its place" in page


def test_one_byte_more_is_not_the_published_one_and_the_page_says_what_it_claims_to_be(published, browse):
    page = told(browse("auditor", region="A"), published.path.read_bytes() + b" ")
    assert "This is not the published one" in page
    assert "somebody or some program changed it" in page


def test_a_draft_is_told_only_to_those_who_may_read_it(built, browse):
    content = built.path.read_bytes()
    director = told(browse("regional_director", region="H"), content)
    assert "edition 1, a draft, of: Annual report, Wales, 2025-26" in director
    for stranger in (browse("regional_director", region="A"), browse("auditor", region="H")):
        page = told(stranger, content)
        assert "This is no published document" in page
        assert "Annual report, Wales" not in page


def test_an_unpublished_edition_looks_to_a_stranger_like_any_file_with_our_mark(built, browse):
    client = browse("practitioner")
    real = told(client, built.path.read_bytes())
    forged = told(client, b"%PDF-1.7 /ID [(probity:" + b"0" * 64 + b")]")
    hashless = [page[: page.index("SHA-256")] for page in (real, forged)]
    verdicts = [page[page.index('id="verdict"') :] for page in hashless]
    assert verdicts[0] == verdicts[1]


def test_a_file_without_our_mark_is_not_ours(published, browse):
    page = told(browse("auditor", region="A"), b"%PDF-1.7 somebody else's")
    assert "This service did not publish it" in page


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "Choose a PDF file"), (b"PK\x03\x04 a zip", "The file must be a PDF")]
)
def test_what_is_no_pdf_is_refused_with_what_is_expected(browse, content, words):
    assert words in told(browse("auditor", region="A"), content, status=422)


def test_without_a_file_the_page_asks_for_one(browse):
    answer = browse("auditor", region="A").post(PAGE, {})
    assert answer.status_code == 422
    assert "Choose a PDF file" in answer.content.decode()


def test_a_file_that_is_too_large_is_not_read(browse, monkeypatch):
    monkeypatch.setattr(verify_views, "LARGEST", 1000)
    client = browse("auditor", region="A")
    assert "must be smaller than" in told(client, b"%PDF-" + b"x" * 2000, status=422)
    read = []
    monkeypatch.setattr(Reading, "take", lambda self, chunk: read.append(chunk))
    assert "must be smaller than" in told(client, b"%PDF-" + b"x" * 200_000, status=422)
    assert read == []


def test_a_length_that_is_no_number_asks_for_the_file(browse):
    client = browse("practitioner")
    assert client.generic("POST", reverse("reports:verify"), "", CONTENT_LENGTH="abc").status_code == 422


def test_nothing_of_the_file_is_kept(published, browse, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "temporary")
    (tmp_path / "temporary").mkdir()
    before = sorted(tmp_path.rglob("*"))
    # Above the size from which Django would write it to the disk.
    told(browse("auditor", region="A"), b"%PDF-" + b"x" * 4_000_000)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_form_needs_its_token(browse, person_with):
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        person_with("auditor", region="A"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.post(PAGE, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1")}).status_code == 403


def test_a_mark_that_lies_across_two_chunks_is_found():
    mark = b"probity:" + b"a1" * 32
    reading = Reading()
    for start in range(0, 300, 7):
        reading.take((b"x" * 100 + mark + b"y" * 200)[start : start + 7])
    assert reading.claims == {"a1" * 32}


def test_a_real_pdf_carries_the_mark():
    html = "<!doctype html><html lang='en'><head><title>T</title></head><body><h1>T</h1></body></html>"
    reading = Reading()
    reading.take(render.pdf(html, css="", identifier="probity:" + "b2" * 32).content)
    assert reading.is_pdf
    assert reading.claims == {"b2" * 32}


def test_the_page_is_everybodys_who_is_signed_in(browse):
    assert browse("practitioner").get(reverse("reports:verify")).status_code == 200
