"""A build ends in one whole edition or in a failure that people see, whatever happens to its process."""

import errno
import time
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.organisation.models import RecordedAction
from apps.performance.models import MeasureRun
from apps.reports import actions, annual, building, locks, render, storage
from apps.reports.actions import (
    MOST_ATTEMPTS,
    BuildRefused,
    build_edition,
    give_up_or_requeue,
    request_edition,
    retry_edition,
)
from apps.reports.models import ReportEdition
from apps.reports.queries import has_lost_its_builder
from tests.apps.reports.conftest import asked_for
from tests.factories.people import make_user
from tests.factories.reported import KNOWN_ON, YEAR

pytestmark = pytest.mark.django_db
STATES = ReportEdition.State
RENDERED = render.Rendered(content=b"%PDF-1.7 a report", pages=12)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """The layout takes seconds and is tested elsewhere."""
    monkeypatch.setattr(render, "pdf", lambda *args, **kwargs: RENDERED)


def built(edition: ReportEdition) -> ReportEdition:
    build_edition(edition.pk)
    edition.refresh_from_db()
    return edition


def files(settings) -> list[Path]:
    """Of the reports alone: the runs keep their vintages beside them."""
    reports = Path(settings.MEDIA_ROOT) / storage.FOLDER
    return sorted(path for path in reports.rglob("*") if path.is_file())


def killed_while_building(edition: ReportEdition, *, attempts: int = 1) -> None:
    """What a process leaves that was killed: the row says building and the lock is gone."""
    ReportEdition.objects.filter(pk=edition.pk).update(
        state=STATES.BUILDING,
        attempts=attempts,
        started_at=timezone.now(),
        step="Laying out page 3",
        percent=36,
    )


def test_a_build_leaves_a_whole_edition_with_its_file_and_its_trail(edition, settings):
    built(edition)
    assert edition.state == STATES.BUILT
    assert edition.percent == 100
    assert edition.path.read_bytes() == RENDERED.content
    assert (edition.pages, edition.size) == (12, len(RENDERED.content))
    assert edition.figures.content_sha256
    assert len(files(settings)) == 1
    assert set(RecordedAction.objects.values_list("verb", flat=True)) >= {"build_report", "report_built"}


def test_asking_twice_gives_one_build(edition):
    again = request_edition(region=edition.report.region, year=YEAR, on=KNOWN_ON, by=None)
    assert again.edition == edition
    assert not again.to_build
    assert ReportEdition.objects.count() == 1


def test_asking_again_when_nothing_changed_gives_the_edition_that_stands(edition):
    built(edition)
    again = request_edition(region=edition.report.region, year=YEAR, on=KNOWN_ON, by=None)
    assert again.edition == edition
    assert not again.to_build


def test_asking_again_after_its_file_was_lost_builds_the_same_bytes_anew(edition):
    sha256 = built(edition).sha256
    edition.path.unlink()
    again = request_edition(region=edition.report.region, year=YEAR, on=KNOWN_ON, by=None)
    assert (again.edition, again.to_build) == (edition, True)
    assert built(edition).sha256 == sha256
    assert edition.path.exists()


def test_a_new_run_makes_a_new_edition_and_keeps_the_old(edition, settings):
    built(edition)
    newer = MeasureRun.objects.get()
    MeasureRun.objects.update(is_current=False)
    newer.pk, newer.is_current = None, True
    newer.save()
    second = asked_for()
    assert second.number == edition.number + 1
    assert edition.path.exists()


def test_the_database_allows_one_open_build_per_report(edition):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportEdition.objects.create(
            report=edition.report,
            number=2,
            run=edition.run,
            key="other",
            template_version="x",
            software_version="x",
        )


def test_without_a_run_a_build_is_refused_with_what_to_do(wales):
    with pytest.raises(BuildRefused, match="No measures have been run"):
        request_edition(region=wales, year=YEAR, on=KNOWN_ON, by=None)


def test_delivered_twice_the_second_leaves_the_first_alone(edition):
    built(edition)
    finished = edition.finished_at
    built(edition)
    assert (edition.finished_at, edition.attempts) == (finished, 1)


def test_figures_that_cannot_be_frozen_fail_the_build_and_say_why(edition):
    MeasureRun.objects.update(first_month="2025-09")
    built(edition)
    assert edition.state == STATES.FAILED
    assert "needs 2025-04 to 2026-03" in edition.error


def test_a_document_that_must_not_be_published_fails_the_build_and_says_why(edition, monkeypatch):
    def refuse(*args, **kwargs):
        raise render.RenderRefused("refused to fetch https://example.org/x")

    monkeypatch.setattr(render, "pdf", refuse)
    built(edition)
    assert edition.state == STATES.FAILED
    assert "refused to fetch" in edition.error


def test_whatever_else_goes_wrong_ends_in_words(edition, monkeypatch):
    def fall_over(*args, **kwargs):
        raise ZeroDivisionError("1/0")

    monkeypatch.setattr(annual, "content_of", fall_over)
    built(edition)
    assert edition.state == STATES.FAILED
    assert "ZeroDivisionError: 1/0" in edition.error


