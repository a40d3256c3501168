"""At the size of the country: 240,000 people (`make proof`)."""

import csv
import resource
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from apps.caseload.checking.check import Task, check
from demo.places import UNITS
from demo.recipes import RECIPES
from rules.definitions.measures import load_clocks, load_measures
from tests.demo.reading import edges_of, reasons_of
from tests.demo.unplanted import UNPLANTED

pytestmark = pytest.mark.proof
AS_AT = date(2026, 3, 31)


@pytest.fixture(scope="module")
def full_size(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The folder of 240,000 people and the seconds that it took, made in a process of its own."""
    out = tmp_path_factory.mktemp("full") / "extract"
    command = [sys.executable, "-m", "demo", "--people", "240000", "--seed", "1", "--out", str(out)]
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    return out, time.monotonic() - began


def test_it_takes_less_than_five_minutes_and_a_gigabyte(full_size: tuple[Path, float]) -> None:
    """Some 60 s alone on two cores (docs/demo.md); the proof runs beside other work."""
    _, seconds = full_size
    assert seconds < 300
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1024 * 1024  # in kilobytes


def test_it_holds_8_million_contacts(full_size: tuple[Path, float]) -> None:
    folder, _ = full_size
    with (folder / "contacts.csv").open("rb") as handle:
        assert sum(1 for _ in handle) - 1 >= 8_000_000
    with (folder / "people.csv").open("rb") as handle:
        assert sum(1 for _ in handle) - 1 == 240_000


def test_the_importer_finds_no_fault_in_it(full_size: tuple[Path, float], tmp_path: Path) -> None:
    with UNITS.open(encoding="utf-8", newline="") as handle:
        units = {row["code"]: row["region"] for row in csv.DictReader(handle)}
    work = tmp_path / "check"
    work.mkdir()
    regions = frozenset(units.values())
    task = Task(source=full_size[0], folder=work, today=date(2026, 11, 22), regions=regions, units=units)
    assert check(task, lambda percent, step: None).fault_counts == []


def test_every_edge_and_every_reason_occurs_50_times(full_size: tuple[Path, float]) -> None:
    """Counted in the list of edges, and again in what the reference says of the planted occurrences."""
    edges = edges_of(full_size[0])
    planted = Counter((edge.measure, edge.edge) for edge in edges)
    assert {(recipe.measure, recipe.edge) for recipe in RECIPES} == set(planted)
    assert min(planted.values()) >= 50
    said = reasons_of(full_size[0], edges, as_at=AS_AT)
    assert {edge: reason for edge, reason in said.items() if reason != edge.reason} == {}
    judged = Counter((edge.measure, reason) for edge, reason in said.items())
    defined = {**load_measures(), **load_clocks()}
    wanted = {(id_, rule.reason) for id_, each in defined.items() for rule in each.verdicts} - set(UNPLANTED)
    assert {key: judged[key] for key in wanted if judged[key] < 50} == {}
