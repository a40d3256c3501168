"""Judges one candidate with durable_rules: the live engine, and the only import of it.

The library is safe in one narrow use, which this file enforces: a ruleset per definition edition; one flat
message of whole numbers, posted as an event and never kept as a fact; rules in order of priority with a
catch-all last; one host and one lock a process, made anew after a fork. It would judge a null, a missing
key or `True` without a word, swallow an exception and start timer threads, so each of these is refused here.
"""

import os
import threading
from collections.abc import Callable, Mapping
from typing import Any

from durable import engine

from rules.definitions.conditions import AllOf, Always, AnyOf, Comparison, Condition, Operator
from rules.definitions.measures import Edition, MeasureDefinition, VerdictRule, measure

# Its presence in every message is what the catch-all rule matches.
_ALWAYS = "always"
_SYMBOL = {Operator.AT_MOST: "$lte", Operator.AT_LEAST: "$gte"}
_LARGEST = 2**31 - 1


class EngineFailure(RuntimeError):
    """durable_rules did not fire exactly one rule, or an exception was recorded: its answer is not used."""


class NotACandidate(ValueError):
    """Facts that are not exactly the declared whole numbers."""


class _Host(engine.Host):  # type: ignore[misc]
    """A host without the two timer threads that its base starts: nothing here waits for a time."""

    def _run(self) -> None:
        return


class _Process:
    """What one process holds: the host, the lock around each post, and the rules that the last post fired."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        # A lock that another thread held at the fork would stay locked in the child for ever.
        self.lock = threading.Lock()
        self.start()

    def start(self) -> None:
        self.host = _Host()
        self.registered: set[str] = set()
        self.fired: list[int] = []


_process = _Process()
os.register_at_fork(after_in_child=_process.renew)


def judge_candidate(measure_id: str, edition_name: str, facts: Mapping[str, int]) -> VerdictRule:
    """The rule that holds first for a candidate: its `verdict`, `reason` and sentence.

    facts: every fact that the measure declares and no other, each a whole number. edition_name: the
    edition's valid-from date as text. Raises NotACandidate for other facts, EngineFailure when the engine
    does not answer with one rule, KeyError for an unknown edition, and what `measure` raises.
    """
    definition = measure(measure_id)
    edition = _edition(definition, edition_name)
    _require_declared(definition, facts)
    message = {name: facts[name] for name in sorted(edition.facts)} | {_ALWAYS: 1}
    with _process.lock:
        return edition.verdicts[_post(f"{definition.id}@{edition.name}", edition, message)]


def _edition(definition: MeasureDefinition, name: str) -> Edition:
    for edition in definition.editions:
        if edition.name == name:
            return edition
    known = ", ".join(edition.name for edition in definition.editions)
    raise KeyError(f"{definition.id} has no edition {name!r}; its editions: {known}")


def _require_declared(definition: MeasureDefinition, facts: Mapping[str, int]) -> None:
    missing, unknown = set(definition.facts) - set(facts), set(facts) - set(definition.facts)
    if missing or unknown:
        raise NotACandidate(
            f"{definition.id}: facts missing {sorted(missing)}, not declared {sorted(unknown)}"
        )
    # bool is an int to Python; the engine would compare it as neither.
    wrong = {name: value for name, value in facts.items() if type(value) is not int or abs(value) > _LARGEST}
    if wrong:
        raise NotACandidate(f"{definition.id}: expected whole numbers, found {wrong}")


def _post(ruleset: str, edition: Edition, message: dict[str, int]) -> int:
    """The index of the one rule that fired; on any doubt the host is thrown away with what it remembers."""
    try:
        if ruleset not in _process.registered:
            _process.host.register_rulesets({ruleset: _ruleset(edition)})
            _process.registered.add(ruleset)
        _process.fired.clear()
        state = _process.host.post(ruleset, message)
        exception = state.get("exception") if state else "no state"
        if len(_process.fired) != 1 or exception:
            raise EngineFailure(
                f"{ruleset}: rules fired {_process.fired}, exception {exception}, on {message}"
            )
        return _process.fired[0]
    except Exception:
        _process.start()
        raise


def _ruleset(edition: Edition) -> dict[str, Any]:
    return {
        f"rule_{number}": {"all": [{"m": _expression(rule.when)}], "pri": number + 1, "run": _note(number)}
        for number, rule in enumerate(edition.verdicts)
    }


def _note(number: int) -> Callable[[Any], None]:
    def note(closure: Any) -> None:  # noqa: ARG001 - the library calls with its closure
        _process.fired.append(number)

    return note


def _expression(condition: Condition) -> dict[str, Any]:
    match condition:
        case Comparison(fact=fact, operator=Operator.EQUALS, value=value):
            return {fact: value}
        case Comparison(fact=fact, operator=operator, value=value):
            return {_SYMBOL[operator]: {fact: value}}
        case AllOf(parts=parts):
            return {"$and": [_expression(part) for part in parts]}
        case AnyOf(parts=parts):
            return {"$or": [_expression(part) for part in parts]}
        case Always():
            return {_ALWAYS: 1}
