"""Rating rules: editions load whole, say what they rest on, and contradictions are refused."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from rules.definitions.files import DefinitionError, read_yaml
from rules.definitions.rating_rules import (
    DATA,
    build_rating_rules,
    load_rating_rules,
    rating_editions,
    rating_rules_in_force,
)
from rules.definitions.standards import newest_standards

IN_FORCE = "probation_2021"


def test_the_editions_rate_seven_eight_nine_ten_and_twelve_standards() -> None:
    rated = {each: len(load_rating_rules(each).rated_standards) for each in rating_editions()}
    assert rated == {
        "probation_2018": 10,
        "probation_2021": 9,
        "probation_2023": 7,
        "youth_2018": 12,
        "youth_2018_one_domain": 8,
    }


def test_the_standards_of_2021_are_in_force() -> None:
    rules = rating_rules_in_force()
    assert rules.id == IN_FORCE
    rated = [each.number for each in rules.rated_standards]
    assert rated == ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "2.5"]
    assert rules.maximum == 27
    assert rules.low_risk.leaves == ("2.2.3", "2.3.3", "2.4.3", "2.5.3")


def test_outcomes_are_collected_and_victim_work_stands_apart() -> None:
    rules = rating_rules_in_force()
    assert [(each.number, each.rated) for each in rules.standards if not each.counts] == [
        ("2.6", "collected"),
        ("2.7", "apart"),
    ]
    assert rules.outcomes is not None
    assert rules.outcomes.not_rated_for_months == 12


@pytest.mark.parametrize("edition", rating_editions())
def test_every_rule_of_every_edition_says_what_it_rests_on(edition: str) -> None:
    rules = load_rating_rules(edition)
    parts = [rules.bands, rules.low_risk, rules.standard, rules.discretion, rules.overall]
    assert all(len(part.source) > 20 for part in parts)
    # No boundary, score or rule of discretion is printed in the project's sources.
    assert {part.basis for part in parts} == {"practice"}


def test_an_edition_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(DefinitionError, match=r"found 'probation_1999', expected one of probation_2018, "):
        load_rating_rules("probation_1999")


Change = Callable[[dict[str, Any]], None]


def put(value: Any, *path: Any) -> Change:
    """Sets the value at a path of the file's value."""

    def change(raw: dict[str, Any]) -> None:
        at: Any = raw
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value

    return change


FAULTS: list[tuple[Change, str]] = [
    (put("probation_2022", "id"), "id: found probation_2022, expected the name of the file"),
    (put("lowest", "standard", "takes"), "standard.takes"),
    (put("hearsay", "overall", "basis"), "overall.basis"),
    (put(["2.9.9"], "low_risk", "leaves"), "low_risk.leaves: found 2.9.9"),
    (put("1.1", "standards", 1, "number"), "found the standard 1.1 more than once"),
    (put(["2.2.1"], "standards", 4, "key_questions"), "found the key question 2.2.1 more than once"),
    (put([], "standards", 4, "key_questions"), "standards.2.1: a standard rated directly has no key"),
    (put(["9.1.1"], "standards", 4, "key_questions"), "standards.2.1: found 9.1.1, expected its own"),
    (put(80, "bands", "scale", 1, "from"), "bands.scale: found starts [80, 80, 50, 0]"),
    (put(1, "bands", "scale", 3, "from"), "bands.scale: found starts [80, 65, 50, 1]"),
    (put(3, "bands", "scale", 1, "score"), "bands.scale: found scores [3, 3, 1, 0]"),
    (put("good", "overall", "tops_per_standard", 0, "band"), "overall.tops_per_standard: found ['good'"),
    (put("3/2", "overall", "tops_per_standard", 0, "top"), "expected the tops to rise"),
    (put("2.5", "outcomes", "standard"), "outcomes.standard: found 2.5, expected a standard that is"),
    (put("half_met", "outcomes", "stability", "otherwise_counts_as"), "outcomes.stability: found half_met"),
]


@pytest.mark.parametrize(("change", "said"), FAULTS, ids=[said[:50] for _, said in FAULTS])
def test_an_edition_that_contradicts_itself_is_refused(change: Change, said: str) -> None:
    raw = deepcopy(read_yaml(DATA / f"{IN_FORCE}.yaml"))
    change(raw)
    with pytest.raises(DefinitionError) as refused:
        build_rating_rules(raw, file=f"{IN_FORCE}.yaml")
    assert said in str(refused.value)


def test_every_fault_of_an_edition_is_told_at_once() -> None:
    raw = deepcopy(read_yaml(DATA / f"{IN_FORCE}.yaml"))
    for change in (put(["2.9.9"], "low_risk", "leaves"), put("2.5", "outcomes", "standard")):
        change(raw)
    with pytest.raises(DefinitionError) as refused:
        build_rating_rules(raw, file=f"{IN_FORCE}.yaml")
    assert len(refused.value.faults) == 2


def test_a_band_that_the_scale_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match="splendid"):
        rating_rules_in_force().band_named("splendid")


def test_the_rules_in_force_rate_the_published_standards() -> None:
    published, rules = newest_standards().inspecting("unit"), rating_rules_in_force()
    ways = {"evidence": "directly", "cases": "from_judgements", "baseline": "collected", "apart": "apart"}
    assert [(each.number, each.rated) for each in rules.standards] == [
        (each.number, ways[each.rating]) for each in published
    ]
    judged = {each.number for each in rules.standards if each.rated != "directly"}
    questions = {
        question.number: question
        for each in published
        if each.number in judged
        for question in each.key_questions
    }
    assert [number for each in rules.standards for number in each.key_questions] == list(questions)
    assert rules.low_risk.leaves == tuple(each.number for each in questions.values() if each.safety)
