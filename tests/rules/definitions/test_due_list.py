"""What the live due list holds, as its file says it."""

from datetime import date
from pathlib import Path

import pytest

from rules.definitions import due_list
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


@pytest.mark.parametrize(
    ("setting", "least", "most"),
    [
        ("months_back: 3", 0, 24),
        ("months_ahead: 3", 0, 24),
        ("week_days: 7", 1, 31),
        ("just_met_days: 7", 1, 31),
    ],
)
def test_how_far_the_list_looks_has_its_limits(tmp_path: Path, setting: str, least: int, most: int) -> None:
    name = setting.partition(":")[0]

    def load(number: int) -> int:
        folder = tmp_path / str(number)
        folder.mkdir()
        (edition,) = load_due_list(written(folder, GOOD.replace(setting, f"{name}: {number}")))
        return int(getattr(edition, name))

    assert (load(least), load(most)) == (least, most)
    for number in (least - 1, most + 1):
        with pytest.raises(DefinitionError, match=name):
            load(number)


def test_a_measure_that_cannot_be_judged_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = load_due_list()[0].model_copy(update={"measures": ("SL008", "SL004")})
    monkeypatch.setattr(due_list, "due_list_on", lambda day: edition)
    assert list(due_list_subjects(date(2026, 3, 31))) == [*load_clocks(), "SL004"]


def test_without_an_edition_there_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="at least 1 item"):
        load_due_list(written(tmp_path, "[]\n"))


def test_an_edition_holds_from_its_first_day_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = load_due_list(written(tmp_path, GOOD + GOOD.replace("2021-06-26", "2024-05-01")))
    monkeypatch.setattr(due_list, "load_due_list", lambda: two)
    days = (date(2021, 6, 25), date(2021, 6, 26), date(2024, 4, 30), date(2024, 5, 1))
    assert [due_list_on(day).valid_from for day in days] == [date(2021, 6, 26)] * 3 + [date(2024, 5, 1)]
