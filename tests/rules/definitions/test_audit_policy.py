"""The dated rules of small numbers and of characteristics in audits."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from rules.definitions.audit_characteristics import (
    DATA,
    audit_characteristics_on,
    load_audit_characteristics,
)
from rules.definitions.dated import on_day
from rules.definitions.files import DefinitionError
from rules.definitions.small_numbers import load_small_numbers, small_numbers_on
from rules.events.rows import Person

TODAY = date(2026, 3, 31)
EDITION = """
- valid_from: {day}
  source: product
  reviewed_on: 2026-11-22
  fewest_with_percent: {fewest}
  counts_first_below: 10
  fewest_in_a_group: 5
  fewest_compared: 10
  level: "1/20"
  correction: holm
"""


def test_few_cases_show_counts_before_percentages_and_fewer_none() -> None:
    rules = small_numbers_on(TODAY)
    assert [rules.shows_percent(cases) for cases in (0, 4, 5)] == [False, False, True]
    assert [rules.counts_first(cases) for cases in (5, 9, 10)] == [True, True, False]
    assert rules.level == Fraction(1, 20)


def test_the_edition_of_the_day_holds_and_the_first_one_before_it(tmp_path: Path) -> None:
    path = tmp_path / "small_numbers.yaml"
    path.write_text(EDITION.format(day="2021-06-26", fewest=5) + EDITION.format(day="2030-01-01", fewest=7))
    editions = load_small_numbers(path)
    found = [on_day(editions, date(year, 1, 1)).fewest_with_percent for year in (2020, 2029, 2030)]
    assert found == [5, 5, 7]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "found no edition"),
        (
            EDITION.format(day="2030-01-01", fewest=5) + EDITION.format(day="2021-06-26", fewest=5),
            "out of order",
        ),
        (EDITION.format(day="2021-06-26", fewest=11), "is below fewest_with_percent"),
        (EDITION.format(day="2021-06-26", fewest=5).replace("1/20", "2"), "level"),
        (EDITION.format(day="2021-06-26", fewest=5).replace("holm", "none"), "correction"),
    ],
)
def test_faults_are_told(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "small_numbers.yaml"
    path.write_text(text)
    with pytest.raises(DefinitionError, match=problem):
        load_small_numbers(path)


@pytest.mark.parametrize(
    ("age", "group"),
    [
        (17, "Under 18"),
        (18, "18 to 20"),
        (20, "18 to 20"),
        (21, "21 to 24"),
        (64, "55 to 64"),
        (65, "65 and over"),
        (99, "65 and over"),
    ],
)
def test_an_age_falls_in_one_group(age: int, group: str) -> None:
    rules = audit_characteristics_on(TODAY)
    assert rules.age_group(age) == group
    assert group in rules.age_groups


def test_every_characteristic_of_the_extract_s_people_is_told_apart() -> None:
    recorded = set(audit_characteristics_on(TODAY).recorded)
    assert recorded == set(Person.__dataclass_fields__) - {"person_id", "date_of_birth"}


def test_what_is_not_recorded_is_no_group_and_a_refusal_to_say_is_one() -> None:
    rules = audit_characteristics_on(TODAY)
    religion = rules.recorded["religion"]
    assert [rules.group(religion, value) for value in (None, "", "unknown")] == [None, None, None]
    assert rules.group(religion, "prefers_not_to_say") == "Prefers not to say"
    assert rules.group(religion, "none") == "No religion"
    with pytest.raises(ValueError, match="religion: found 'moon'"):
        rules.group(religion, "moon")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[18, 25]", "[25, 18]", "young_adult_ages must rise"),
        ("id: disability", "id: sex", "there twice"),
        ("ages_from: [18, 21", "ages_from: [18, 18", "ages_from must rise"),
    ],
)
def test_faults_of_characteristics_are_told(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "characteristics.yaml"
    path.write_text(DATA.read_text().replace(old, new))
    with pytest.raises(DefinitionError, match=problem):
        load_audit_characteristics(path)
