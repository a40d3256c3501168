"""The plan bound with annexes A to G as a PDF: its tags, its order of reading, its bookmarks."""

import io
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from pypdf import PdfReader

from apps.organisation.reference import load_reference
from apps.performance.models import MeasureRun
from apps.reports.actions import build_edition
from apps.reports.annexes.content import TITLES
from apps.reports.kinds import Key
from apps.reports.models import ReportEdition
from tests.apps.reports.pdf_structure import faults_of_order, faults_of_structure, flat, in_reading_order
from tests.apps.reports.test_annexes import agree, asked_for
from tests.factories.reported import YEAR, judged_years

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def bound(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[PdfReader]:
    """Built once for the module and rolled back after it."""
    kept = settings.MEDIA_ROOT
    with django_db_blocker.unblock(), transaction.atomic():
        settings.MEDIA_ROOT = tmp_path_factory.mktemp("annexes")
        load_reference(on=YEAR.first_on)
        assert isinstance(judged_years(), MeasureRun)
        agree("Homes first", "Open Door")
        edition = asked_for(Key.PLAN_WITH_ANNEXES)
        build_edition(edition.pk)
        edition.refresh_from_db()
        assert edition.state == ReportEdition.State.BUILT, edition.error
        yield PdfReader(io.BytesIO(edition.path.read_bytes()))
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = kept


def test_every_page_is_tagged_and_read_in_its_order(bound: PdfReader) -> None:
    assert faults_of_structure(bound) == []
    assert faults_of_order(bound) == []


def test_every_annex_has_its_bookmark_and_its_line_in_the_contents(bound: PdfReader) -> None:
    contents = re.sub(r"\s+", " ", bound.pages[1].extract_text())
    chapters = [one.title for one in flat(bound.outline)]
    for letter, title in TITLES.items():
        assert f"Annex {letter}: {title}" in chapters
        assert f"Annex {letter}: {title}" in contents
    assert "Sources and how this document was made" in contents, "the contents fit on one page"


def test_an_order_that_leads_back_is_found(bound: PdfReader, monkeypatch) -> None:
    backwards = list(reversed(list(in_reading_order(bound))))
    monkeypatch.setattr("tests.apps.reports.pdf_structure.in_reading_order", lambda _reader: backwards)
    assert any("is read after page" in fault for fault in faults_of_order(bound))
