"""What the live due list holds, as its file says it."""

from datetime import date
from pathlib import Path

import pytest

from rules.definitions.due_list import due_list_on, due_list_subjects, load_due_list
from rules.definitions.files import DefinitionError
from rules.definitions.measures import load_clocks

GOOD = """- valid_from: 2021-06-26
  source: {document: product, reference: a reason}
  reviewed_on: 2026-11-22
  measures: [SL004]
  months_back: 3
  months_ahead: 3
  week_days: 7
  just_met_days: 7
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "due_list.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_it_holds_every_clock_and_the_service_levels_with_a_due_date() -> None:
    subjects = due_list_subjects(date(2026, 3, 31))
    assert set(load_clocks()) < set(subjects)
    levels = {"SL004", "SL005", "SL006", "SL010", "SL011", "SL022", "SL027", "CRS_SL001"}
    assert set(subjects) - set(load_clocks()) == levels


def test_a_day_before_the_first_edition_has_the_first(tmp_path: Path) -> None:
    assert due_list_on(date(2000, 1, 1)) is load_due_list()[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (GOOD + GOOD, "out of order"),
        (GOOD.replace("SL004", "SL999"), "SL999"),
        (GOOD.replace("week_days: 7", "week_days: 0"), "week_days"),
        (GOOD + "  colour: blue\n", "colour"),
    ],
)
def test_a_file_that_cannot_be_is_refused(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(DefinitionError, match=found):
        load_due_list(written(tmp_path, text))
