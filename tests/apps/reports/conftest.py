"""A judged caseload, and one edition built from it for all tests of a module that only look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from apps.organisation.models import Region
from apps.organisation.reference import load_reference
from apps.performance.models import MeasureRun
from apps.reports.actions import build_edition, request_edition
from apps.reports.models import ReportEdition
from tests.factories.reported import KNOWN_ON, YEAR, judged_years


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path) -> None:
    """Reports of a test go where the test does."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def run(reference: None) -> MeasureRun:
    return judged_years()


@pytest.fixture
def wales(reference: None) -> Region:
    return Region.objects.get(code="H")


def asked_for() -> ReportEdition:
    return request_edition(region=Region.objects.get(code="H"), year=YEAR, on=KNOWN_ON, by=None).edition


@pytest.fixture
def edition(run: MeasureRun) -> ReportEdition:
    """Asked for and not built yet."""
    return asked_for()


@pytest.fixture(scope="module")
def built_once(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[ReportEdition]:
    """A built edition, made once for the module and rolled back after it. Its tests must not write.

    A module that uses it needs `pytestmark = pytest.mark.django_db`: without any such test no test database
    is made, and this would work on the developer's own.
    """
    assert connection.settings_dict["NAME"].startswith("test_")
    kept = settings.MEDIA_ROOT
    with django_db_blocker.unblock(), transaction.atomic():
        settings.MEDIA_ROOT = tmp_path_factory.mktemp("reports")
        load_reference(on=YEAR.first_on)
        judged_years()
        edition = asked_for()
        build_edition(edition.pk)
        edition.refresh_from_db()
        assert edition.state == ReportEdition.State.BUILT, edition.error
        edition.stored_bytes = edition.path.read_bytes()
        yield edition
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = kept
