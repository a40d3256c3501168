"""Every hand-worked example of every measure, judged from raw events by all three engines."""

from typing import Any

import pytest
from django.db import connection

from rules.definitions.examples import Example, full_rows, load_examples
from rules.definitions.measures import load_clocks, load_measures, measure
from rules.engine.durable_adapter import judge_candidate
from rules.events import PersonEvents
from rules.measures import explain, judge, run_sql
from rules.periods import Month
from tests.factories.caseload_rows import TABLES, replace_caseload

EXAMPLES = [
    pytest.param(measure_id, example, id=f"{measure_id}: {example.name}")
    for measure_id in [*load_measures(), *load_clocks()]
    for example in load_examples(measure_id)
]
KINDS = {"trigger", "due", "event", "met", "late", "as_at"}
Outcome = tuple[str, str, str, str, str, str, str]


def expected(example: Example) -> list[Outcome]:
    outcomes = []
    for each in example.expect:
        due_on, edition = str(each.due_on), str(each.edition)
        outcomes.append(
            (each.occurrence, str(each.verdict), each.reason, due_on, each.counts_in, each.place, edition)
        )
    return sorted(outcomes)


def span(example: Example) -> dict[str, Any]:
    """The months judged: for a monthly measure those that the example speaks of, else any."""
    months = sorted(Month.parse(each.counts_in) for each in example.expect)
    monthly = any("|" in each.occurrence for each in example.expect)
    first, last = (months[0], months[-1]) if monthly and months else (Month(2021, 1), Month(2025, 1))
    return {"as_at": example.as_at, "first": first, "last": last}


@pytest.mark.parametrize(("measure_id", "example"), EXAMPLES)
def test_plain_python_gives_the_verdict_worked_out_by_hand(measure_id: str, example: Example) -> None:
    events = PersonEvents.from_rows(full_rows(example))
    found = [
        (
            j.occurrence_id,
            str(j.verdict),
            j.reason,
            str(j.due_on),
            j.counts_in,
            f"{j.region} {j.unit}",
            j.edition,
        )
        for j in judge(measure_id, events, **span(example))
    ]
    assert sorted(found) == expected(example), example.working


@pytest.mark.django_db
@pytest.mark.parametrize(("measure_id", "example"), EXAMPLES)
def test_sql_and_durable_rules_give_the_verdict_worked_out_by_hand(measure_id: str, example: Example) -> None:
    replace_caseload(dict.fromkeys(TABLES, ()) | full_rows(example))
    facts = tuple(measure(measure_id).facts)
    with connection.cursor() as cursor:
        cursor.execute(run_sql(measure_id, **span(example), with_facts=True))
        assert cursor.description is not None
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    found = sorted(
        (r["occurrence_id"], r["verdict"], r["reason"], str(r["due_on"]), r["counts_in"],
         f"{r['region']} {r['unit']}", r["edition"])
        for r in rows
    )  # fmt: skip
    assert found == expected(example), example.working
    for row in rows:
        rule = judge_candidate(measure_id, row["edition"], {fact: row[fact] for fact in facts})
        assert (rule.verdict, rule.reason) == (row["verdict"], row["reason"])


@pytest.mark.parametrize(("measure_id", "example"), EXAMPLES)
def test_the_explanation_ends_with_the_reason_that_held(measure_id: str, example: Example) -> None:
    events = PersonEvents.from_rows(full_rows(example))
    for each in example.expect:
        explanation = explain(measure_id, each.occurrence, events, example.as_at)
        assert (explanation.verdict, explanation.reason) == (each.verdict, each.reason)
        assert [tried.held for tried in explanation.tried] == [False] * (len(explanation.tried) - 1) + [True]
        assert list(explanation.dates) == sorted(explanation.dates, key=lambda moment: moment.on)
        assert {moment.kind for moment in explanation.dates} <= KINDS
        met = each.verdict == measure(measure_id).met
        assert bool(explanation.what_would_have_met_it) is not met
