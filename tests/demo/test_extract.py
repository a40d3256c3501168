"""The demo extract is deterministic, in the contract and of the published shape."""

import csv
import hashlib
import json
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from apps.caseload.checking.check import Task, check
from demo.contract import load_contract
from demo.make import make_extract
from demo.places import UNITS
from demo.plant import edges_path
from demo.profiles import latest_profile
from demo.records import _end_of_day
from tests.demo.reading import open_folder


def _bytes(folder: Path) -> dict[str, str]:
    files = [*folder.iterdir(), edges_path(folder)]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.is_file()}


def test_the_same_people_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    for side in ("one", "two"):
        make_extract(tmp_path / side / "extract", people=500, seed=11)
    assert _bytes(tmp_path / "one" / "extract") == _bytes(tmp_path / "two" / "extract")


def test_another_seed_gives_another_caseload(tmp_path: Path) -> None:
    for seed in (1, 2):
        make_extract(tmp_path / str(seed), people=500, seed=seed)
    assert (tmp_path / "1" / "people.csv").read_bytes() != (tmp_path / "2" / "people.csv").read_bytes()


def test_parquet_holds_the_rows_of_the_csv(tmp_path: Path) -> None:
    rows = make_extract(tmp_path / "csv", people=400, seed=3)
    make_extract(tmp_path / "parquet", people=400, seed=3, parquet=True)
    for name, count in rows.items():
        assert pq.read_table(tmp_path / "parquet" / f"{name}.parquet").num_rows == count


def test_a_folder_that_holds_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="not empty"):
        make_extract(tmp_path, people=100, seed=1)


def test_a_description_says_that_it_is_demo_and_counts_its_rows(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text())
    assert package["demo"] is True
    assert package["as_at"] == "2026-03-31"
    for resource in package["resources"]:
        lines = (folder / resource["path"]).read_bytes().count(b"\n") - 1
        assert resource["rows"] == lines, resource["name"]


def test_every_table_has_the_columns_of_the_contract(folder: Path) -> None:
    for name, fields in load_contract().tables.items():
        path = folder / f"{name}.csv"
        if path.exists():
            header = path.read_text(encoding="utf-8").partition("\n")[0]
            assert header.split(",") == [field.name for field in fields]


def test_the_importer_finds_no_fault_in_it(folder: Path, tmp_path: Path) -> None:
    with UNITS.open(encoding="utf-8", newline="") as handle:
        units = {row["code"]: row["region"] for row in csv.DictReader(handle)}
    task = Task(
        source=folder,
        folder=tmp_path / "check",
        today=date(2026, 11, 22),
        regions=frozenset(units.values()),
        units=units,
    )
    (tmp_path / "check").mkdir()
    verdict = check(task, lambda percent, step: None)
    assert verdict.fault_counts == []


@pytest.mark.parametrize("about", ["sex", "ethnicity", "sentence_type", "offence_group", "reoffending_band"])
def test_it_has_the_published_shape(folder: Path, about: str) -> None:
    """England and Wales weighed as the profile's regions: within three points of the printed shares."""
    profile = latest_profile()
    shares = profile["regions"]["share"]
    wales = shares["H"] / sum(shares.values())
    printed = {
        word: wales
        * profile.weights(about, wales=True)[word]
        / sum(profile.weights(about, wales=True).values())
        + (1 - wales) * weight / sum(profile.weights(about, wales=False).values())
        for word, weight in profile.weights(about, wales=False).items()
    }
    source = "people" if about in ("sex", "ethnicity") else "sentences"
    planted = {line.split(",")[4] for line in edges_path(folder).read_text().splitlines()}
    rows = open_folder(folder).execute(f"SELECT {about}, person_id FROM {source}").fetchall()
    drawn = [word for word, person in rows if person not in planted and word in printed]
    for word, share in printed.items():
        assert drawn.count(word) / len(drawn) == pytest.approx(share, abs=0.03), word


def test_the_demo_account_of_a_practitioner_has_cases(folder: Path) -> None:
    db = open_folder(folder)
    found = db.execute("SELECT count(*) FROM supervision_periods WHERE practitioner_code = 'H103-P01'")
    assert found.fetchone()[0] > 0


def test_between_1_and_8_percent_of_the_optional_facts_are_missing(folder: Path) -> None:
    db = open_folder(folder)
    for source, missing in (
        ("sentences", "risk_of_serious_harm IS NULL"),
        ("people", "disability = 'unknown'"),
        ("people", "religion = 'unknown'"),
        ("plans", "completed_on IS NULL"),
        ("releases", "release_route IS NULL"),
    ):
        share = db.execute(f"SELECT avg(CASE WHEN {missing} THEN 1 ELSE 0 END) FROM {source}").fetchone()[0]
        assert 0.01 <= share <= 0.08, (source, missing, share)


def test_a_handful_of_people_still_makes_every_required_table(tmp_path: Path) -> None:
    rows = make_extract(tmp_path / "few", people=5, seed=1)
    assert set(load_contract().required) <= set(rows)


def test_an_extracts_day_ends_at_midnight_in_england_and_wales_not_in_greenwich() -> None:
    summer, winter = np.datetime64("2026-03-31"), np.datetime64("2026-01-31")
    assert _end_of_day(summer) == np.datetime64("2026-03-31T23:00:00")
    assert _end_of_day(winter) == np.datetime64("2026-02-01T00:00:00")
