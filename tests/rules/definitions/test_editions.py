"""Rules in dated editions: each holds from its first day to the next, and a file in disorder is refused."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from rules.definitions import (
    audit_characteristics,
    audit_rounds,
    beside,
    due_list,
    evidence,
    evidence_register,
    improvement,
    inspection_planning,
    outcome_boundaries,
    quality,
    small_numbers,
    survey,
    vintage_retention,
)
from rules.definitions.disclosure import DisclosureRules, load_disclosure
from rules.definitions.files import DefinitionError, read_yaml, validated
from rules.definitions.second_marks import SecondMarks, load_second_marks


@dataclass(frozen=True)
class Dated:
    """A file of editions: the module that reads it, and the names of what it offers."""

    module: ModuleType
    load: str
    on: str

    @property
    def raw(self) -> dict[str, Any]:
        """The first edition that is shipped, as its file says it."""
        found: dict[str, Any] = read_yaml(self.module.DATA)[0]
        return copy.deepcopy(found)

    def read(self, folder: Path, *editions: dict[str, Any]) -> Any:
        path = folder / "rules.yaml"
        path.write_text(yaml.safe_dump(list(editions)), encoding="utf-8")
        return getattr(self.module, self.load)(path)

    def faults(self, folder: Path, *editions: dict[str, Any]) -> list[str]:
        with pytest.raises(DefinitionError) as refused:
            self.read(folder, *editions)
        return [str(fault) for fault in refused.value.faults]


FILES = [
    Dated(audit_rounds, "load_round_rules", "round_rules_on"),
    Dated(due_list, "load_due_list", "due_list_on"),
    Dated(evidence, "load_evidence_rules", "evidence_rules_on"),
    Dated(improvement, "load_improvement", "improvement_on"),
    Dated(quality, "load_items", "items_on"),
    Dated(vintage_retention, "load_vintage_retention", "vintage_retention_on"),
    Dated(inspection_planning, "load_planning_rules", "planning_rules_on"),
    Dated(survey, "load_surveys", "survey_on"),
]
# Files that another module reads as a list of editions.
LISTED = [
    Dated(audit_characteristics, "load_audit_characteristics", "audit_characteristics_on"),
    Dated(beside, "load_beside", "beside_on"),
    Dated(evidence_register, "load_register_rules", "register_rules_on"),
    Dated(outcome_boundaries, "load_boundary_rules", "boundary_rule_on"),
    Dated(small_numbers, "load_small_numbers", "small_numbers_on"),
]
EARLY, LATE = date(2021, 6, 26), date(2024, 5, 1)
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.module.__name__.split(".")[-1])
either = pytest.mark.parametrize("file", FILES + LISTED, ids=lambda file: file.module.__name__.split(".")[-1])
each_list = pytest.mark.parametrize("file", LISTED, ids=lambda file: file.module.__name__.split(".")[-1])


@either
def test_an_edition_holds_from_its_first_day_to_the_next_and_the_first_before_it(
    file: Dated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = file.read(tmp_path, file.raw | {"valid_from": EARLY}, file.raw | {"valid_from": LATE})
    monkeypatch.setattr(file.module, file.load, lambda: both)
    on: Callable[[date], Any] = getattr(file.module, file.on)
    days = [date(2021, 6, 25), EARLY, date(2024, 4, 30), LATE, date(2030, 1, 1)]
    assert [on(day).valid_from for day in days] == [EARLY, EARLY, EARLY, LATE, LATE]


@either
def test_any_number_of_editions_in_order_are_read(file: Dated, tmp_path: Path) -> None:
    days = [date(2021, 6, 26).replace(year=year) for year in range(2021, 2030)]
    found = file.read(tmp_path, *(file.raw | {"valid_from": day} for day in days))
    assert [edition.valid_from for edition in found] == days


@each_file
@pytest.mark.parametrize("second", [EARLY, date(2021, 6, 25)])
def test_two_editions_of_one_day_and_editions_out_of_order_are_refused(
    file: Dated, second: date, tmp_path: Path
) -> None:
    said = file.faults(tmp_path, file.raw | {"valid_from": EARLY}, file.raw | {"valid_from": second})
    assert said == [
        f"rules.yaml: valid_from: editions overlap or are out of order: {[EARLY, second]!r}",
    ]


@each_file
def test_a_file_without_an_edition_is_refused_in_its_name(file: Dated, tmp_path: Path) -> None:
    (said,) = file.faults(tmp_path)
    assert said.startswith("rules.yaml: editions: Tuple should have at least 1 item")


@each_list
@pytest.mark.parametrize("second", [EARLY, date(2021, 6, 25)])
def test_a_list_of_editions_is_in_order_too(file: Dated, second: date, tmp_path: Path) -> None:
    said = file.faults(tmp_path, file.raw | {"valid_from": EARLY}, file.raw | {"valid_from": second})
    assert said == [f"rules.yaml: valid_from: editions overlap or are out of order: {EARLY}, {second}"]


@each_list
def test_a_list_without_an_edition_is_none(file: Dated, tmp_path: Path) -> None:
    assert file.faults(tmp_path) == ["rules.yaml: found no edition, expected a list of one or more"]


@pytest.mark.parametrize(
    ("file", "listed"),
    [(improvement, "kinds"), (improvement, "outcomes"), (quality, "faults"), (quality, "outcomes")],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_a_code_is_given_once(file: ModuleType, listed: str, tmp_path: Path) -> None:
    dated = next(each for each in FILES if each.module is file)
    edition = dated.raw
    code = edition[listed][0]["id"]
    edition[listed] += [edition[listed][0]] * 2
    assert dated.faults(tmp_path, edition) == [f"rules.yaml: {listed}: {code} is there 3 times"]


def test_reasons_given_twice_are_told_in_the_order_of_the_alphabet(tmp_path: Path) -> None:
    dated = FILES[0]
    edition = dated.raw | {"valid_from": EARLY}
    edition["substitution_reasons"] *= 2
    names = sorted({each["id"] for each in edition["substitution_reasons"]})
    where = "rules.yaml: 2021-06-26.substitution_reasons:"
    assert dated.faults(tmp_path, edition) == [f"{where} {name} is given twice" for name in names]


def test_measures_that_nobody_knows_are_told_in_the_order_of_the_alphabet(tmp_path: Path) -> None:
    dated = FILES[1]
    unknown = [f"SL99{number}" for number in range(3, 10)]
    edition = dated.raw | {"measures": ["SL004", *reversed(unknown)]}
    assert dated.faults(tmp_path, edition) == [
        f"rules.yaml: measures: {name} is not in the catalogue" for name in unknown
    ]


def test_a_role_that_may_not_answer_owns_no_item(tmp_path: Path) -> None:
    dated = FILES[4]
    edition = dated.raw | {"owners": ["auditor", *dated.raw["owners"], "emperor"]}
    assert dated.faults(tmp_path, edition) == [
        f"rules.yaml: owners: {role} is no role that may answer data-quality items"
        for role in ("auditor", "emperor")
    ]


@pytest.mark.parametrize(
    ("kind", "is_sound"),
    [
        ({"suffix": "pdf", "media_type": "a/b", "starts_with": "25"}, True),
        ({"suffix": "txt", "media_type": "a/b", "is_text": True}, True),
        ({"suffix": "txt", "media_type": "a/b"}, False),
        ({"suffix": "pdf", "media_type": "a/b", "starts_with": "25", "is_text": True}, False),
    ],
)
def test_a_kind_of_file_starts_in_one_way_or_is_text(
    kind: dict[str, Any], is_sound: bool, tmp_path: Path
) -> None:
    dated = FILES[2]
    edition = dated.raw | {"kinds": [kind]}
    if is_sound:
        assert dated.read(tmp_path, edition)[0].kind_of(kind["suffix"]).media_type == "a/b"
        return
    said = f"rules.yaml: kinds.{kind['suffix']}: says neither how it starts nor that it is text"
    assert dated.faults(tmp_path, edition) == [said]


WHOLE = [(DisclosureRules, load_disclosure), (SecondMarks, load_second_marks)]
each_whole = pytest.mark.parametrize(("schema", "load"), WHOLE, ids=["disclosure", "second_marks"])


def several_of(load: Callable[[], Any], *days: date) -> dict[str, Any]:
    shipped: dict[str, Any] = load().model_dump()
    edition = shipped["editions"][0]
    return shipped | {"editions": [edition | {"valid_from": day} for day in days]}


@each_whole
@pytest.mark.parametrize("second", [EARLY, date(2021, 6, 25)])
def test_the_same_holds_where_editions_stand_under_a_title(
    schema: Any, load: Callable[[], Any], second: date
) -> None:
    with pytest.raises(DefinitionError, match="editions must be in order of valid_from, each date once"):
        validated(schema, several_of(load, EARLY, second), file="rules.yaml")


@each_whole
def test_the_edition_of_the_day_is_in_force_under_a_title_too(schema: Any, load: Callable[[], Any]) -> None:
    both = validated(schema, several_of(load, EARLY, LATE), file="rules.yaml")
    assert [both.on(day).valid_from for day in (EARLY, date(2024, 4, 30), LATE)] == [EARLY, EARLY, LATE]
    days = [date(year, 1, 1) for year in range(2020, 2030)]
    many = validated(schema, several_of(load, *days), file="rules.yaml")
    assert [edition.valid_from for edition in many.editions] == days


def test_no_rule_of_disclosure_is_taken_for_a_day_before_the_first() -> None:
    first = load_disclosure().editions[0].valid_from
    assert load_disclosure().on(first).valid_from == first
    with pytest.raises(ValueError, match="no rule of disclosure control is in force on 2000-01-01"):
        load_disclosure().on(date(2000, 1, 1))


def test_the_bounds_of_small_counts_are_in_order() -> None:
    raw = several_of(load_disclosure, EARLY, LATE)
    raw["editions"][0] |= {"suppress_from": 3, "suppress_to": 3}
    edition = validated(DisclosureRules, raw, file="rules.yaml").editions[0]
    assert [count for count in range(6) if edition.suppresses(count)] == [3]
    raw["editions"][0] |= {"suppress_to": 2}
    with pytest.raises(DefinitionError, match="suppress_to 2 is below suppress_from 3"):
        validated(DisclosureRules, raw, file="rules.yaml")
