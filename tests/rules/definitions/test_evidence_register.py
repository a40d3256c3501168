"""The words of the evidence register: dated, each once, and no kind weighed beforehand."""

from datetime import date
from pathlib import Path

import pytest

from rules.definitions.evidence_register import (
    RegisterRules,
    load_register_rules,
    register_rules_on,
    register_words,
)
from rules.definitions.files import DefinitionError

EDITION = """
- valid_from: {day}
  source: test
  reviewed_on: 2026-11-22
  most_items: 5
  kinds: [{{id: document, words: Document}}, {{id: {kind}, words: Data}}]
  weights: [{{id: much, words: Much}}]
  bearings: [{{id: supports, words: Supports}}]
"""


def test_views_of_people_on_probation_are_a_kind_like_every_other() -> None:
    rules = register_rules_on(date(2026, 9, 1))
    assert "views_of_people" in {word.id for word in rules.kinds}
    # 5.8: no hurdle and no decision rule, so no field ties a kind to a weight.
    assert set(RegisterRules.model_fields) == {
        "valid_from",
        "source",
        "reviewed_on",
        "most_items",
        "kinds",
        "weights",
        "bearings",
    }


def test_a_word_of_a_later_edition_replaces_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "register.yaml"
    path.write_text(
        EDITION.format(day="2021-08-01", kind="data") + EDITION.format(day="2030-01-01", kind="views")
    )
    assert [rules.kinds[-1].id for rules in load_register_rules(path)] == ["data", "views"]


def test_the_same_word_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "register.yaml"
    path.write_text(EDITION.format(day="2021-08-01", kind="document"))
    with pytest.raises(DefinitionError, match="kinds: found document, document, expected each once"):
        load_register_rules(path)


def test_a_code_is_shown_in_words_and_an_unknown_one_as_it_is() -> None:
    assert register_words("focus_group") == "Focus group"
    assert register_words("hearsay") == "hearsay"
