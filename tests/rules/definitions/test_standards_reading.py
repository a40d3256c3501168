"""Documents of standards as they come: edited, re-ordered, wrapped, faulty. The words are made up."""

import os
from pathlib import Path

import pytest

from rules.definitions.files import validated
from rules.definitions.standards import PromptKey, fingerprint, newest_standards
from rules.definitions.standards_document import MOST_WORDING, Refused, StandardsDocument, counts
from rules.definitions.standards_own_words import document_of
from rules.definitions.standards_reading import MOST_PARTS, read_standards
from rules.definitions.standards_text import MOST_BYTES, MOST_LINES, MOST_TOLD
from tests.factories.standards_documents import LIGHTHOUSES

SHORT_WORDS = newest_standards()
PUBLISHED = os.environ.get("PROBITY_STANDARDS_DOCUMENT", "")
DOUBLED = "Regional questions 1.2.1 prompt 3"


def _read(text):
    return read_standards(text.encode(), levels=SHORT_WORDS.levels)


def _changed(*changes, text=LIGHTHOUSES):
    for before, after in changes:
        assert text.count(before) >= 1, before
        text = text.replace(before, after)
    return text


def _findings(text):
    """Those beside the doubled letter that the document has anyway."""
    found = [str(finding) for finding in _read(text).findings]
    assert sum(each.startswith(DOUBLED) for each in found) == 1
    return [each for each in found if not each.startswith(DOUBLED)]


def _faults(content):
    with pytest.raises(Refused) as caught:
        read_standards(content, levels=SHORT_WORDS.levels)
    return [str(fault) for fault in caught.value.faults]


def _counts(document):
    return [(each.standards, each.questions, each.prompts) for each in counts(document)]


def test_standards_questions_and_prompts_are_counted_by_level():
    document = _read(LIGHTHOUSES).document
    assert [level.id for level in document.levels] == ["regional", "domain_one", "domain_two"]
    assert _counts(document) == [(2, 2, 5), (1, 1, 2), (1, 2, 4), (4, 5, 11)]
    assert document.printed == "2031-03"


def test_a_prompt_keeps_its_letter_its_sign_its_case_and_its_line():
    document = _read(LIGHTHOUSES).document
    lens = document.prompts[PromptKey("domain_two", "2.1.1", 2)]
    assert (lens.letter, lens.text, lens.mark) == ("b", "Is the lens clean and well-kept?", "*")
    assert LIGHTHOUSES.splitlines()[lens.line - 1].startswith("- b) Is the lens")
    pilots = document.prompts[PromptKey("domain_two", "2.1.1", 3)]
    assert (pilots.only_for, pilots.text) == ("Harbour towers", "Harbour towers only: Can the pilots see it?")
    assert document.footnote("*") == "Prompts marked * are not asked of towers without a lens."
    assert document.footnote("†") == ""


def test_a_sentence_that_goes_on_over_a_gap_is_one_prompt():
    storms = _read(LIGHTHOUSES).document.prompts[PromptKey("domain_one", "1.1.1", 2)]
    assert storms.text.endswith("even in the long nights of the winter?")


def test_a_letter_printed_twice_is_told_with_its_place_and_both_prompts_are_kept():
    reading = _read(LIGHTHOUSES)
    (finding,) = reading.findings
    assert finding.place == f"{DOUBLED}, line 42"
    assert finding.found == "the letter b a second time, before “Is there a way to complain about the fog?”"
    assert finding.expected == "c; both are kept, as prompts 2 and 3"
    assert [each.letter for each in reading.document.questions["regional", "1.2.1"].prompts] == [
        "a",
        "b",
        "b",
    ]


def test_a_document_survives_storage_whole():
    document = _read(LIGHTHOUSES).document
    assert validated(StandardsDocument, document.model_dump(mode="json"), file="stored") == document


