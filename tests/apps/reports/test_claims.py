"""What people write about frozen figures, sentence by sentence. No database."""

import pytest

from apps.reports.claims.check import check_text
from apps.reports.claims.fault import Wrong
from apps.reports.claims.reading import lines_of
from tests.apps.reports.claims_world import facts

FACTS = facts()


def wrongs(text: str) -> list[str]:
    return [fault.wrong.value for fault in check_text(text, FACTS)]


def one(text: str):
    found = check_text(text, FACTS)
    assert len(found) == 1, found
    return found[0]


TRUE = [
    "The region supervised 1,200 people on 31 March 2026.",
    "In 2025-26, 66.3% of cases met SL004 (69 of 104).",
    "In 2025/26 SL004 stood at 66.3%, and in 2024/25 at 75.0%.",
    "SL004 fell from 75.0% in 2024-25 to 66.3% in 2025-26.",
    "SL004 was 8.7 percentage points lower than in 2024-25.",
    "Initial appointment (SL004) was 66.3%. It fell by 8.7 points.",
    "SL 004 came to 66% of cases, rounded.",
    "The 95% interval of SL004 runs from 56.8% to 74.7%.",
    "SL004 did not meet its target of 90%.",
    "We missed the target for SL004, and met it for nothing else of the kind.",
    "SL010 met its target of 95.0%.",
    "SL010 rose by 2.1 points, while SL004 fell by 8.7.",
    "SL010 improved on last year; SL004 got worse.",
    "Recalls (OM005) fell by 1.0 points, which is better.",
    "In Gwent 80.0% of cases met SL004, in Powys 47.5%.",
    "Gwent was higher than the region on SL004.",
    "Powys was lower than Gwent on SL004.",
    "SL004 was below its target.",
    "SL010 was above the target.",
    "SL004 rose from 75.0% in 2025-Q2 to 90.0% in 2025-Q4.",
    "SL004 met its target in October to December 2025.",
    "In April to June 2025 SL004 was unchanged on the year before.",
    "QM102 scored 71.4% from 38 cases of 40 sampled.",
    "The region met its target on 1 of 2 measures.",
    "It missed its target on one of the two measures.",
    "We have 2 delivery units and 412.5 staff in post.",
    "We trained 48 new officers [own figure: Regional training record, March 2026].",
    "We will raise SL004 to the target and increase SL004 every quarter.",
    "Staff morale rose, and nobody counted it.",
    "See Table 3 and section 4.2, of 12 March 2026, at 10:30 am.",
    "SL004 had a 1st and a 2nd visit.",
]


TRUE += [
    "Not all targets were met, and we did not meet all our targets.",
    "50% of our targets were met.",
    "Half of our targets were met.",
    "Sixty-six per cent of cases met SL004.",
    "QM102 was rated Good, which is a good band.",
    "The rating of QM102 is Good, and we aim for Outstanding.",
    "SL004 tumbled, while SL010 jumped.",
    "SL004 was behind its target.",
    "69 of the 104 cases met SL004.",
    "We want SL004 to rise to 90%.",
]
TRUE.append("CRS SL004 has a target that is met.")
FALSE_WORDS = [
    ("SL004 doubled in 2025-26.", Wrong.NUMBER),
    ("SL004 went up.", Wrong.DIRECTION),
    ("SL010 plummeted.", Wrong.DIRECTION),
    ("SL010 halved.", Wrong.NUMBER),
    ("We met both targets.", Wrong.VERDICT),
    ("We met our targets.", Wrong.VERDICT),
    ("Targets were met across the board.", Wrong.VERDICT),
    ("100% of targets were met.", Wrong.NUMBER),
    ("SL004 passed its target.", Wrong.VERDICT),
    ("SL010 was short of its target.", Wrong.VERDICT),
    ("QM102 was rated outstanding.", Wrong.VERDICT),
    ("Sentence plans were Inadequate.", Wrong.VERDICT),
    ("90% of cases met SL004.", Wrong.YEAR),
    ("SL004 stood at 74.7%.", Wrong.NUMBER),
    ("104 cases met SL004.", Wrong.NUMBER),
    ("Sixty-seven per cent of cases met SL004.", Wrong.NUMBER),
    ("One hundred per cent of cases met SL004.", Wrong.NUMBER),
]


