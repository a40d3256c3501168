"""What several files of measures say of the same thing: examples, catalogue, composites, figures, targets."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.definitions import consistency
from rules.definitions.composites import load_composites
from rules.definitions.consistency import check_catalogue, check_examples
from rules.definitions.examples import full_rows, load_examples
from rules.definitions.files import DefinitionError
from rules.definitions.fixed_figures import load_fixed_figures
from rules.definitions.measures import load_catalogue, load_measures, measure
from rules.definitions.targets import load_targets
from rules.facts import Verdict

SL004 = measure("SL004")
EXAMPLES = load_examples("SL004")


def faults_of(check: Callable[[], object]) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        check()
    return [str(fault) for fault in refused.value.faults]


def with_first(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> str:
    """The examples of SL004 with one more, whose occurrence expects something else; its name."""
    expected = EXAMPLES[0].expect[0].model_copy(update=changed)
    wrong = EXAMPLES[0].model_copy(update={"name": "A wrong one", "expect": (expected,)})
    monkeypatch.setattr(consistency, "load_examples", lambda measure_id: (*EXAMPLES, wrong))
    return f"SL004/examples.yaml: A wrong one: {expected.occurrence}: "


def test_every_reason_is_shown_by_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    check_examples("SL004")
    monkeypatch.setattr(consistency, "load_examples", lambda measure_id: ())
    assert faults_of(lambda: check_examples("SL004")) == [
        f"SL004/examples.yaml: {rule.reason}: no example shows this reason; expected one or more"
        for rule in SL004.verdicts
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"edition": date(2020, 1, 1)}, "edition 2020-01-01 is not one of SL004's"),
        ({"reason": "bored"}, f"edition {SL004.editions[0].name} has no reason 'bored'"),
        (
            {"verdict": Verdict.EXCEPTION},
            f"{EXAMPLES[0].expect[0].reason} is {EXAMPLES[0].expect[0].verdict}, found exception",
        ),
    ],
)
def test_an_example_expects_what_its_edition_can_say(
    changed: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = with_first(monkeypatch, **changed)
    assert faults_of(lambda: check_examples("SL004")) == [place + said]


def patched(monkeypatch: pytest.MonkeyPatch, load: str, value: Any) -> list[str]:
    monkeypatch.setattr(consistency, load, lambda: value)
    return faults_of(check_catalogue)


def test_catalogue_definitions_and_targets_speak_of_the_same_measures() -> None:
    check_catalogue()


BOTH = "found in only one of catalogue (as defined) and definitions"


def test_a_measure_is_defined_in_both_or_in_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = ["SL004", "SL005", "SL006", "SL007", "SL010", "SL011"]
    measures = {name: one for name, one in load_measures().items() if name not in gone}
    measures["SL999"] = SL004.model_copy(update={"id": "SL999"})
    assert patched(monkeypatch, "load_measures", measures) == [
        f"catalogue.yaml: {name}: {BOTH}" for name in (*gone, "SL999")
    ]


@pytest.mark.parametrize("changed", [{"title": "Another"}, {"published_from": date(2020, 1, 1)}])
def test_title_and_first_day_are_those_of_the_definition(
    changed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = dict(load_catalogue())
    names = ["SL004", "SL005", "SL006", "SL007", "SL010", "SL011"]
    for name in names:
        catalogue[name] = catalogue[name].model_copy(update=changed)
    assert patched(monkeypatch, "load_catalogue", catalogue) == [
        f"catalogue.yaml: {name}: title or published_from differs from the definition's" for name in names
    ]


def test_a_composite_stands_in_the_catalogue_as_one_with_its_title(monkeypatch: pytest.MonkeyPatch) -> None:
    assert patched(monkeypatch, "load_composites", {}) == [
        "catalogue.yaml: OM0041: found in only one of catalogue (as composite) and composites"
    ]
    one = load_composites()["OM0041"]
    more = {"OM0041": one.model_copy(update={"title": "Another"}), "OM0099": one}
    assert patched(monkeypatch, "load_composites", more) == [
        "catalogue.yaml: OM0099: found in only one of catalogue (as composite) and composites",
        "catalogue.yaml: OM0041: title differs from the composite's",
    ]


def test_every_count_has_a_figure_and_nothing_else_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = [each for each in load_fixed_figures() if each.measure not in ("INT002", "INT001")]
    figures += [replace(figures[0], measure=name) for name in ("SL006", "SL005", "SL004")]
    assert patched(monkeypatch, "load_fixed_figures", figures) == [
        f"fixed figures: {name}: expected a fixed figure for every cumulative measure alone"
        for name in ("INT001", "INT002", "SL004", "SL005", "SL006")
    ]


def test_a_target_is_set_for_a_measure_of_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    targets = load_targets()
    other = replace(targets, values=(*targets.values, replace(targets.values[0], measure="SL999")))
    assert patched(monkeypatch, "load_targets", other) == [
        "targets: SL999: a target for a measure that is not in the catalogue"
    ]


def test_an_example_leaves_out_what_nothing_is_decided_by() -> None:
    example = EXAMPLES[0].model_copy(
        update={"events": {"contacts": ({"contact_id": "mine", "mode": "office"}, {"mode": "phone"})}}
    )
    first, second = full_rows(example)["contacts"]
    assert (first["contact_id"], first["mode"], second["mode"]) == ("mine", "office", "phone")
    assert (first["contact_version_id"], second["contact_version_id"]) == ("V1", "V2")
    assert first.keys() == second.keys() > {"contact_id", "mode"}
    assert "#" not in "".join(str(value) for row in (first, second) for value in row.values())