def test_levels_and_standards_in_another_order_load_in_that_order():
    head, regional, one, two = (
        LIGHTHOUSES[: LIGHTHOUSES.index("1. Regional")],
        LIGHTHOUSES[LIGHTHOUSES.index("1. Regional") : LIGHTHOUSES.index("2. Tower")],
        LIGHTHOUSES[LIGHTHOUSES.index("2. Tower") : LIGHTHOUSES.index("3. Tower")],
        LIGHTHOUSES[LIGHTHOUSES.index("3. Tower") :],
    )
    document = _read(head + two + regional + one).document
    assert [level.id for level in document.levels] == ["domain_two", "regional", "domain_one"]
    assert _counts(document)[-1] == (4, 5, 11)
    assert set(document.prompts) == set(_read(LIGHTHOUSES).document.prompts)


@pytest.mark.parametrize(
    ("change", "count"),
    [
        (("- b) Can keepers rest?\n", ""), (4, 5, 10)),
        (("- a) Is it lit at dusk?\n", "- a) Is it lit at dusk?\n- b) And at dawn?\n"), (4, 5, 12)),
        (("2.1.2 Are ships kept safe?\n\n- a) Is the rock marked?*\n", ""), (4, 4, 10)),
        (("2.1.2 Are", "2.2 Ships\n\n2.2.1 Are"), (5, 5, 11)),
    ],
)
def test_an_edited_copy_loads_as_it_is(change, count):
    assert _counts(_read(_changed(change)).document)[-1] == count


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        ("- c) Harbour", "- d) Harbour", "the letter d after b; expected c; kept as prompt 3"),
        ("- a) Is it lit at", "- b) Is it lit at", "the letter b first; expected a; kept as prompt 1"),
        ("- a) Is it lit at", "- Is it lit at", "no letter before “Is it lit at dusk?”; expected a; kept"),
        ("2.1.2 Are", "2.1.1 Are", "key question 2.1.1 again, “Are ships kept safe?”; expected a number of"),
        ("2.1.2 Are", "2.1.1 Are", "its own; kept as 2.1.1-2"),
        ("2.1.2 Are", "2.2.2 Are", "2.2.2 under standard 2.1; expected a number beginning with 2.1"),
        ("1.2 Crew", "1.1 Crew", "standard 1.1 again, “Crew”; expected a number of its own; kept as 1.1-2"),
        ("1.2 Crew\n", "1.2 Crew\n\n1.3 Oil\n", "no key question; expected at least one"),
        ("lit at dusk?", "lit at dusk", "“Is it lit at dusk”; expected a sentence with an end"),
        ("1.2 Crew", "Boats are out.\n\n1.2 Crew", "“Boats are out.”; expected a standard, a key question"),
        ("*Prompts marked * are not asked of towers without a lens.*\n", "", "the sign *; expected a note"),
        ("rock marked?*", "rock marked?†", "the sign †; expected a note that says what it means"),
        ("?*", "?", "a note about the sign *; expected a prompt with this sign"),
        ("1. Regional questions\n", "", "“1.1 Direction”; expected the heading of a level before it"),
        ("1.1 Direction\n\n1.1.1 How", "1.1.1 How", "the coast as a whole lit?”; expected the heading of"),
        (
            "1.2 Crew\n",
            "- a) Who is first?\n\n1.2 Crew\n",
            "the letter a after b; expected c; kept as prompt 3",
        ),
        ("1.2.1 Are", "- a) Who is first?\n\n1.2.1 Are", "“a) Who is first?”; expected a standard, a key"),
        ("2.1.2 Are", "2.1 Lamp work (continued)\n\n2.1.2 Are", "read as its continuation"),
        ("marked?*\n", "marked?*\n\nAnnexe B: Oil\n\nOil is dear.\n", "“Annexe B: Oil” and 1 more lines"),
    ],
)
def test_what_the_document_gets_wrong_is_told_and_kept(before, after, finding):
    found = [str(each) for each in _read(_changed((before, after))).findings]
    assert any(finding in each for each in found), found