@pytest.mark.parametrize(("text", "wrong"), FALSE_WORDS)
def test_what_is_false_in_other_words_is_refused(text: str, wrong: Wrong) -> None:
    assert wrongs(text) == [wrong.value]


@pytest.mark.parametrize("text", TRUE)
def test_what_the_figures_bear_out_passes(text: str) -> None:
    assert check_text(text, FACTS) == []


FALSE = [
    # An official release once named the wrong year in such a sentence.
    ("In 2024-25, 66.3% of cases met SL004.", Wrong.YEAR),
    ("In 2025-26 SL004 stood at 75.0%.", Wrong.YEAR),
    ("SL004 was 66.3% in 2023.", Wrong.YEAR),
    ("SL004 was 66.3% in 2024/25 and 75.0% in 2025/26.", Wrong.YEAR),
    ("In 2025-26, 66.4% of cases met SL004.", Wrong.NUMBER),
    ("SL004 was met by 70 cases.", Wrong.NUMBER),
    ("Of SL004, 104 of 69 cases met it.", Wrong.NUMBER),
    ("SL004 came to 67% of cases.", Wrong.NUMBER),
    ("The region supervised 1,300 people.", Wrong.NUMBER),
    ("SL004 missed its target of 95%.", Wrong.NUMBER),
    ("In Gwent 47.5% of cases met SL004.", Wrong.NUMBER),
    ("SL004 rose by 8.7 points.", Wrong.DIRECTION),
    ("SL004 improved.", Wrong.DIRECTION),
    ("SL010 was 2.1 percentage points lower than in 2024-25.", Wrong.DIRECTION),
    ("Recalls (OM005) got worse.", Wrong.DIRECTION),
    ("SL004 did not fall.", Wrong.DIRECTION),
    ("SL004 was unchanged.", Wrong.DIRECTION),
    ("SL004 was above its target.", Wrong.DIRECTION),
    ("Powys was higher than Gwent on SL004.", Wrong.DIRECTION),
    ("SL004 fell from 2025-Q2 to 2025-Q4.", Wrong.DIRECTION),
    ("SL004 has risen since 2019-20.", Wrong.UNCHECKED),
    ("SL011 rose.", Wrong.UNCHECKED),
    ("In Gwent SL004 rose.", Wrong.UNCHECKED),
    ("SL004 met its target.", Wrong.VERDICT),
    ("The target of SL010 was missed.", Wrong.VERDICT),
    ("SL004 met its target in 2025-Q2.", Wrong.VERDICT),
    ("SL011 met its target.", Wrong.VERDICT),
    ("All targets were met.", Wrong.VERDICT),
    ("The region met its target on 2 of 2 measures.", Wrong.NUMBER),
    ("It met its targets on two of the two measures.", Wrong.NUMBER),
    ("We trained 48 new officers.", Wrong.NO_FIGURE),
    ("A third visit took place in 17 per cent of homes.", Wrong.NO_FIGURE),
    ("We work in 9 delivery units.", Wrong.NUMBER),
    ("We trained 48 officers [own figure: ].", Wrong.MARK),
    ("SL004 was 66.3% [cite measures/SL004 rate].", Wrong.MARK),
]


@pytest.mark.parametrize(("text", "wrong"), FALSE)
def test_what_the_figures_do_not_bear_out_is_refused(text: str, wrong: Wrong) -> None:
    assert wrong.value in wrongs(text)


def test_a_fault_says_what_was_found_and_what_was_expected() -> None:
    fault = one("SL004 was 66.4% of cases.")
    assert (fault.sentence, fault.found) == ("SL004 was 66.4% of cases.", "66.4")
    assert fault.expected.startswith("66.3 (Rate (%), SL004 Initial appointment)")


