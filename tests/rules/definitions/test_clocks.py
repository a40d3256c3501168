"""The shipped clocks, and what keeps them apart from measures."""

from datetime import date
from pathlib import Path

import pytest

from rules.definitions.catalogue import clock_catalogue
from rules.definitions.clocks import load_clocks_elsewhere
from rules.definitions.examples import load_examples
from rules.definitions.files import DefinitionError
from rules.definitions.measures import CLOCKS, load_catalogue, load_clocks, load_measures, measure
from rules.definitions.programme_catalogue import programme_catalogue

# The length of each clock, as its source gives it: business days, days, months, months before an end.
LENGTHS = {
    "CLOCK_ALLOCATION": (5, None, None, None),
    "CLOCK_BREACH_HEARING": (1, None, None, None),
    "CLOCK_BREACH_RESULT": (1, None, None, None),
    "CLOCK_EM_OUTCOME": (2, None, None, None),
    "CLOCK_HANDOVER": (None, None, None, 7),
    "CLOCK_INFORMATION_REQUEST": (2, None, None, None),
    "CLOCK_POSTRELEASE_CONTACTS": (None, 14, None, None),
    "CLOCK_PRERELEASE_CONTACTS": (None, None, None, None),
    "CLOCK_PROGRAMME_REVIEW_3": (None, None, None, 3),
    "CLOCK_PROGRAMME_REVIEW_6": (None, None, None, 6),
    "CLOCK_UPW_ABSENCE": (1, None, None, None),
    "CLOCK_UPW_ASSESSMENT": (10, None, None, None),
    "CLOCK_UPW_INDUCTION": (15, None, None, None),
    "CLOCK_UPW_REVIEW_6": (None, None, 6, None),
    "CLOCK_UPW_REVIEW_9": (None, None, 9, None),
}


def test_the_clocks_are_as_long_as_their_sources_say() -> None:
    found = {}
    for name, clock in load_clocks().items():
        p = clock.editions[0].parameters
        found[name] = (p.clock_business_days, p.clock_days, p.clock_months, p.months_before_end)
    assert found == LENGTHS


def test_a_handover_is_due_seven_and_a_half_months_before_release_or_fifteen() -> None:
    parameters = measure("CLOCK_HANDOVER").editions[0].parameters
    assert (parameters.months_before_end, parameters.days_before_end) == (7, 15)
    assert parameters.early_months_before_end == 15


def test_a_clock_is_judged_by_its_id_and_is_no_measure() -> None:
    assert measure("CLOCK_ALLOCATION").valid_from == date(2021, 6, 26)
    assert not set(load_clocks()) & (set(load_measures()) | set(load_catalogue()))


@pytest.mark.parametrize("name", sorted(LENGTHS))
def test_every_clock_tells_done_from_not_done(name: str) -> None:
    clock = load_clocks()[name]
    assert {"due_days_after_as_at", "done_days_after_due", "done_found"} <= set(clock.facts)
    reasons = {rule.reason for rule in clock.verdicts}
    assert {"not_yet_due", "done_before_due", "done_in_time", "done_late", "overdue"} <= reasons


@pytest.mark.parametrize("name", sorted(LENGTHS))
def test_the_page_of_clocks_shows_each_reason_and_example(name: str) -> None:
    page = clock_catalogue()
    assert all(rule.sentence in page for rule in load_clocks()[name].verdicts)
    assert all(example.name in page for example in load_examples(name))


def test_clocks_about_organisations_are_listed_with_the_room_that_keeps_them() -> None:
    page = clock_catalogue()
    assert [each.kept_by for each in load_clocks_elsewhere()] == ["inspections", "planning", "planning"]
    assert all(each.title in page for each in load_clocks_elsewhere())


def test_the_page_of_programmes_shows_the_criteria() -> None:
    page = programme_catalogue()
    assert "| time left | weeks left after programme | 7 or more | open |" in page
    assert "medium 50 to 74" in page
    assert (
        "- Drugs and alcohol: substance misuse, drug treatment, alcohol treatment before dependency" in page
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "framework: operational_clock",
            "framework: probation_service",
            "framework: found probation_service",
        ),
        ("id: CLOCK_ALLOCATION", "id: SL999", "begin with CLOCK_"),
    ],
)
def test_a_measure_among_the_clocks_is_refused(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = (CLOCKS / "CLOCK_ALLOCATION" / "definition.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "clocks" / "CLOCK_ALLOCATION"
    folder.mkdir(parents=True)
    (folder / "definition.yaml").write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_clocks(folder.parent)
    assert said in str(refused.value)


def test_a_clock_among_the_measures_is_refused(tmp_path: Path) -> None:
    text = (CLOCKS / "CLOCK_ALLOCATION" / "definition.yaml").read_text(encoding="utf-8")
    (tmp_path / "CLOCK_ALLOCATION").mkdir()
    (tmp_path / "CLOCK_ALLOCATION" / "definition.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match="clocks, and no others, are operational_clock"):
        load_measures(tmp_path)