def test_a_key_question_without_prompts_is_told_where_others_follow():
    prompts = LIGHTHOUSES[LIGHTHOUSES.index("- a) Do the crew") : LIGHTHOUSES.index("3. Tower")]
    found = _findings(_changed((prompts, "")))
    assert found == ["Tower standards - Domain one 1.1.1, line 50: found no prompt; expected at least one"]


def test_text_that_fits_nowhere_is_kept_with_its_line():
    document = _read(_changed(("1.2 Crew", "Boats are no part\nof this.\n\n1.2 Crew"))).document
    (passage,) = document.unplaced
    assert passage.text == "Boats are no part of this."
    assert (document.levels[0].intro, document.levels[0].standards[0].statement) == ("", "")


def test_text_under_a_heading_belongs_to_it():
    text = _changed(("1. Regional questions\n", "1. Regional questions\n\nThe coast comes first.\n"))
    assert _read(text).document.levels[0].intro == "The coast comes first."
    assert _read(text).document.level("domain_two").standards[0].statement == "The lamp is lit in time."


def test_levels_whose_headings_have_no_number_are_known_by_their_words():
    text = _changed(("1. Regional", "Regional"), ("2. Tower", "Tower"), ("3. Tower", "Tower"))
    document = _read(text).document
    assert [(level.id, level.number) for level in document.levels] == [
        ("regional", ""),
        ("domain_one", ""),
        ("domain_two", ""),
    ]


def test_a_level_with_other_words_opens_a_level_of_its_own():
    document = _read(_changed(("3. Tower standards - Domain two", "3. Standards for 5 harbours"))).document
    assert document.levels[2].id == "standards_for_5_harbours"
    assert len(document.prompts) == 11


def test_two_levels_of_one_name_have_two_ids():
    document = _read(_changed(("2. Tower standards - Domain one", "2. Regional crews"))).document
    assert [level.id for level in document.levels] == ["regional", "regional_crews", "domain_two"]


def test_pages_of_a_pdf_leave_their_heads_and_numbers_behind():
    text = _changed(
        ("1.2 Crew", "12\n\fLamp Wardens 2031   13\n\n1.2 Crew"),
        ("- b) Is the lens", "14\n\fLamp Wardens 2031   15\n\n- b) Is the lens"),
        ("clean and well-kept", "clean and\n\n16\n\fLamp Wardens 2031   17\n\nwell-kept"),
    )
    reading = _read(text)
    assert _counts(reading.document) == _counts(_read(LIGHTHOUSES).document)
    assert (
        reading.document.prompts[PromptKey("domain_two", "2.1.1", 2)].text
        == "Is the lens clean and well-kept?"
    )
    assert [each.found for each in reading.findings[1:]] == [
        "a page number, “12”",
        "a running head, “Lamp Wardens 2031 13”",
    ]


def test_a_numbered_prompt_may_go_on_over_a_page():
    text = _changed(
        ("- a) Is the rock marked?*", "1. Is the rock, in all the years of the storms,\n\nmarked?*")
    )
    prompt = _read(text).document.prompts[PromptKey("domain_two", "2.1.2", 1)]
    assert (prompt.letter, prompt.text) == ("1", "Is the rock, in all the years of the storms, marked?")


def test_a_note_may_go_on_over_a_page():
    text = _changed(("not asked of towers without a lens", "not asked of towers\n\nwithout a lens"))
    assert _read(text).document.footnote("*") == "Prompts marked * are not asked of towers without a lens."


def test_a_table_of_contents_is_no_list_of_standards():
    contents = "\n".join(f"1.{n} Something ........ {n}" for n in range(1, 5))
    text = _changed(("1. Regional questions\n", f"{contents}\n\n1. Regional questions\n"))
    assert _counts(_read(text).document) == _counts(_read(LIGHTHOUSES).document)


