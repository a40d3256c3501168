"""Who notices a mistake in what judges: the hand-worked examples and random people.

The examples are those of tests/spec, the random people those of tests/differential. On random people plain
Python, SQL, durable_rules and the second judge agree, which their tests see to; so what plain Python says of
them without a mistake is kept beforehand, and a mistake in one side shows as a difference. Where both plain
Python and SQL stand on the mistaken module, only what the second judge says itself counts as noticed.
"""

import importlib
from collections.abc import Iterator
from functools import partial
from itertools import starmap
from pathlib import Path
from typing import Any

import duckdb

from tests.differential.duckdb_rows import LIKE_POSTGRESQL, in_duckdb
from tests.differential.persons import AS_AT, SHARED, people, together
from tests.differential.second_judge.compare import OUTSIDE
from tests.mutation.code.loading import reach_of

PYTHON, SQL = "rules.measures.judging", "rules.measures.run"
SEEDS, PEOPLE = range(6), 150
# About so many measures at most are asked of everybody; about more of them, of the first people only.
FEW = 10
_JUDGED = 11
_SHARED_IDS = ("contract_id", "programme_id")
Rows = dict[str, list[dict[str, Any]]]
Crowd = list[tuple[int, Rows]]


def rules(name: str) -> Any:
    """A module of rules/ as it is now, with the mistake in it."""
    return importlib.import_module(f"rules.{name}")


def measure_ids() -> list[str]:
    """Every measure and clock that the rules judge."""
    definitions = rules("definitions.measures")
    return [*definitions.load_measures(), *definitions.load_clocks()]


def measures_on(module: str) -> list[str]:
    """The measures and clocks whose derivation stands on a module; all of them for what they share."""
    builders = rules("measures.judging")._CASES, rules("measures.run")._CANDIDATES
    found = [
        measure
        for measure in measure_ids()
        if any(module in reach_of(each) for by in builders for each in _written_in(by[measure]))
    ]
    return found or measure_ids()


def _written_in(builder: Any) -> Iterator[str]:
    """The modules of a function, and of those that it was given to begin with."""
    if isinstance(builder, partial):
        for part in (builder.func, *builder.args, *builder.keywords.values()):
            yield from _written_in(part)
    elif getattr(builder, "__module__", "").startswith("rules"):
        yield builder.__module__


class Kept:
    """What is said without any mistake, and of whom."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.everybody: Crowd = list(enumerate(rows for seed in SEEDS for rows in _people(seed)))
        load = rules("definitions.examples").load_examples
        self.examples = {measure: load(measure) for measure in measure_ids()}
        self.plain: dict[tuple[str, int], Any] = {}
        self.sql_text: dict[str, list[str]] = {}
        self.is_stored = False

    def is_asked_in_sql(self, module: str) -> bool:
        """Whether the random people are needed in databases, which takes a minute to write."""
        return SQL in _sides(module) and PYTHON not in _sides(module)

    def store(self) -> None:
        """Some of the random people, and all of them, in databases that every mistake reads."""
        for name, crowd in self.crowds():
            name.unlink(missing_ok=True)
            with in_duckdb(together({str(number): rows for number, rows in crowd})) as there:
                there.execute(f"ATTACH '{name}' AS kept")
                there.execute("COPY FROM DATABASE memory TO kept")
                there.execute("DETACH kept")

    def crowds(self) -> list[tuple[Path, Crowd]]:
        """The first of the random people, who notice most mistakes quickly, then everybody."""
        first = self.everybody[:PEOPLE]
        return [(self.folder / "first.duckdb", first), (self.folder / "everybody.duckdb", self.everybody)]

    def asked(self, measures: list[str]) -> Crowd:
        """The random people who are asked about these measures."""
        return self.everybody[: PEOPLE if len(measures) > FEW else None]

    def keep(self, measures: list[str], module: str) -> None:
        """What is said of these measures, as far as the module's mistakes need it."""
        if not {PYTHON, SQL} & _sides(module):
            return
        for measure in measures:
            for number, rows in self.asked(measures):
                if (measure, number) not in self.plain:
                    self.plain[measure, number] = _plain(measure, rows)
            if measure not in self.sql_text:
                self.sql_text[measure] = [text for _, text in _texts(measure, self.examples[measure])]


def _sides(module: str) -> set[str]:
    return {side for side in (PYTHON, SQL) if module in reach_of(side)}


def _people(seed: int) -> Iterator[Rows]:
    """Random people, each with ids that no other seed has."""
    for rows in people(seed, PEOPLE).values():
        yield {
            table: found if table in SHARED else [_renamed(row, seed) for row in found]
            for table, found in rows.items()
        }


def _renamed(row: dict[str, Any], seed: int) -> dict[str, Any]:
    ids = {
        name: f"{value}.{seed}"
        for name, value in row.items()
        if name.endswith("_id") and name not in _SHARED_IDS and isinstance(value, str)
    }
    return row | ids


def _span() -> dict[str, Any]:
    month = rules("periods").Month
    return {"as_at": AS_AT, "first": month(2021, 9), "last": month(2024, 8)}


