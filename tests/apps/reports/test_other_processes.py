"""Reports in processes of their own: the same bytes on another day, and one whole report after a SIGKILL."""

import os
import signal
import warnings
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from celery import current_app
from celery.exceptions import AlwaysEagerIgnored
from kombu import Connection

from apps.organisation.reference import load_reference
from apps.reports import storage
from apps.reports.actions import build_edition, give_up_or_requeue, retry_edition
from apps.reports.batch import request_batch, standing_of, zipped
from apps.reports.building import GIVEN_UP
from apps.reports.kinds import Key
from apps.reports.models import Batch, ReportEdition
from apps.reports.queries import has_lost_its_builder
from tests.apps.reports.conftest import asked_for
from tests.apps.reports.processes import celery_worker, children, kill_all, python, wait_until
from tests.factories.people import make_user
from tests.factories.reported import KNOWN_ON, YEAR, judged_years

STATES = ReportEdition.State
BUILD = "from apps.reports.actions import build_edition; build_edition({pk})"
ON_ANOTHER_DAY = """
import time_machine
with time_machine.travel("2031-02-03 04:05:06+00:00"):
    from apps.reports.actions import build_edition
    build_edition({pk})
    from hashlib import sha256
    from apps.reports.batch import zipped
    from apps.reports.models import Batch
    print("zip", sha256(zipped(Batch.objects.get())).hexdigest())
"""


@pytest.fixture
def committed(transactional_db: None) -> None:
    """Two judged years, committed, so that another process sees them."""
    load_reference(on=YEAR.first_on)
    judged_years()


@pytest.fixture
def asked(committed: None) -> ReportEdition:
    return asked_for()


def files(settings) -> list[Path]:
    reports = Path(settings.MEDIA_ROOT) / storage.FOLDER
    return sorted(path for path in reports.rglob("*") if path.is_file())


def is_laying_out(pk: int, *, attempt: int = 1) -> bool:
    now = ReportEdition.objects.filter(pk=pk, state=STATES.BUILDING, percent__gte=30)
    return now.filter(attempts=attempt).exists()


def test_another_process_on_another_day_makes_the_same_bytes(asked, settings):
    build_edition(asked.pk)
    first = ReportEdition.objects.get(pk=asked.pk)
    batch = Batch.objects.create(kind=Key.ANNUAL_REPORT, title="Annual report", year=str(YEAR))
    batch.parts.create(region=first.report.region, edition=first)
    archive = sha256(zipped(batch)).hexdigest()
    first.path.unlink()
    ReportEdition.objects.update(state=STATES.QUEUED, finished_at=None, sha256="", file="", attempts=0)
    program = ON_ANOTHER_DAY.format(pk=asked.pk)
    # What else differs between two machines: the order of sets, the local time, the language.
    with python(program, PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C.UTF-8") as process:
        said = process.communicate(timeout=120)[0].decode()
    second = ReportEdition.objects.get(pk=asked.pk)
    assert (second.state, second.error) == (STATES.BUILT, "")
    assert second.finished_at.year == 2031
    assert (second.sha256, second.size, second.pages) == (first.sha256, first.size, first.pages)
    assert f"zip {archive}" in said


def test_a_process_killed_in_the_middle_leaves_one_complete_report(asked, settings):
    with python(BUILD.format(pk=asked.pk)) as process:
        wait_until(lambda: is_laying_out(asked.pk))
        assert give_up_or_requeue() == []
        kill_all(process)
    wait_until(lambda: has_lost_its_builder(ReportEdition.objects.get()))
    assert files(settings) == []
    assert give_up_or_requeue() == [asked]
    build_edition(asked.pk)
    built = ReportEdition.objects.get()
    assert (built.state, built.attempts) == (STATES.BUILT, 2)
    assert files(settings) == [built.path]
    assert sha256(built.path.read_bytes()).hexdigest() == built.sha256


def send(broker: str, editions: list[ReportEdition]) -> None:
    """As the pages do: one message for each build."""
    with Connection(broker) as connection, warnings.catch_warnings():
        # Tests are eager; these messages are meant to travel.
        warnings.simplefilter("ignore", AlwaysEagerIgnored)
        for edition in editions:
            current_app.send_task("apps.reports.tasks.build", args=[edition.pk], connection=connection)


@pytest.fixture
def broker(tmp_path_factory) -> str:
    """The embedded Valkey of the tests, with nothing left in it."""
    from config import embedded  # only this test needs the embedded binaries

    address = embedded.broker_url("test")
    with Connection(address) as connection:
        connection.default_channel.client.flushdb()
    return address


def under_way(batch: Batch) -> list[ReportEdition]:
    parts = [part.edition for part in standing_of(batch).parts]
    return [edition for edition in parts if edition.state == STATES.BUILDING and edition.percent >= 30]


@pytest.mark.proof
def test_a_batch_survives_the_death_of_a_pool_process_and_of_the_whole_worker(committed, broker, settings):
    """With a real worker and broker: one process of the pool is killed, then everything, while they build."""
    requested = request_batch(kind=Key.ANNUAL_REPORT, year=str(YEAR), on=KNOWN_ON, by=None)
    batch = requested.batch
    send(broker, [one.edition for one in requested.to_build])
    with celery_worker(broker) as worker:
        wait_until(lambda: bool(under_way(batch)))
        os.kill(children(worker.pid)[0], signal.SIGKILL)
        wait_until(lambda: standing_of(batch).built >= 3 and bool(under_way(batch)))
        kill_all(worker)
    assert standing_of(batch).open > 0
    # The next worker looks after what lost its process as soon as it is ready.
    with celery_worker(broker):
        wait_until(lambda: standing_of(batch).is_over)
    standing = standing_of(batch)
    assert (standing.built, standing.failed) == (12, 0)
    editions = list(ReportEdition.objects.all())
    assert len(editions) == 12
    assert max(edition.attempts for edition in editions) >= 2
    assert sorted(edition.path for edition in editions) == files(settings)
    assert all(storage.is_intact(edition.path, sha256=edition.sha256) for edition in editions)


@pytest.mark.proof
def test_a_build_that_dies_three_times_fails_in_words_and_can_be_retried(asked, broker, settings):
    send(broker, [asked])
    for attempt in (1, 2, 3):
        with celery_worker(broker, concurrency=1) as worker:
            wait_until(partial(is_laying_out, asked.pk, attempt=attempt))
            kill_all(worker)
        wait_until(lambda: has_lost_its_builder(ReportEdition.objects.get()))
    with celery_worker(broker, concurrency=1):
        wait_until(lambda: ReportEdition.objects.get().state == STATES.FAILED)
        assert ReportEdition.objects.get().error == GIVEN_UP
        assert files(settings) == []
        retried = retry_edition(edition=ReportEdition.objects.get(), by=make_user())
        assert retried.to_build
        send(broker, [retried.edition])
        wait_until(lambda: ReportEdition.objects.get().state == STATES.BUILT)
    assert len(files(settings)) == 1
