"""How many false sentences the check refuses, and that it refuses none of those that regions really write."""

from pathlib import Path

import pytest
import yaml

from apps.reports.claims.check import check_text
from apps.reports.claims.fault import Wrong
from tests.apps.reports.claims_world import facts

FOLDER = Path(__file__).parent / "claims_corpus"
FACTS = facts()
# They pass, and docs/claims.md says why. One that no longer passes leaves this list.
KNOWN_TO_PASS = {
    "Gwent and Powys performed equally, both at 80.0% on SL004.",
    "Neither Gwent nor Powys reached 80% on SL004.",
    "All 40 sampled cases were scored in the audit of sentence plans (QM102).",
}


def sentences(name: str) -> list[str]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text())["sentences"]


TRUE, FALSE, HELD_OUT = (sentences(name) for name in ("true_or_neutral", "false", "held_out_false"))


def passed(texts: list[str]) -> set[str]:
    return {text for text in texts if not check_text(text, FACTS)}


def test_no_sentence_of_the_kind_that_regions_write_is_refused() -> None:
    assert {text: found for text in TRUE if (found := check_text(text, FACTS))} == {}


def test_every_refusal_says_what_is_wrong_and_what_was_expected() -> None:
    faults = [fault for text in FALSE + HELD_OUT for fault in check_text(text, FACTS)]
    assert [one for one in faults if not (one.found and one.expected and one.sentence)] == []


def test_the_lists_are_large_and_the_share_refused_is_high() -> None:
    assert len(set(TRUE)) >= 60
    assert len(set(FALSE)) >= 150
    assert len(set(HELD_OUT)) == 40
    assert len(passed(FALSE)) <= 0.05 * len(FALSE)
    assert len(passed(HELD_OUT)) <= 0.05 * len(HELD_OUT)


def test_what_is_known_to_pass_still_does() -> None:
    assert passed(FALSE + HELD_OUT) == KNOWN_TO_PASS


def test_a_refused_sentence_about_a_measure_comes_with_a_right_one_that_passes() -> None:
    rights = {fault.instead for text in FALSE for fault in check_text(text, FACTS) if fault.instead}
    assert len(rights) >= 4
    assert [text for text in rights if check_text(text, FACTS)] == []
    assert check_text("SL004 rose.", FACTS)[0].instead.startswith(
        "SL004 Initial appointment: the rate is 8.7 percentage points lower"
    )


@pytest.mark.parametrize(
    "text",
    ["SL004 is the best in England", "SL004 was GREEN", "SL004 rose for the third year in a row"],
)
def test_what_no_frozen_figure_tells_needs_a_named_source(text: str) -> None:
    assert Wrong.UNCHECKED in {fault.wrong for fault in check_text(f"{text}.", FACTS)}
    sourced = check_text(f"{text} [own figure: national scorecard, May 2026].", FACTS)
    assert Wrong.UNCHECKED not in {fault.wrong for fault in sourced}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SL004 was 8.7 points below its target.", "23.7 points below the target (66.3% against 90.0%)"),
        ("70 cases did not meet SL004.", "35 (104 counted, 69 met)"),
        ("SL004 doubled.", "75.0% before, 66.3% now: 0.88 times as much"),
        ("Three quarters of our targets were met.", "1 of 2 targets met"),
        ("Powys had the best rate on SL004.", "Gwent 80.0%, Powys 47.5%"),
        ("SL004 was 66.3% in 2024.", "2025-26 or 2024-25: a calendar year is no performance year"),
    ],
)
def test_a_refusal_shows_the_sum_behind_it(text: str, expected: str) -> None:
    assert expected in {fault.expected for fault in check_text(text, FACTS)}


def test_a_figure_that_would_give_a_suppressed_one_away_is_never_worked_out() -> None:
    faults = check_text("3 cases did not meet SL011.", FACTS)
    assert [fault.wrong for fault in faults] == [Wrong.NUMBER]
    assert not any(letter.isdigit() for letter in faults[0].expected)


WELSH_TRUE = [
    "Gostyngodd SL004 yn 2025-26.",
    "Ni chyrhaeddodd SL004 ei darged.",
    "Cyrhaeddodd SL010 ei darged.",
    "Cododd SL010 o 95.9% i 98.0%.",
    "Bydd SL004 wedi codi erbyn 2027.",
    "Diolch i bob aelod o staff.",
]
WELSH_FALSE = [
    "Cododd SL004 yn 2025-26.",
    "Mae SL004 wedi gwella.",
    "Cyrhaeddodd SL004 ei darged.",
    "Methodd SL010 ei darged.",
    "Gostyngodd SL010 yn 2025-26.",
    "Cyrhaeddodd SL010 ei darged yn 2022.",
]


@pytest.mark.parametrize("text", WELSH_TRUE)
def test_a_true_or_neutral_welsh_sentence_passes(text: str) -> None:
    assert check_text(text, FACTS.read_in("cy")) == []


@pytest.mark.parametrize("text", WELSH_FALSE)
def test_a_false_direction_verdict_or_year_in_welsh_is_refused(text: str) -> None:
    assert check_text(text, FACTS.read_in("cy"))