def _plain(measure: str, rows: Rows) -> tuple[dict[str, Any], set[Any]]:
    """Every case of one person with its facts, and what the second judge would say of it."""
    events = rules("events").PersonEvents.from_rows(rows)
    judging, reference = rules("measures.judging"), rules("engine.reference")
    whole, short = {}, set()
    for asked, case in judging.cases_of(measure, events, **_span()):
        j = case.judged(asked, reference.first_that_holds(asked.edition.verdicts, case.facts).reason)
        whole[j.occurrence_id] = (
            j.person_id, j.edition, j.region, j.unit, j.counts_in, str(j.trigger_on), str(j.due_on),
            str(j.verdict), j.reason, dict(case.facts),
        )  # fmt: skip
        if j.verdict != OUTSIDE:
            short.add((j.occurrence_id, str(j.verdict), j.region, j.unit, j.counts_in, str(j.due_on)))
    return whole, short


def _texts(measure: str, examples: Any) -> Iterator[tuple[Any, str]]:
    """(the example, its query); the query about random people last, with no example."""
    run_sql = rules("measures.run").run_sql
    spec = importlib.import_module("tests.spec.test_examples")
    for example in examples:
        yield example, run_sql(measure, **spec.span(example), with_facts=True)
    yield None, run_sql(measure, **_span(), with_facts=True)


def notice(module: str, measures: list[str], kept: Kept) -> str:
    """Who notices; empty when nobody does. A mistake is in the module."""
    sides = _sides(module)
    try:
        found = ""
        if PYTHON in sides or module in ("rules.measures.worked", "rules.measures.explain"):
            found = next(filter(None, map(_noticed_by_example, measures)), "")
        if SQL in sides:
            found = found or _noticed_in_sql(measures, kept, random=PYTHON not in sides)
        if PYTHON in sides:
            found = found or _noticed_in_python(measures, kept, both=SQL in sides)
    except Exception as fault:  # noqa: BLE001 (whatever breaks the rules is noticed)
        return f"{type(fault).__name__}: {fault}"[:100]
    return found


def _noticed_by_example(measure: str) -> str:
    """The verdicts of tests/spec in plain Python, and what it asks of each explanation."""
    examples = rules("definitions.examples").load_examples(measure)
    if any(rules("measures.worked").failing(measure, examples)):
        return f"example of {measure}"
    spec = importlib.import_module("tests.spec.test_examples")
    for example in examples:
        spec.test_the_explanation_ends_with_the_reason_that_held(measure, example)
    return ""


def _noticed_in_python(measures: list[str], kept: Kept, *, both: bool) -> str:
    for number, rows in kept.asked(measures):
        for measure in measures:
            if _plain(measure, rows)[both] != kept.plain[measure, number][both]:
                return f"random people of {measure}"
    return ""


def _noticed_in_sql(measures: list[str], kept: Kept, *, random: bool) -> str:
    """The examples and the random people, but only by queries that the mistake changes."""
    changed = [
        (measure, example, text)
        for measure in measures
        for (example, text), before in zip(
            _texts(measure, kept.examples[measure]), kept.sql_text[measure], strict=True
        )
        if text != before
    ]
    asked = kept.crowds()[: 1 if len(measures) > FEW else 2] if random else []
    queries = [(measure, text) for measure, example, text in changed if example is None]
    found = (_noticed_by_crowd(queries, path, crowd, kept) for path, crowd in asked)
    examples = (each for each in changed if each[1] is not None)
    return next(filter(None, found), "") or next(filter(None, starmap(_noticed_by_rows, examples)), "")


def _noticed_by_crowd(queries: list[tuple[str, str]], path: Path, crowd: Crowd, kept: Kept) -> str:
    with duckdb.connect(str(path), read_only=True, config={"threads": 1}) as there:
        for setting in LIKE_POSTGRESQL:
            there.execute(setting)
        for measure, text in queries:
            wanted = {
                key: case for number, _ in crowd for key, case in kept.plain[measure, number][0].items()
            }
            if _said(measure, there.execute(text).fetchall()) != wanted:
                return f"random people of {measure} in SQL"
    return ""


def _said(measure: str, found: list[tuple[Any, ...]]) -> dict[str, Any]:
    facts = tuple(rules("definitions.measures").measure(measure).facts)
    cases = {
        r[2]: (
            r[3], r[1], r[4], r[5], r[6], str(r[7]), str(r[8]), r[9], r[10],
            dict(zip(facts, r[_JUDGED:], strict=True)),
        )
        for r in found
    }  # fmt: skip
    assert len(cases) == len(found), "an occurrence judged twice"
    return cases


def _noticed_by_rows(measure: str, example: Any, text: str) -> str:
    with in_duckdb(rules("definitions.examples").full_rows(example)) as there:
        found = there.execute(text).fetchall()
    said = sorted((r[2], r[9], r[10], str(r[8]), r[6], f"{r[4]} {r[5]}", r[1]) for r in found)
    wanted = importlib.import_module("tests.spec.test_examples").expected(example)
    return f"example of {measure} in SQL" if said != wanted else ""
