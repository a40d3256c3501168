"""Two editions of a published document compared, and short words beside one. All of it made up."""

import pytest

from rules.definitions.standards import PromptKey, build_standards, fingerprint, newest_standards
from rules.definitions.standards_beside import UNKNOWN, beside, rules_of
from rules.definitions.standards_changes import Of, What, compare, tally
from rules.definitions.standards_document import DocumentPrompt
from rules.definitions.standards_own_words import document_of
from rules.definitions.standards_reading import read_standards
from tests.factories.standards_documents import LIGHTHOUSES, Layout, printed

SHORT_WORDS = newest_standards()


def _read(*changes):
    text = LIGHTHOUSES
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return read_standards(text.encode(), levels=SHORT_WORDS.levels).document


OLD = _read()


def _changes(*changes):
    return [(each.of, each.what, each.before, each.after) for each in compare(OLD, _read(*changes))]


def test_a_document_does_not_differ_from_itself_printed_otherwise():
    text = printed(OLD, Layout(width=50, bullet="• ", letter="({})"))
    assert compare(OLD, read_standards(text.encode(), levels=SHORT_WORDS.levels).document) == ()


def test_a_prompt_added_in_between_moves_those_after_it():
    added = ("- b) Is the lens", "- b) Is there oil?\n- c) Is the lens")
    assert _changes(added, ("- c) Harbour", "- d) Harbour")) == [
        (Of.PROMPT, What.ADDED, "", "domain_two.2.1.1.2"),
        (Of.PROMPT, What.MOVED, "domain_two.2.1.1.2", "domain_two.2.1.1.3"),
        (Of.PROMPT, What.LETTERED, "domain_two.2.1.1.2", "domain_two.2.1.1.3"),
        (Of.PROMPT, What.MOVED, "domain_two.2.1.1.3", "domain_two.2.1.1.4"),
        (Of.PROMPT, What.LETTERED, "domain_two.2.1.1.3", "domain_two.2.1.1.4"),
    ]


def test_a_removed_prompt_and_a_removed_key_question_are_told():
    assert _changes(("2.1.2 Are ships kept safe?\n\n- a) Is the rock marked?*\n", "")) == [
        (Of.QUESTION, What.REMOVED, "domain_two.2.1.2", ""),
        (Of.PROMPT, What.REMOVED, "domain_two.2.1.2.1", ""),
    ]


def test_a_reworded_prompt_shows_the_words_that_changed():
    (change,) = compare(OLD, _read(("Is the lens clean and well-kept?", "Is the lens bright and well-kept?")))
    assert (change.of, change.what, change.after) == (Of.PROMPT, What.REWORDED, "domain_two.2.1.1.2")
    assert [(piece.kind, piece.text) for piece in change.pieces] == [
        ("same", "Is the lens"),
        ("gone", "clean"),
        ("new", "bright"),
        ("same", "and well-kept?"),
    ]


def test_another_prompt_in_an_old_place_is_new_and_the_old_one_gone():
    assert _changes(("Is the lens clean and well-kept?", "Who pays for oil and brass?")) == [
        (Of.PROMPT, What.ADDED, "", "domain_two.2.1.1.2"),
        (Of.PROMPT, What.REMOVED, "domain_two.2.1.1.2", ""),
    ]


def test_a_prompt_that_moves_to_another_question_keeps_its_identity():
    moved = [("- a) Is the rock marked?*\n", "- a) Is it lit at dusk?\n- b) Is the rock marked?*\n")]
    found = _changes(("- a) Is it lit at dusk?\n", ""), *moved)
    assert (Of.PROMPT, What.MOVED, "domain_two.2.1.1.1", "domain_two.2.1.2.1") in found
    assert not [each for each in found if each[1] in (What.ADDED, What.REMOVED)]


def test_a_prompt_reworded_while_it_moves_is_both():
    found = _changes(
        (
            "- b) Is the lens clean and well-kept?*",
            "- b) Is there oil?\n- c) Is the big lens clean and well-kept?*",
        )
    )
    assert (Of.PROMPT, What.MOVED, "domain_two.2.1.1.2", "domain_two.2.1.1.3") in found
    assert (Of.PROMPT, What.REWORDED, "domain_two.2.1.1.2", "domain_two.2.1.1.3") in found


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (("marked?*", "marked?"), "*", "always"),
        (("lit at dusk?", "lit at dusk?*"), "always", "*"),
        (("Harbour towers only: Can", "River towers only: Can"), "Harbour towers only", "River towers only"),
    ],
)
def test_a_change_of_the_cases_to_which_a_prompt_applies_is_told(change, old, new):
    (found,) = [each for each in compare(OLD, _read(change)) if each.what is What.APPLIES]
    assert (found.old, found.new) == (old, new)


def test_another_letter_alone_is_told_as_such():
    (found,) = compare(OLD, _read(("- b) Is there a way", "- c) Is there a way")))
    assert (found.what, found.after, found.old, found.new) == (What.LETTERED, "regional.1.2.1.3", "b", "c")


