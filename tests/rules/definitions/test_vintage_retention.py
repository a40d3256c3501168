"""How long verdicts are kept, as its file says it."""

from datetime import date
from pathlib import Path

import pytest

from rules.definitions.files import DefinitionError
from rules.definitions.vintage_retention import load_vintage_retention, vintage_retention_on

EDITION = """- valid_from: {day}
  keep_days: {keep}
  source: {{document: product, reference: a reason}}
  reviewed_on: 2026-11-22
"""


def test_a_day_before_the_first_rule_has_the_first() -> None:
    assert vintage_retention_on(date(2000, 1, 1)) is load_vintage_retention()[0]


@pytest.mark.parametrize(
    ("editions", "fault"),
    [
        ([("2022-01-01", 400), ("2022-01-01", 500)], "out of order"),
        ([("2022-01-01", 0)], "keep_days"),
    ],
)
def test_rules_of_one_day_and_rules_that_keep_nothing_are_refused(
    tmp_path: Path, editions: list[tuple[str, int]], fault: str
) -> None:
    path = tmp_path / "vintage_retention.yaml"
    path.write_text("".join(EDITION.format(day=day, keep=keep) for day, keep in editions), encoding="utf-8")
    with pytest.raises(DefinitionError, match=fault):
        load_vintage_retention(path)