CITED = "In 2025-26, 66.3% of cases met it (69 of 104) [cite measures/SL004: rate, met, counted]."


def test_cited_numbers_are_those_of_their_cells_in_order() -> None:
    assert check_text(CITED, FACTS) == []
    assert wrongs(CITED.replace("66.3", "66.4")) == ["number"]
    assert wrongs(CITED.replace("69 of 104", "104 of 69")) == ["number", "number"]
    assert wrongs(CITED.replace("(69 of 104) ", "")) == ["number", "number"]
    assert wrongs(CITED.replace("In", "With 12 others, in")) == ["number"] * 3 + ["no figure"]


def test_a_cited_sentence_names_the_year_of_its_cells() -> None:
    assert one(CITED.replace("2025-26", "2024-25")).expected == "2025-26"


def test_a_cited_sentence_names_the_measure_and_place_of_its_cells() -> None:
    assert wrongs("SL010 reached 66.3% [cite measures/SL004: rate].") == ["place"]
    assert wrongs("In Powys 80.0% met it [cite sl004-units/H103: rate].") == ["place"]


def test_a_cited_row_without_a_number_is_held_to_its_direction() -> None:
    assert check_text("It fell [cite measures/SL004].", FACTS) == []
    assert wrongs("It rose [cite measures/SL004].") == ["direction"]
    assert wrongs("The target was met [cite measures/SL004].") == ["verdict"]


def test_a_suppressed_cell_cannot_be_cited_as_a_number() -> None:
    assert one("It was 3 [cite sl004-quarters/2025-Q3: met].").expected.startswith("[c]")


def test_a_cell_that_is_not_there_cannot_be_cited() -> None:
    assert wrongs("It was 3 [cite measures/SL999: met].") == ["mark"]


def test_counts_of_rows_can_be_cited() -> None:
    said = "The target was met on {} of {} [cite measures?verdict=Yes; measures?verdict=Yes|No]."
    assert check_text(said.format(1, 2), FACTS) == []
    assert wrongs(said.format(2, 2)) == ["number"]
    assert check_text("It has 2 delivery units [cite delivery-units?rows].", FACTS) == []
    assert check_text("One is hidden, 1 [cite measures?verdict=(c)].", FACTS) == []


def test_an_own_source_excuses_a_number_but_no_direction_and_no_verdict() -> None:
    source = " [own figure: Case audit, May 2026]"
    assert check_text(f"SL004 reached 72.0% in our own count{source}.", FACTS) == []
    assert wrongs(f"SL004 rose to 72.0%{source}.") == ["direction"]
    assert wrongs(f"SL004 met its target with 91.0%{source}.") == ["verdict"]
    assert wrongs(f"SL004 was 66.3% in 2024-25{source}.") == ["year"]


def test_a_cited_number_and_an_own_one_stand_in_one_sentence() -> None:
    said = "Of 500 letters, 66.3% came in time [cite measures/SL004: rate] [own figure: Post book]."
    assert check_text(said, FACTS) == []


def test_headings_say_what_the_paragraphs_below_are_about() -> None:
    assert wrongs("## Initial appointment\n\nThe rate was 66.4%.") == ["number"]
    said = "## Initial appointment\n\nThe rate was 66.3%.\n\n## Staff\n\nThe rate was 66.3%."
    assert wrongs(said) == ["no figure"]


def test_sentences_keep_their_marks_and_lists_their_items() -> None:
    text = "# Head\n\nOne, e.g. this. Two [cite a/b: c]. **Three** is [here](https://x.example)."
    text += "\n\n- Four\n- Five"
    assert [line.text for line in lines_of(text)] == [
        "Head",
        "One, e.g. this.",
        "Two [cite a/b: c].",
        "Three is here.",
        "Four",
        "Five",
    ]