def test_a_failed_build_can_be_tried_again(edition, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(annual, "content_of", lambda figures: 1 / 0)
        built(edition)
    requested = retry_edition(edition=edition, by=make_user())
    assert requested.to_build
    assert built(requested.edition).state == STATES.BUILT
    assert edition.error == "" or ReportEdition.objects.get().error == ""


def test_asking_anew_tries_a_failed_build_again(edition, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(annual, "content_of", lambda figures: 1 / 0)
        built(edition)
    requested = request_edition(region=edition.report.region, year=YEAR, on=KNOWN_ON, by=None)
    assert (requested.edition, requested.to_build) == (edition, True)


def test_a_full_disk_fails_in_words_and_leaves_the_old_edition_intact(edition, settings, monkeypatch):
    built(edition)
    before = edition.path.read_bytes()
    monkeypatch.setattr(render, "pdf", lambda *a, **k: render.Rendered(content=b"%PDF-1.7 newer", pages=1))
    monkeypatch.setattr(actions, "software_version", lambda: "newer")
    second = asked_for()

    def no_space(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", no_space)
    built(second)
    assert second.state == STATES.FAILED
    assert "No space left on device" in second.error
    assert edition.path.read_bytes() == before
    assert files(settings) == [edition.path]


def test_a_killed_build_goes_back_into_the_queue(edition):
    killed_while_building(edition)
    assert has_lost_its_builder(ReportEdition.objects.get())
    assert give_up_or_requeue() == [edition]
    edition.refresh_from_db()
    assert edition.state == STATES.QUEUED
    assert built(edition).state == STATES.BUILT
    assert edition.attempts == 2


def test_asking_for_a_killed_build_sends_it_again(edition):
    killed_while_building(edition)
    again = request_edition(region=edition.report.region, year=YEAR, on=KNOWN_ON, by=None)
    assert (again.edition, again.to_build) == (edition, True)


def test_a_killed_build_is_taken_up_by_the_message_that_comes_back(edition):
    killed_while_building(edition)
    assert built(edition).state == STATES.BUILT


def test_a_build_that_keeps_dying_fails_visibly_after_three_attempts(edition):
    for attempt in range(1, MOST_ATTEMPTS + 1):
        killed_while_building(edition, attempts=attempt)
        give_up_or_requeue()
    edition.refresh_from_db()
    assert edition.state == STATES.FAILED
    assert "stopped 3 times" in edition.error


def test_a_poisonous_message_is_not_carried_out_a_fourth_time(edition):
    killed_while_building(edition, attempts=MOST_ATTEMPTS)
    built(edition)
    assert edition.state == STATES.FAILED


def test_a_build_under_way_is_left_alone(edition, monkeypatch):
    monkeypatch.setattr(locks, "is_free", lambda pk: False)
    killed_while_building(edition)
    give_up_or_requeue()
    edition.refresh_from_db()
    assert edition.state == STATES.BUILDING


def test_whoever_lost_the_build_does_not_write_over_its_successor(edition, monkeypatch):
    def overtaken(figures):
        ReportEdition.objects.filter(pk=edition.pk).update(attempts=2, step="Another process")
        return content(figures)

    content = annual.content_of
    monkeypatch.setattr(annual, "content_of", overtaken)
    built(edition)
    assert (edition.state, edition.step) == (STATES.BUILDING, "Another process")


def test_a_queued_build_that_nobody_took_up_is_sent_again(edition):
    assert give_up_or_requeue() == []
    ReportEdition.objects.update(requested_at=timezone.now() - actions.FORGOTTEN_AFTER * 2)
    assert give_up_or_requeue() == [edition]


def test_a_built_edition_without_its_file_cannot_exist(edition):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportEdition.objects.filter(pk=edition.pk).update(state=STATES.BUILT, finished_at=timezone.now())


def test_a_failed_edition_says_why(edition):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportEdition.objects.filter(pk=edition.pk).update(state=STATES.FAILED, finished_at=timezone.now())


def test_progress_never_goes_backwards(edition):
    build = building._Build(ReportEdition.objects.get(), None)
    ReportEdition.objects.update(state=STATES.BUILDING)
    build.edition.refresh_from_db()
    for message in (
        "Step 5 - Creating layout - Page 9",
        "Step 5 - Creating layout - Page 2",
        "Step 6 - Creating PDF",
    ):
        before = build.percent
        build._rendering(message)
        assert build.percent >= before
    assert ReportEdition.objects.get().step == "Writing the PDF with its tags"


@pytest.fixture
def other_process():
    """A second connection, as another worker has one."""
    address = connection.settings_dict
    with psycopg.connect(
        host=address["HOST"] or None,
        port=address["PORT"] or None,
        user=address["USER"] or None,
        password=address["PASSWORD"] or None,
        dbname=address["NAME"],
    ) as other:
        yield other


def test_what_another_process_builds_is_left_to_it_until_that_process_ends(edition, other_process):
    other_process.execute("SELECT pg_advisory_lock(%s, %s)", [locks.BUILDS, edition.pk])
    killed_while_building(edition)
    assert not has_lost_its_builder(ReportEdition.objects.get())
    assert built(edition).state == STATES.BUILDING
    other_process.close()
    for _ in range(100):
        # PostgreSQL notices the closed connection a moment later.
        if locks.is_free(edition.pk):
            break
        time.sleep(0.02)
    assert built(edition).state == STATES.BUILT
