"""What the tests of the caseload share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from apps.caseload import actions
from apps.caseload.models import Extract, ExtractJob
from tests.apps.caseload.extracts import Draft

TODAY = date(2024, 7, 15)


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    """Files of extracts go into the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "extracts").mkdir(parents=True)
    return settings.MEDIA_ROOT


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
