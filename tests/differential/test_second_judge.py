"""The second judge finds nothing to object to: random people, every published case of a demo, whole runs."""

import ast
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.caseload.contract import load_contract
from rules.definitions.measures import load_measures
from rules.events import PersonEvents
from rules.measures import judge
from rules.periods import Month
from tests.differential.persons import AS_AT, Rows, people
from tests.differential.second_judge import MEASURES, Found, Person, judge_person
from tests.differential.second_judge.compare import OUTSIDE, compare_folder
from tests.differential.second_judge.days import london_day, month_name

HERE = Path(__file__).resolve().parent
FIRST, LAST = Month(2021, 9), Month(2024, 8)
SEEDS = st.integers(min_value=0, max_value=2**32)
BATCH = 40
Said = tuple[str, str, str, str, str]


def test_the_second_judge_knows_nothing_of_the_rules() -> None:
    for path in (HERE / "second_judge").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] not in ("rules", "apps", "config", "yaml"), (path.name, name)


def test_it_judges_every_measure_that_the_rules_judge() -> None:
    assert set(load_measures()) == set(MEASURES)


@settings(max_examples=6, deadline=None)
@given(seed=SEEDS)
def test_both_judge_random_people_alike(seed: int) -> None:
    judge_alike(seed)


@pytest.mark.proof
@settings(max_examples=800, deadline=None)
@given(seed=SEEDS)
def test_both_judge_thirty_thousand_random_people_alike(seed: int) -> None:
    judge_alike(seed)


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_both_judge_a_hundred_thousand_people_of_a_demo_alike(tmp_path: Path) -> None:
    seed = 20261122
    folder, verdicts = tmp_path / "extract", tmp_path / "verdicts.csv"
    call_command("load_reference")
    call_command("make_demo", people=100_000, seed=seed, out=folder)
    call_command("import_extract", folder, yes=True)
    call_command("run_measures", from_="2024-04", to="2026-03", verdicts=verdicts)
    comparison = compare_folder(
        folder,
        verdicts,
        as_at=date(2026, 3, 31),
        first_on=date(2024, 4, 1),
        last_on=date(2026, 3, 31),
        parts=4,
    )
    print(f"seed {seed}\n{comparison.report()}")  # noqa: T201 (the figures of the proof)
    assert not comparison.differed, comparison.report()
    assert set(comparison.agreed) == set(MEASURES)


def judge_alike(seed: int) -> None:
    for person_id, rows in people(seed, BATCH).items():
        if happens_after_the_extract(rows):
            continue
        person = Person(person_id, complete(rows))
        for measure in sorted(set(MEASURES) & set(load_measures())):
            mine = {found.occurrence_id: said(found) for found in second(person, measure)}
            events = PersonEvents.from_rows(rows)
            theirs = {
                each.occurrence_id: (
                    str(each.verdict),
                    each.region,
                    each.unit,
                    each.counts_in,
                    str(each.due_on),
                )
                for each in judge(measure, events, as_at=AS_AT, first=FIRST, last=LAST)
            }
            assert inside(mine) == inside(theirs), (measure, seed, rows)


def second(person: Person, measure: str) -> list[Found]:
    return list(judge_person(person, AS_AT, FIRST.first_on, LAST.last_on, [measure]))


def said(found: Found) -> Said:
    return found.verdict, found.region, found.unit, month_name(found.point), str(found.due_on)


def inside(cases: dict[str, Said]) -> dict[str, Said]:
    """Without the cases outside the population: what is no occurrence to one may be one to the other."""
    return {key: case for key, case in cases.items() if case[0] != OUTSIDE}


def happens_after_the_extract(rows: Rows) -> bool:
    """Whether something has happened after the as-at day: no extract that is imported says so."""
    tables = load_contract().tables
    for name, found in rows.items():
        for column in (each.name for each in tables[name].columns if each.actual):
            for value in (row.get(column) for row in found):
                if value is not None and london(value) > AS_AT:
                    return True
    return False


def london(value: date) -> date:
    return london_day(value) if isinstance(value, datetime) else value


def complete(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """Every column of the contract in every row, empty where the generator left it out."""
    tables = load_contract().tables
    return {name: [dict.fromkeys(tables[name].header) | row for row in rows[name]] for name in rows}
