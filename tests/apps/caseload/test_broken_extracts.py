"""Every broken extract is refused whole, with exactly the faults that it has."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from apps.caseload import storage
from apps.caseload.models import Contact, Extract, ExtractJob, Person
from tests.apps.caseload.broken import BROKEN, Broken
from tests.apps.caseload.extracts import Draft

# That the check may not take the product down with it is proved in test_importing.
pytestmark = pytest.mark.usefixtures("checked_here")


def _listed(job: ExtractJob) -> list[dict[str, str]]:
    with storage.faults_file(job).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_a_broken_extract_is_refused_whole_with_every_fault(
    broken: Broken, import_path: Callable[[Path], ExtractJob], tmp_path: Path
) -> None:
    job = import_path(broken.make(tmp_path))

    listed = _listed(job)
    found = sorted((row["file"], row["row"], row["field"], row["code"]) for row in listed)
    assert found == sorted(broken.faults)
    assert all(row["expected"] for row in listed)
    assert job.state == ExtractJob.State.REFUSED
    assert job.fault_count == len(broken.faults)
    assert sum(count["count"] for count in job.fault_counts) == len(broken.faults)
    assert not Extract.objects.exists()
    assert not Person.objects.exists()
    assert not Contact.objects.exists()
    assert not storage.checked_files(job).exists()


def test_there_are_at_least_twenty_ways_to_be_broken() -> None:
    assert len({broken.name for broken in BROKEN}) == len(BROKEN) >= 20


def test_a_value_that_a_spreadsheet_would_run_is_harmless_in_the_list(
    import_path: Callable[[Path], ExtractJob], tmp_path: Path
) -> None:
    draft = Draft()
    draft.row("deaths", 0)["person_id"] = "=cmd|' /C calc'!A0"
    job = import_path(draft.write(tmp_path / "extract"))

    assert [row["found"] for row in _listed(job)] == ["'=cmd|' /C calc'!A0"]


def test_a_thousand_faults_are_counted_exactly_and_all_listed(
    import_path: Callable[[Path], ExtractJob], tmp_path: Path
) -> None:
    draft = Draft()
    template = draft.row("contacts", 2)
    draft.rows["contacts"] += [
        {**template, "contact_version_id": f"W{n}", "contact_id": f"W{n}", "outcome": "maybe"}
        for n in range(1500)
    ]
    job = import_path(draft.write(tmp_path / "extract"))

    listed = _listed(job)
    assert job.fault_count == 1500
    assert [row["row"] for row in listed] == [str(line) for line in range(6, 1506)]
    assert {row["code"] for row in listed} == {"unknown_code"}
