"""The rules by which case assessments are checked: dated, sourced, each once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules.definitions.files import DefinitionError
from rules.definitions.inspection_quality import DATA, load_quality_rules, quality_rules_on, quality_words

A_KIND = {"words": "A", "basis": "product", "source": "s"}


def changed(tmp_path: Path, **fields: Any) -> Path:
    [edition] = yaml.safe_load(DATA.read_text())
    path = tmp_path / "quality.yaml"
    path.write_text(yaml.safe_dump([edition | fields]))
    return path


def test_what_no_source_prints_is_marked_as_practice() -> None:
    rules = quality_rules_on(date(2026, 9, 7))
    assert rules.dip_sample.basis == "practice"
    assert {kind.basis for kind in rules.gatekeeping} == {"practice", "product"}


def test_a_case_that_comes_back_is_checked_again_and_one_that_stays_is_not() -> None:
    rules = quality_rules_on(date(2026, 9, 7))
    assert [(each.reopens, each.checked_again) for each in rules.outcomes] == [
        (False, False), (True, False), (True, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"outcomes": [{"id": "a", "words": "A", "reopens": False, "checked_again": True}] * 2}, "reopens"),
        ({"outcomes": [{"id": "a", "words": "A", "reopens": True, "checked_again": True}] * 2}, "each once"),
        ({"gatekeeping": [A_KIND | {"id": "first_cases"}]}, "number"),
        (
            {
                "gatekeeping": [
                    {"id": "stability", "words": "A", "basis": "product", "source": "s", "number": 1}
                ]
            },
            "number",
        ),
        (
            {
                "outcomes": [
                    {"id": name, "words": "A", "reopens": True, "checked_again": True} for name in ("a", "b")
                ]
            },
            "one that does not reopen",
        ),
    ],
)
def test_rules_that_cannot_be_followed_are_refused(tmp_path: Path, fields: Any, why: str) -> None:
    with pytest.raises(DefinitionError, match=why):
        load_quality_rules(changed(tmp_path, **fields))


def test_a_code_is_shown_in_words_and_an_unknown_one_as_it_is() -> None:
    assert quality_words("in_order") == "In order"
    assert quality_words("lost") == "lost"


def test_an_outcome_and_a_kind_are_found_by_their_ids() -> None:
    rules = quality_rules_on(date(2026, 9, 7))
    assert [rules.outcome(one.id) for one in rules.outcomes] == list(rules.outcomes)
    assert [rules.kind(one.id) for one in rules.gatekeeping] == list(rules.gatekeeping)
    assert (rules.outcome("lost"), rules.kind("lost")) == (None, None)