def test_signs_that_a_pdf_uses_for_letters_and_spaces_are_read_as_such():
    text = _changed(("Is the lens clean", "Is\u00a0the  lens su\ufb03cient, main\u00ad\ntained, clean"))
    lens = _read(text).document.prompts[PromptKey("domain_two", "2.1.1", 2)]
    assert lens.text == "Is the lens sufficient, maintained, clean and well-kept?"


def test_headings_in_markdown_are_headings():
    text = _changed(
        ("1. Regional questions", "## 1. Regional questions"), ("2.1 Lamp work", "**2.1 Lamp work**")
    )
    assert _counts(_read(text).document) == _counts(_read(LIGHTHOUSES).document)


@pytest.mark.parametrize(
    "printed", ["- b) Is it?*", "- b) Is it*?", "- b)* Is it?", "- *b) Is it?", "* (b) Is it? *"]
)
def test_a_sign_may_stand_before_or_after_the_wording(printed):
    text = _changed(("- b) Is the lens clean and well-kept?*", printed))
    prompt = _read(text).document.prompts[PromptKey("domain_two", "2.1.1", 2)]
    assert (prompt.text, prompt.mark, prompt.letter) == ("Is it?", "*", "b")


def test_a_document_that_writes_no_full_stops_is_read_all_the_same():
    text = LIGHTHOUSES.replace("?", "")
    assert _counts(_read(text).document)[-1] == (4, 5, 11)


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"", ["the file: found nothing; expected a document of standards as text"]),
        (b" \n\r\n\t", ["the file: found nothing; expected a document of standards as text"]),
        (b"x" * (MOST_BYTES + 1), [f"the file: found more than {MOST_BYTES:,} bytes"]),
        (b"a\n" * MOST_LINES, [f"the file: found 20,001 lines; expected at most {MOST_LINES:,}"]),
        (b"%PDF-1.7\n\x00\xff", ["the file: found a PDF; expected its text"]),
        (b"PK\x03\x04\x00", ["the file: found a zip archive or an office document; expected its text"]),
        (LIGHTHOUSES.encode("utf-16"), ["the file: found text in UTF-16; expected text in UTF-8"]),
        (b"Dear Sir,\n\nthank you.\n", ["the file: found no key question with a number such as 2.1.1"]),
        (LIGHTHOUSES[:300].encode(), ["the file: found no key question with a number such as 2.1.1"]),
    ],
)
def test_a_file_that_is_no_document_of_standards_is_refused(content, faults):
    found = _faults(content)
    assert len(found) == len(faults)
    assert all(whole.startswith(part) for whole, part in zip(found, faults, strict=True)), found


def test_every_wrong_byte_is_told_with_its_place():
    lines = LIGHTHOUSES.encode().split(b"\n")
    lines[30] += b" caf\xe9"
    lines[32] += b" \x00"
    lines[35] += b"\x07"
    found = _faults(b"\n".join(lines))
    assert [each.split(";")[0] for each in found] == [
        f"line 31, byte {len(lines[30])}: found the byte 0xe9",
        f"line 33, byte {len(lines[32])}: found a NUL byte",
        f"line 36, byte {len(lines[35])}: found the control character 0x07",
    ]


def test_faults_of_bytes_and_of_what_they_say_are_told_together():
    found = _faults(LIGHTHOUSES.replace("rock", "r\x00ck").removesuffix(" marked?*\n").encode())
    assert len(found) == 2
    assert "the end of the sentence: the file stops here" in found[1]


def test_many_wrong_lines_are_counted_after_the_first():
    found = _faults(LIGHTHOUSES.encode() + b"\x00\n" * 100)
    assert len([each for each in found if "a NUL byte" in each]) == MOST_TOLD
    assert found[MOST_TOLD].startswith("further down: found the same on 80 more lines")


