"""The verdicts of old runs go as the dated rule says; those that something rests on stay; a trace is left."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command

from apps.organisation.models import RecordedAction, Region
from apps.performance.models import MeasureRun
from apps.performance.queries.vintages import NoVintage, difference
from apps.performance.retention import old_vintages, remove_old_vintages
from apps.publication.models import FrozenFigures
from rules.definitions.vintage_retention import vintage_retention_on
from tests.factories.judged import run_over

TODAY = date(2026, 11, 22)
KEEP_DAYS = vintage_retention_on(TODAY).keep_days


@pytest.fixture
def replaced(run: MeasureRun) -> MeasureRun:
    """A run that another one has replaced, finished on the first day that the rule no longer keeps."""
    run_over("2024-01", "2024-05")
    return finished(run, TODAY - timedelta(days=KEEP_DAYS + 1))


def finished(run: MeasureRun, day: date) -> MeasureRun:
    noon = datetime.combine(day, datetime.min.time(), ZoneInfo("Europe/London")) + timedelta(hours=12)
    MeasureRun.objects.filter(pk=run.pk).update(started_at=noon, finished_at=noon)
    run.refresh_from_db()
    return run


def file_of(run: MeasureRun) -> Path:
    return Path(settings.MEDIA_ROOT) / run.vintage_file


def test_verdicts_older_than_the_rule_go_and_their_hash_stays_in_the_trail(replaced: MeasureRun) -> None:
    file = file_of(replaced)
    assert file.is_file()
    assert [run.pk for run in remove_old_vintages(on=TODAY)] == [replaced.pk]
    assert not file.exists()
    trace = RecordedAction.objects.get(verb="remove_vintage", subject_id=str(replaced.pk))
    assert trace.before == {
        "file": replaced.vintage_file,
        "sha256": replaced.vintage_sha256,
        "rows": replaced.vintage_rows,
    }
    assert trace.reason == f"Kept for {KEEP_DAYS} days (the rule from 2021-06-26)."
    replaced.refresh_from_db()
    assert replaced.vintage_file == ""
    assert replaced.cells.exists()
    with pytest.raises(NoVintage):
        difference(replaced, MeasureRun.objects.get(is_current=True))


def test_the_last_day_of_the_rule_is_kept(replaced: MeasureRun) -> None:
    finished(replaced, TODAY - timedelta(days=KEEP_DAYS))
    assert remove_old_vintages(on=TODAY) == []


def test_a_run_that_the_pages_show_keeps_its_verdicts_whatever_its_age(run: MeasureRun) -> None:
    finished(run, date(2022, 1, 1))
    assert not old_vintages(on=TODAY).exists()


def test_a_run_that_published_tables_name_keeps_its_verdicts(replaced: MeasureRun) -> None:
    FrozenFigures.objects.create(
        region=Region.objects.first(),
        year="2023-24",
        run=replaced,
        extract=replaced.extract,
        as_at=replaced.as_at,
        demo=True,
        disclosure_from=date(2021, 7, 1),
        details={},
        content_sha256="b" * 64,
    )
    assert remove_old_vintages(on=TODAY) == []
    assert file_of(replaced).is_file()


def test_a_dry_run_of_the_command_names_them_and_removes_nothing(
    replaced: MeasureRun, capsys: pytest.CaptureFixture[str]
) -> None:
    finished(replaced, date(2022, 1, 1))
    call_command("remove_old_vintages", "--dry-run")
    assert f"run {replaced.pk}: {replaced.vintage_file}, 6 verdicts" in capsys.readouterr().out
    assert file_of(replaced).is_file()
    call_command("remove_old_vintages")
    assert not file_of(replaced).exists()
