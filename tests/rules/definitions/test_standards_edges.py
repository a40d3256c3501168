"""Documents of standards at the edges of what is a heading, a note, a running head. The words are made up."""

import pytest

from rules.definitions.standards import PromptKey, newest_standards
from rules.definitions.standards_reading import read_standards
from rules.definitions.standards_tokens import ends_a_sentence
from tests.factories.standards_documents import LIGHTHOUSES

LEVELS = newest_standards().levels


def _read(text):
    return read_standards(text.encode(), levels=LEVELS)


def _changed(*changes):
    text = LIGHTHOUSES
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return text


def _prompts(text):
    return _read(text).document.prompts.values()


def _findings(text):
    """Those beside the doubled letter that the document has anyway."""
    found = [str(finding) for finding in _read(text).findings]
    return [each for each in found if "the letter b a second time" not in each]


def test_a_numbered_line_with_a_bullet_is_a_prompt_with_its_number():
    text = _changed(("- a) Is the rock marked?*", "- 1.* Is the rock marked?"))
    prompt = _read(text).document.prompts[PromptKey("domain_two", "2.1.2", 1)]
    assert (prompt.letter, prompt.mark, prompt.text) == ("1", "*", "Is the rock marked?")


def test_a_line_that_speaks_of_a_sign_in_mid_sentence_is_no_note():
    text = _changed(("Can keepers rest?", "Can keepers of towers\nmarked * rest?"))
    assert [each.mark for each in _read(text).document.footnotes] == ["*"]
    assert "Can keepers of towers marked * rest?" in {each.text for each in _prompts(text)}


def test_a_note_may_go_on_over_several_lines():
    text = _changed(("not asked of towers without a lens", "not asked\nof towers\nwithout a lens"))
    assert _read(text).document.footnote("*") == "Prompts marked * are not asked of towers without a lens."


def test_a_heading_that_runs_on_from_the_sentence_before_it_is_none():
    text = _changed(("come, even in the long\n\nnights of the winter?", "come,\n2. Regional crews?"))
    assert [level.id for level in _read(text).document.levels] == ["regional", "domain_one", "domain_two"]


@pytest.mark.parametrize(("length", "levels"), [(100, 4), (101, 3)])
def test_a_heading_has_a_hundred_signs_at_most(length, levels):
    heading = ("3. Regional " + "harbour" * 20)[:length]
    text = _changed(("3. Tower standards", f"{heading}\n\n9.1 Crew\n\n9.1.1 Who?\n\n3. Tower standards"))
    assert len(_read(text).document.levels) == levels


def test_a_line_that_begins_small_is_no_heading_of_a_level():
    text = _changed(("3. Tower standards - Domain two", "tower standards - domain two"))
    assert [level.id for level in _read(text).document.levels] == ["regional", "domain_one"]


def test_a_level_has_no_longer_an_id_than_forty_signs_with_its_number():
    title = "Harbour " * 8
    text = _changed(("Tower standards - Domain one", title), ("Tower standards - Domain two", title))
    first, second = [level.id for level in _read(text).document.levels[1:]]
    assert first == ("harbour_" * 8)[:37]
    assert second == f"{first}_2"


def test_a_standard_keeps_its_sign_and_its_title_without_it():
    document = _read(_changed(("2.1 Lamp work", "2.1 Lamp work*"))).document
    [standard] = document.level("domain_two").standards
    assert (standard.title, standard.mark) == ("Lamp work", "*")


def test_what_is_told_of_a_heading_that_is_there_again_has_its_line():
    text = _changed(("2.1.2 Are", "2.1 Lamp work (continued)\n\n2.1.2 Are"))
    line = text.splitlines().index("2.1 Lamp work (continued)") + 1
    [found] = _findings(text)
    assert found.startswith(f"line {line}: found the heading “2.1 Lamp work” again; expected it once")


def test_a_question_without_a_standard_is_put_under_one_of_its_number():
    text = _changed(("1.1 Direction\n\n1.1.1 How", "1.1.1 How"))
    standard = _read(text).document.levels[0].standards[0]
    assert (standard.number, standard.title) == ("1.1", "")
    assert any("expected the heading of standard 1.1 before it" in each for each in _findings(text))


