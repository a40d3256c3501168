"""DuckDB and PostgreSQL carry a run out alike: the same files byte for byte, the same rows kept."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyarrow import parquet

from apps.caseload.models import Extract, Person
from apps.performance.actions import execute_run, plan_run, request_run
from apps.performance.executors.choosing import NAMES
from apps.performance.executors.files import RunFiles
from apps.performance.models import MeasureOutcome, MeasureRun
from apps.performance.queries.vintages import difference
from apps.performance.rejudging import rejudge
from apps.performance.vintages import SCHEMA, path_of
from rules.periods import Month
from tests.differential.persons import AS_AT, people, together
from tests.factories.caseload_rows import replace_caseload
from tests.factories.judged import live_extract

BATCH = 150
KEPT = [field.attname for field in MeasureOutcome._meta.fields if field.name not in ("id", "run")]


@pytest.mark.django_db
@hypothesis_settings(
    max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_both_executors_keep_the_same_of_every_measure(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    judged_alike(tmp_path_factory.mktemp("runs"), seed)


@pytest.mark.proof
@pytest.mark.django_db
@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_they_agree_on_six_thousand_people(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    judged_alike(tmp_path_factory.mktemp("runs"), seed)


def judged_alike(folder: Path, seed: int) -> None:
    if not Extract.objects.exists():
        live_extract(as_at=AS_AT)
    replace_caseload(together(people(seed, BATCH)))
    runs = [judged(name, folder) for name in NAMES]
    for file in ("cells", "verdicts"):
        texts = [(folder / f"{name}.{file}.csv").read_bytes() for name in NAMES]
        assert texts[0] == texts[1], (file, seed)
    assert difference(*runs).total == 0
    assert kept(runs[0], folder) == kept(runs[1], folder)
    assert_judged_again_alike(runs[0])


def assert_judged_again_alike(run: MeasureRun) -> None:
    """Half of the people, judged at once, have the rows that the run has of them."""
    half = list(Person.objects.order_by("pk").values_list("pk", flat=True))[::2]
    found = rejudge(half, run=run)
    whole = parquet.read_table(path_of(run), schema=SCHEMA)
    theirs = whole.filter(pc.is_in(whole["person_id"], value_set=pa.array(half)))
    assert pa.concat_tables(found.rows.values()).to_pylist() == theirs.to_pylist()
    assert (found.difference.total, found.difference.compared) == (0, theirs.num_rows)


def judged(executor: str, folder: Path) -> MeasureRun:
    plan = plan_run(first=Month(2021, 9), last=Month(2024, 8))
    files = RunFiles(cells=folder / f"{executor}.cells.csv", verdicts=folder / f"{executor}.verdicts.csv")
    run = execute_run(request_run(plan=plan, by=None).pk, files=files, executor=executor)
    rows = MeasureOutcome.objects.filter(run=run).order_by("measure", "occurrence_id").values_list(*KEPT)
    # The next run of the same extract clears these rows.
    (folder / f"{run.pk}.kept").write_text("\n".join(map(repr, rows)))
    return run


def kept(run: MeasureRun, folder: Path) -> str:
    return (folder / f"{run.pk}.kept").read_text()
