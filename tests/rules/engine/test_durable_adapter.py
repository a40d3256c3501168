"""durable_rules behind its adapter: exactly the declared whole numbers go in, exactly one rule comes out."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from durable import engine
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.definitions.measures import load_measures, measure
from rules.engine import durable_adapter
from rules.engine.durable_adapter import EngineFailure, NotACandidate, judge_candidate
from rules.engine.reference import first_that_holds

EDITION = "2021-10-01"
NEVER = 99999
MET = dict.fromkeys(measure("SL004").facts, NEVER) | {
    "same_day_rank": 1, "due_days_after_as_at": -10, "appointment_days_after_due": 0, "appointment_found": 1,
}  # fmt: skip


def test_the_rule_that_holds_first_is_given() -> None:
    assert judge_candidate("SL004", EDITION, MET).reason == "met_in_time"
    assert judge_candidate("SL004", EDITION, MET | {"death_days_after_due": 0}).reason == "died"


def test_the_same_facts_are_judged_again_and_not_refused_as_known() -> None:
    assert [judge_candidate("SL004", EDITION, MET).reason for _ in range(3)] == ["met_in_time"] * 3


@pytest.mark.parametrize(
    "facts",
    [
        {name: value for name, value in MET.items() if name != "same_day_rank"},
        MET | {"moon_phase": 1},
        MET | {"same_day_rank": None},
        MET | {"same_day_rank": True},
        MET | {"same_day_rank": "1"},
        MET | {"same_day_rank": 1.0},
        MET | {"same_day_rank": 2**31},
    ],
    ids=["missing", "undeclared", "null", "true", "text", "float", "too large"],
)
def test_anything_but_the_declared_whole_numbers_is_refused(facts: dict[str, int]) -> None:
    with pytest.raises(NotACandidate):
        judge_candidate("SL004", EDITION, facts)


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(KeyError, match="its editions: 2021-10-01"):
        judge_candidate("SL004", "2020-01-01", MET)


@pytest.mark.parametrize("name", sorted(load_measures()))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_it_agrees_with_plain_python_on_any_facts(name: str, data: st.DataObject) -> None:
    definition = load_measures()[name]
    numbers = st.sampled_from([-3, -1, 0, 1, 2, NEVER])
    facts = data.draw(st.fixed_dictionaries(dict.fromkeys(definition.facts, numbers)))
    for edition in definition.editions:
        assert judge_candidate(name, edition.name, facts) is first_that_holds(edition.verdicts, facts)


def test_threads_share_one_host_without_mixing_their_candidates() -> None:
    candidates = [MET | {"appointment_days_after_due": days} for days in (0, 1)] * 200
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda facts: judge_candidate("SL004", EDITION, facts).reason, candidates))
    assert found == ["met_in_time", "offered_late"] * 200


def test_no_thread_is_started() -> None:
    before = threading.active_count()
    durable_adapter._process.start()
    judge_candidate("SL004", EDITION, MET)
    assert threading.active_count() == before


def test_a_child_process_judges_though_the_lock_was_held_at_the_fork() -> None:
    judge_candidate("SL004", EDITION, MET)
    with durable_adapter._process.lock:
        child = os.fork()
        if child == 0:  # pragma: no cover - runs in the child
            os._exit(0 if judge_candidate("SL004", EDITION, MET).reason == "met_in_time" else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("answer", [None, {"exception": "swallowed"}])
def test_an_answer_without_exactly_one_rule_is_not_used(
    answer: dict[str, str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.Host, "post", lambda *_: answer)
    with pytest.raises(EngineFailure, match="rules fired"):
        judge_candidate("SL004", EDITION, MET)
    monkeypatch.undo()
    assert judge_candidate("SL004", EDITION, MET).reason == "met_in_time"