@pytest.mark.parametrize(("times", "is_head"), [(2, False), (3, True)])
def test_a_line_that_is_there_three_times_is_a_running_head(times, is_head):
    text = LIGHTHOUSES
    for place in ("1.2 Crew", "- b) Is the lens", "2.1.2 Are")[:times]:
        text = text.replace(place, f"Wardens of the Lamp\n\n{place}")
    found = [each.found for each in _read(text).findings]
    assert any("a running head" in each for each in found) == is_head


@pytest.mark.parametrize(
    ("sign", "letters"),
    [("\ufb00", "ff"), ("\ufb01", "fi"), ("\ufb02", "fl"), ("\ufb03", "ffi"), ("\ufb04", "ffl")],
)
def test_letters_that_were_printed_as_one_sign_are_read_as_letters(sign, letters):
    assert f"Is o{letters}ce kept?" in {
        each.text for each in _prompts(_changed(("Is it lit at dusk?", f"Is o{sign}ce kept?")))
    }


@pytest.mark.parametrize("unseen", "\u200b\u200c\u200d\u2060\ufeff")
def test_signs_that_nobody_sees_are_left_out(unseen):
    text = _changed(("Is it lit at dusk?", f"Is it{unseen} lit at dusk?"))
    assert "Is it lit at dusk?" in {each.text for each in _prompts(text)}


def test_text_under_a_heading_that_is_printed_again_belongs_to_the_first():
    text = _changed(("2.1.2 Are", "2.1 Lamp work (continued)\n\nThe rock is marked.\n\n2.1.2 Are"))
    [standard] = _read(text).document.level("domain_two").standards
    assert standard.statement == "The lamp is lit in time. The rock is marked."
    assert [each.number for each in standard.questions] == ["2.1.1", "2.1.2"]


def test_a_note_without_its_sign_before_it_says_of_which_sign_it_speaks():
    text = _changed(("*Prompts marked * are not asked of towers without a lens.*", "Those marked * wait."))
    assert _read(text).document.footnote("*") == "Those marked * wait."


def test_a_letter_is_no_sign():
    text = _changed(("- a) Is the rock marked?*", "- a) Is the rock marked X?"))
    assert "Is the rock marked X?" in {each.text for each in _prompts(text)}


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Is it lit?", True),
        ("It is lit.", True),
        ("It is lit!", True),
        ("Is it lit?*", True),
        ("“Is it lit?”", True),
        ("(It is lit.) †", True),
        ("Is it lit", False),
        ("Is it lit,", False),
        ("Lamps, e.g.", False),
        ("Lamps, i.e.", False),
        ("Lamps, cf.", False),
        ("See no.", False),
        ("See Para.", False),
        ("Is it on a piano.", True),
    ],
)
def test_a_sentence_ends_with_its_sign_and_not_with_a_shortened_word(text, ends):
    assert ends_a_sentence(text) is ends


def test_a_text_after_a_gap_is_no_part_of_the_heading_above_it():
    text = _changed(("The lamp is lit in time.", "the lamp is lit in time."))
    [standard] = _read(text).document.level("domain_two").standards
    assert (standard.title, standard.statement) == ("Lamp work", "the lamp is lit in time.")


def test_a_heading_may_go_on_in_the_next_line():
    text = _changed(("2.1 Lamp work\n", "2.1 Lamp work\nin every tower\n"))
    [standard] = _read(text).document.level("domain_two").standards
    assert (standard.title, standard.statement) == ("Lamp work in every tower", "The lamp is lit in time.")


def test_a_key_question_keeps_its_sign_and_its_wording_without_it():
    document = _read(_changed(("Is the lamp lit well?", "Is the lamp lit well?*"))).document
    question = document.questions["domain_two", "2.1.1"]
    assert (question.text, question.mark) == ("Is the lamp lit well?", "*")


def test_a_note_that_every_page_repeats_is_one():
    note = "*Prompts marked * are not asked of towers without a lens.*"
    document = _read(_changed(("2.1.2 Are", f"{note}\n\n2.1.2 Are"))).document
    assert [each.mark for each in document.footnotes] == ["*"]
