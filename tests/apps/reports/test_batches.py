"""All regions at once: each part by itself, failures in sight and retried alone, one zip."""

import io
import zipfile
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from apps.organisation.lock_numbers import LockNumber
from apps.organisation.models import Region
from apps.reports import annual, building, render
from apps.reports.actions import build_edition, give_up_or_requeue
from apps.reports.batch import NO_MOMENT, request_batch, retry_batch, standing_of, zipped
from apps.reports.kinds import BuildRefused, Key
from apps.reports.models import Batch, BatchPart, ReportEdition
from tests.factories.people import make_user
from tests.factories.reported import KNOWN_ON

pytestmark = pytest.mark.django_db
STATES = ReportEdition.State


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Layout is tested elsewhere; each document has bytes of its own."""
    monkeypatch.setattr(annual, "document", lambda edition, content: (edition.identifier, ""))
    monkeypatch.setattr(
        render, "pdf", lambda html, **_: render.Rendered(content=b"%PDF-1.7 " + html.encode(), pages=9)
    )


def asked(**more):
    wanted = {"kind": Key.ANNUAL_REPORT, "year": "2025-26", "on": KNOWN_ON, "by": None}
    return request_batch(**wanted | more)


def build_all(requested) -> Batch:
    for one in requested.to_build:
        build_edition(one.edition.pk)
    return requested.batch


def states(batch: Batch) -> dict[str, str]:
    return {part.region_id: part.edition.state for part in standing_of(batch).parts}


def test_a_batch_has_a_part_for_every_region_and_builds_each(run):
    requested = asked()
    assert len(requested.to_build) == Region.objects.count() == 12
    assert standing_of(requested.batch).percent == 0
    standing = standing_of(build_all(requested))
    assert (standing.built, standing.open, standing.failed, standing.percent) == (12, 0, 0, 100)


def test_asking_twice_gives_the_same_batch_and_builds_nothing_twice(run):
    first = asked()
    again = asked()
    assert again.batch == first.batch
    assert again.to_build == []
    build_all(first)
    assert asked().batch == first.batch
    assert ReportEdition.objects.count() == 12


def test_one_region_that_fails_is_in_sight_and_is_the_only_one_retried(run, monkeypatch):
    requested = asked()
    freeze = annual.freeze_region_year

    def without_wales(*, region, **more):
        if region.pk == "H":
            raise RuntimeError("no figures today")
        return freeze(region=region, **more)

    with monkeypatch.context() as broken:
        broken.setattr(annual, "freeze_region_year", without_wales)
        batch = build_all(requested)
    standing = standing_of(batch)
    assert (standing.built, standing.failed, standing.is_over) == (11, 1, True)
    finished = dict(ReportEdition.objects.filter(state=STATES.BUILT).values_list("pk", "finished_at"))
    again = retry_batch(batch, on=KNOWN_ON, by=make_user())
    assert [one.edition.report.region_id for one in again] == ["H"]
    build_edition(again[0].edition.pk)
    assert set(states(batch).values()) == {STATES.BUILT}
    assert finished.items() <= dict(ReportEdition.objects.values_list("pk", "finished_at")).items()


def test_a_region_whose_document_cannot_be_asked_for_says_why_and_is_asked_again(run, monkeypatch):
    inputs = annual.KIND.inputs

    def not_wales(report, on):
        if report.region_id == "H":
            raise BuildRefused("Wales has not written its foreword.")
        return inputs(report, on)

    with monkeypatch.context() as broken:
        broken.setitem(annual.KIND.__dict__, "inputs", not_wales)
        requested = asked()
    refused = requested.batch.parts.get(region="H")
    assert (refused.edition, refused.refused) == (None, "Wales has not written its foreword.")
    assert len(requested.to_build) == 11
    again = retry_batch(requested.batch, on=KNOWN_ON, by=make_user())
    assert [one.edition.report.region_id for one in again] == ["H"]


def test_when_no_region_can_be_asked_for_there_is_no_batch(reference):
    with pytest.raises(BuildRefused, match="No measures have been run"):
        asked()
    assert not Batch.objects.exists()


def test_a_killed_part_is_taken_up_again_and_the_others_are_left_alone(run):
    requested = asked()
    killed, *rest = requested.to_build
    for one in rest:
        build_edition(one.edition.pk)
    ReportEdition.objects.filter(pk=killed.edition.pk).update(state=STATES.BUILDING, attempts=1)
    assert give_up_or_requeue() == [killed.edition]
    build_edition(killed.edition.pk)
    assert set(states(requested.batch).values()) == {STATES.BUILT}
    assert ReportEdition.objects.count() == 12


def test_the_zip_holds_every_document_with_its_hash_and_is_the_same_again(run):
    batch = build_all(asked())
    content = zipped(batch)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        listed = archive.read("contents.txt").decode().splitlines()
        pdfs = {name: archive.read(name) for name in archive.namelist() if name.endswith(".pdf")}
        assert {entry.date_time for entry in archive.infolist()} == {NO_MOMENT}
    assert len(pdfs) == 12
    assert listed == [f"{sha256(pdf).hexdigest()}  {name}" for name, pdf in pdfs.items()]
    assert zipped(batch) == content


def test_the_zip_of_an_unfinished_batch_says_what_is_missing(run):
    requested = asked()
    build_edition(requested.to_build[0].edition.pk)
    with zipfile.ZipFile(io.BytesIO(zipped(requested.batch))) as archive:
        assert len(archive.namelist()) == 2
        assert archive.read("contents.txt").decode().count("not in this file") == 11


def test_a_part_is_an_edition_or_a_reason(run):
    part = asked().batch.parts.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchPart.objects.filter(pk=part.pk).update(refused="both")


def test_two_that_ask_at_once_wait_for_each_other(run):
    asked()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s",
            [LockNumber.DOCUMENT_BATCH],
        )
        assert cursor.fetchone()[0] == 1


def test_the_page_asks_shows_and_hands_out(run, browse, django_capture_on_commit_callbacks):
    client = browse("performance_analyst")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("reports:batches"), {"kind": "annual_report", "year": "2025-26", "language": "en"}
        )
    batch = Batch.objects.get()
    assert answer["Location"] == reverse("reports:batch", args=[batch.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "12 of 12 ready" in page
    assert "hx-trigger" not in page
    answer = client.get(reverse("reports:batch-zip", args=[batch.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="annual-report-all-regions-2025-26.zip"'
    assert answer.content == zipped(batch)


def test_the_page_names_the_failure_and_offers_to_try_again(
    run, browse, monkeypatch, django_capture_on_commit_callbacks
):
    requested = asked()
    with monkeypatch.context() as broken:
        broken.setattr(building.render, "pdf", lambda *a, **k: 1 / 0)
        build_edition(requested.to_build[0].edition.pk)
    client = browse("performance_analyst")
    path = reverse("reports:batch", args=[requested.batch.pk])
    page = client.get(path).content.decode()
    assert "1 failed" in page
    assert "ZeroDivisionError" in page
    assert "Try again what failed" in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("reports:batch-retry", args=[requested.batch.pk]))
    assert "1 of 12 ready" in client.get(path).content.decode()


def test_a_form_without_a_year_says_what_is_wrong(run, browse):
    answer = browse("performance_analyst").post(reverse("reports:batches"), {"kind": "annual_report"})
    assert answer.status_code == 422
    assert "Choose a year" in answer.content.decode()


def test_a_director_builds_no_batch(run, browse):
    assert browse("regional_director", region="H").get(reverse("reports:batches")).status_code == 403
