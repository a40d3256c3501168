"""Editions of the vocabulary: how one extends another, and what an answer can be worth."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules.definitions import vocabulary
from rules.definitions.files import DefinitionError
from rules.definitions.vocabulary import (
    AnswerOption,
    CaseFact,
    DerivedFact,
    Scale,
    Vocabulary,
    derived_faults,
    load_vocabulary,
)

FIRST = {
    "edition": "1.0",
    "source": "product",
    "scales": [{"id": "met", "title": "Met", "answers": [{"id": "met", "label": "Met", "value": "1/2"}]}],
    "facts": [{"id": "em", "kind": "yes_no", "label": "Tagged?"}],
    "derived": [{"id": "free", "label": "Free", "when": "not em"}],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of editions; what is read in a test is forgotten after it."""
    monkeypatch.setattr(vocabulary, "VOCABULARIES", tmp_path)
    monkeypatch.setattr(vocabulary, "load_vocabulary", load_vocabulary.__wrapped__)
    return tmp_path


def write(folder: Path, raw: dict[str, Any]) -> None:
    (folder / f"{raw['edition']}.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")


def refusal(edition: str) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        vocabulary.load_vocabulary(edition)
    return [str(fault) for fault in refused.value.faults]


def test_an_edition_has_what_it_extends_first_and_its_own_after_it(folder: Path) -> None:
    write(folder, FIRST)
    write(folder, {"edition": "1.1", "source": "product", "extends": "1.0", "facts": [
        {"id": "carer", "kind": "choice", "label": "C", "hint": "Ask", "options": [{"id": "x", "label": "X"}]}
    ]})  # fmt: skip
    found = vocabulary.load_vocabulary("1.1")
    assert (found.edition, found.extends) == ("1.1", "1.0")
    assert [fact.id for fact in found.facts] == ["em", "carer"]
    assert [scale.id for scale in found.scales] == ["met"]
    assert [each.id for each in found.derived] == ["free"]
    assert vocabulary.load_vocabulary("1.0").facts == found.facts[:1]


@pytest.mark.parametrize(
    ("part", "entries", "name"),
    [
        ("scales", FIRST["scales"], "met"),
        ("facts", FIRST["facts"], "em"),
        ("derived", FIRST["derived"], "free"),
        (
            "facts",
            [{"id": name, "kind": "yes_no", "label": "Twice"} for name in "zybdcazybdca"],
            "a, b, c, d, y, z",
        ),
    ],
)
def test_an_edition_says_nothing_again(folder: Path, part: str, entries: Any, name: str) -> None:
    write(folder, FIRST)
    write(folder, {"edition": "1.1", "source": "product", "extends": "1.0", part: entries})
    assert refusal("1.1") == [f"vocabulary/1.1.yaml: {part}: {name} stands in edition 1.0 already"]


def test_an_edition_that_is_not_there_is_named(folder: Path) -> None:
    write(folder, FIRST)
    assert refusal("2.0") == ["vocabulary: 2.0: no such edition of the vocabulary"]
    assert refusal("../1.0") == ["vocabulary: ../1.0: no such edition of the vocabulary"]


def test_a_faulty_edition_is_told_with_its_file(folder: Path) -> None:
    write(folder, FIRST | {"colour": "blue"})
    assert refusal("1.0") == ["vocabulary/1.0.yaml: colour: Extra inputs are not permitted"]


@pytest.mark.parametrize(("value", "worth"), [("1/2", Fraction(1, 2)), (1, Fraction(1)), ("0", Fraction(0))])
def test_an_answer_is_worth_an_exact_fraction(value: object, worth: Fraction) -> None:
    answer = AnswerOption.model_validate({"id": "a", "label": "A", "value": value})
    assert answer.value == worth
    assert answer.model_dump(mode="json")["value"] == str(worth)


@pytest.mark.parametrize("value", [0.5, True, False, "half", "1/0", [1, 2], {}])
def test_a_value_that_is_not_exact_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="expected a whole number or a text such as '1/2'"):
        AnswerOption.model_validate({"id": "a", "label": "A", "value": value})


def test_a_day_may_come_as_a_text_from_a_record() -> None:
    assert vocabulary._day("2024-05-01") == vocabulary._day(date(2024, 5, 1)) == date(2024, 5, 1)


def test_a_scale_finds_its_answers() -> None:
    scale = Scale(id="s", title="S", answers=tuple(AnswerOption(id=each, label=each) for each in "ab"))
    assert scale.answer("b") == scale.answers[1]
    assert scale.answer("c") is None


def derived(**rules: str) -> Vocabulary:
    return Vocabulary(
        edition="1.0",
        source="product",
        facts=(CaseFact(id="em", kind="yes_no", label="Tagged?"),),
        derived=tuple(DerivedFact(id=name, label=name, when=when) for name, when in rules.items()),
    )


def test_a_derived_fact_may_rest_on_facts_and_on_others_in_any_order() -> None:
    assert list(derived_faults(derived(b="a or declared", a="not em"), {"declared": FACT})) == []


def test_a_derived_fact_may_rest_on_the_only_fact_there_is() -> None:
    assert list(derived_faults(derived(a="em"), {})) == []


FACT = CaseFact(id="declared", kind="yes_no", label="Declared")


def test_derived_facts_that_go_round_or_rest_on_nothing_are_told_in_the_order_of_the_alphabet() -> None:
    found = derived_faults(
        derived(c="d", d="c", f="f", e="e", b="z and y and em and x and v and w", a="em"), {}
    )
    assert list(found) == [
        ("derived.b", "unknown facts ['v', 'w', 'x', 'y', 'z']"),
        *((f"derived.{name}", "rests on itself") for name in "cdef"),
    ]
