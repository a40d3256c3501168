"""A second engine judges a sample of every run; one disagreement fails the run."""

from collections.abc import Mapping
from typing import Any

from apps.performance.executors import Executor
from rules.definitions.measures import Edition, MeasureDefinition, measure
from rules.engine.durable_adapter import judge_candidate

# Of every edition and reason: enough to meet each branch of the SQL many times, in under a second.
PER_REASON = 50


class EnginesDisagree(Exception):
    """Two engines judged one occurrence differently; nothing of the run may be kept."""


def compare_sample(executor: Executor, *, name: str, seed: int) -> int:
    """Judge a sample of the rows just judged by SQL again, by durable_rules, from the same facts.

    Returns how many were compared. Raises EnginesDisagree at the first difference.
    """
    definition = measure(name)
    editions = {edition.name: edition for edition in definition.editions}
    compared = 0
    for row in executor.sample(seed=seed, per_reason=PER_REASON):
        _compare(definition, editions[row["edition"]], row)
        compared += 1
    return compared


def _compare(definition: MeasureDefinition, edition: Edition, row: Mapping[str, Any]) -> None:
    facts = {fact: row[fact] for fact in definition.facts}
    other = judge_candidate(definition.id, edition.name, facts)
    if (other.reason, other.verdict) == (row["reason"], row["verdict"]):
        return
    raise EnginesDisagree(
        f"Two engines disagree on {definition.id} {row['occurrence_id']} (edition {edition.name}):"
        f" SQL says {row['verdict']}, {row['reason']}; durable_rules says {other.verdict},"
        f" {other.reason}; facts {facts}. Nothing of this run was kept. Report it: an engine is at fault."
    )