def test_standards_and_questions_are_compared_with_their_words():
    assert _changes(("The lamp is lit in time.", "The lamp is always lit in time.")) == [
        (Of.STANDARD, What.REWORDED, "domain_two.2.1", "domain_two.2.1")
    ]
    assert _changes(("Are ships kept safe?", "Are all ships kept safe?")) == [
        (Of.QUESTION, What.REWORDED, "domain_two.2.1.2", "domain_two.2.1.2")
    ]


def test_a_renumbered_question_takes_its_prompts_with_it():
    assert _changes(("2.1.2 Are", "2.1.3 Are")) == [
        (Of.QUESTION, What.MOVED, "domain_two.2.1.2", "domain_two.2.1.3"),
        (Of.PROMPT, What.MOVED, "domain_two.2.1.2.1", "domain_two.2.1.3.1"),
    ]


def test_the_order_of_levels_and_standards_is_a_change_of_its_own():
    regional = LIGHTHOUSES[LIGHTHOUSES.index("1. Regional") : LIGHTHOUSES.index("2. Tower")]
    crew = regional[regional.index("1.2 Crew") :]
    swapped = regional.replace(crew, "").replace("1.1 Direction", crew + "1.1 Direction")
    assert _changes((regional, swapped)) == [(Of.STANDARD, What.ORDER, "regional", "regional")]
    last = (LIGHTHOUSES, LIGHTHOUSES.replace(regional, "").rstrip() + "\n\n" + regional)
    assert _changes(last) == [(Of.LEVEL, What.ORDER, "", "")]


def test_changes_are_tallied_by_what_they_are():
    found = tally(compare(OLD, _read(("Is it lit", "Is it not lit"), ("marked?*", "marked?"))))
    assert found == {(Of.PROMPT, What.REWORDED): 1, (Of.PROMPT, What.APPLIES): 1}


def _short_words():
    """Short words for the made-up document, each tied to its wording."""
    raw = SHORT_WORDS.model_dump(mode="json")
    for level in raw["levels"]:
        document = OLD.level(level["id"])
        level["standards"] = [
            level["standards"][0]
            | {
                "number": standard.number,
                "key_questions": [
                    {"number": question.number, "short": f"On {question.number}", "line": 1,
                     "wording": fingerprint(question.text),
                     "prompts": [_short(prompt) for prompt in question.prompts]}
                    for question in standard.questions
                ],
            }
            for standard in document.standards
        ]  # fmt: skip
    return build_standards(raw | {"notes": []}, file="2021-08.yaml")


def _short(prompt):
    wording = fingerprint(prompt.text)
    short = f"Short {prompt.ordinal} {wording[:4]}"
    return {"ordinal": prompt.ordinal, "letter": prompt.letter, "short": short, "line": 1, "wording": wording}


def test_short_words_stand_beside_the_wording_they_were_written_for():
    found = beside(OLD, _short_words())
    assert set(found.prompts) == set(OLD.prompts)
    assert all(each.as_written for each in found.prompts.values())
    assert all(each.as_written for each in found.questions.values())
    assert set(found.standards) == {
        ("regional", "1.1"), ("regional", "1.2"), ("domain_one", "1.1"), ("domain_two", "2.1"),
    }  # fmt: skip
    assert found.missing == ()


def test_short_words_follow_a_prompt_that_moved_and_leave_a_new_one_without():
    found = beside(
        _read(("- b) Is the lens", "- b) Is there oil?\n- c) Is the lens")), _short_words()
    ).prompts
    lens, oil = (PromptKey("domain_two", "2.1.1", place) for place in (3, 2))
    assert found[lens].key.ordinal == 2
    assert found[lens].as_written
    assert oil not in found


def test_short_words_of_another_wording_are_marked_and_those_of_none_listed():
    document = _read(
        ("Is it lit at dusk?", "Is it lit?"),
        ("- a) Is the rock marked?*\n", ""),
        ("2.1.2 Are ships kept safe?\n", ""),
    )
    found = beside(document, _short_words())
    assert not found.prompts[PromptKey("domain_two", "2.1.1", 1)].as_written
    assert found.missing == (PromptKey("domain_two", "2.1.2", 1),)


def test_short_words_stand_beside_themselves():
    found = beside(document_of(SHORT_WORDS), SHORT_WORDS)
    assert all(each.as_written for each in found.prompts.values())
    assert found.missing == ()


@pytest.mark.parametrize(
    ("mark", "only_for", "rules"),
    [
        ("", "", ()),
        ("*", "", ("rehabilitative",)),
        ("", "Post-custody cases", ("post_custody",)),
        ("*", "Post-custody cases", ("post_custody", "rehabilitative")),
        ("†", "", (UNKNOWN,)),
        ("*", "Harbour towers", (UNKNOWN, "rehabilitative")),
    ],
)
def test_a_prompt_applies_as_its_document_prints_it(mark, only_for, rules):
    prompt = DocumentPrompt(ordinal=1, letter="a", text="Is it?", mark=mark, only_for=only_for, line=1)
    assert rules_of(prompt, SHORT_WORDS) == rules