@pytest.mark.parametrize(
    ("before", "fault"),
    [
        ("marked?*", "“a Is the rock” and then nothing; expected the end of the sentence"),
        ("- a) Is the rock", "“2.1.2 Are ships kept safe?” and then nothing; expected a prompt under it"),
        ("\n2.1.1 Is", "“2.1 Lamp work” and then nothing; expected a key question under it"),
    ],
)
def test_a_file_that_was_cut_is_refused_with_where_it_stops(before, fault):
    (found,) = _faults(LIGHTHOUSES[: LIGHTHOUSES.index(before)].encode())
    assert fault in found
    assert "the file stops here" in found


def test_a_file_cut_between_two_parts_is_a_shorter_document():
    cut = LIGHTHOUSES[: LIGHTHOUSES.index("2.1.2 Are")]
    assert _counts(_read(cut).document)[-1] == (4, 4, 10)


def test_a_text_too_long_and_a_document_with_too_many_parts_are_refused():
    long = _changed(("Is it lit at dusk?", "Is it " + "very " * 500 + "lit?"))
    (fault,) = _faults(long.encode())
    assert f"at most {MOST_WORDING:,}" in fault
    many = LIGHTHOUSES + "- b) Again?\n" * MOST_PARTS
    (fault,) = _faults(many.encode())
    assert f"at most {MOST_PARTS:,}" in fault


def test_the_short_words_make_a_document_with_the_same_keys():
    document = document_of(SHORT_WORDS)
    assert list(document.prompts) == list(SHORT_WORDS.prompts)
    assert sum(prompt.mark == "*" for prompt in document.prompts.values()) == 9
    assert sum(prompt.only_for == "Post-custody cases" for prompt in document.prompts.values()) == 3
    assert validated(StandardsDocument, document.model_dump(mode="json"), file="stored") == document


@pytest.mark.skipif(not PUBLISHED, reason="PROBITY_STANDARDS_DOCUMENT names no published document")
class TestThePublishedDocument:
    """Runs only over the document itself, whose wording is not the product's to hold."""

    def test_it_loads_whole_and_its_doubled_letter_is_told(self):
        reading = read_standards(Path(PUBLISHED).read_bytes(), levels=SHORT_WORDS.levels)
        assert _counts(reading.document) == [(4, 11, 41), (4, 13, 61), (7, 17, 80), (15, 41, 182)]
        (finding,) = reading.findings
        assert finding.place.startswith("Regional questions 1.2.4 prompt 5")
        assert finding.found.startswith("the letter d a second time")

    def test_every_short_text_stands_beside_the_wording_it_was_written_for(self):
        document = read_standards(Path(PUBLISHED).read_bytes(), levels=SHORT_WORDS.levels).document
        assert list(document.prompts) == list(SHORT_WORDS.prompts)
        for key, short in SHORT_WORDS.prompts.items():
            printed = document.prompts[key]
            assert (fingerprint(printed.text), printed.letter) == (short.wording, short.letter), key

    def test_the_signs_are_where_the_short_words_have_them(self):
        document = read_standards(Path(PUBLISHED).read_bytes(), levels=SHORT_WORDS.levels).document
        rules = {"*": "rehabilitative", "": "always"}
        for key, prompt in document.prompts.items():
            rule = "post_custody" if prompt.only_for == "Post-custody cases" else rules[prompt.mark]
            assert SHORT_WORDS.prompts[key].applies == rule, key

    def test_no_short_text_repeats_the_wording(self):
        document = read_standards(Path(PUBLISHED).read_bytes(), levels=SHORT_WORDS.levels).document
        for key, prompt in SHORT_WORDS.prompts.items():
            official = f" {' '.join(_words(document.prompts[key].text))} "
            words = _words(prompt.short)
            runs = [" ".join(words[at : at + 5]) for at in range(len(words) - 4)]
            assert not any(f" {run} " in official for run in runs), key


def _words(text):
    return "".join(each if each.isalnum() else " " for each in text.casefold()).split()
