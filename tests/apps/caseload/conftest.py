"""What the tests of the caseload share."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from apps.caseload import actions, checker
from apps.caseload.checking.check import Task, check
from apps.caseload.models import Extract, ExtractJob
from rules.definitions.geography import load_geography
from tests.apps.caseload.extracts import Draft

TODAY = date(2024, 7, 15)


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    """Files of extracts go into the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "extracts").mkdir(parents=True)
    return settings.MEDIA_ROOT


@pytest.fixture
def checked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check runs in the test's own process: the same check, without a second Python to start."""

    def run(
        source: Path, *, folder: Path, today: date, held: Iterable[str], progress: Callable[[int, str], None]
    ) -> dict[str, Any]:
        geography = load_geography()
        task = Task(
            source=source,
            folder=folder,
            today=today,
            regions=frozenset(region.code for region in geography.regions),
            units={unit.code: unit.region for unit in geography.units},
            held=frozenset(held),
        )
        return asdict(check(task, progress))

    monkeypatch.setattr(checker, "run", run)


@pytest.fixture
def import_path(db: None) -> Callable[[Path], ExtractJob]:
    """Import a folder or zip, as the command line does; the job says what came of it."""

    def run(path: Path) -> ExtractJob:
        job = actions.hand_in(by=None, source=path.name)
        return actions.import_extract(job=job, path=path, today=TODAY)

    return run


@pytest.fixture
def kept(import_path: Callable[[Path], ExtractJob], tmp_path: Path) -> Callable[..., Extract]:
    """`kept(draft)`: the extract of a draft, imported and waiting; `live=True` puts it live."""

    def make(draft: Draft | None = None, *, live: bool = False) -> Extract:
        number = Extract.objects.count()
        job = import_path((draft or Draft()).write(tmp_path / f"source-{number}"))
        assert job.state == ExtractJob.State.DONE, job.fault_counts
        extract = job.extract
        if live:
            actions.put_live(job=actions.ask_to_put_live(extract=extract, by=None, demo_over_real=True))
            extract.refresh_from_db()
        return extract

    return make
