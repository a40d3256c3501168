"""What a document of standards gets wrong by itself, told with its place."""

import pytest

from rules.definitions.standards_document import (
    DocumentLevel,
    DocumentPrompt,
    DocumentQuestion,
    DocumentStandard,
    Footnote,
    Passage,
    StandardsDocument,
)
from rules.definitions.standards_findings import findings_of


def prompts(*letters: str, text: str = "Is it done?") -> tuple[DocumentPrompt, ...]:
    return tuple(
        DocumentPrompt(ordinal=place, letter=letter, text=text, line=10 + place)
        for place, letter in enumerate(letters, start=1)
    )


def question(
    number: str = "1.1.1", *, key: str = "", given: tuple[DocumentPrompt, ...] = ()
) -> DocumentQuestion:
    return DocumentQuestion(key=key or number, number=number, text="Is it well led?", line=10, prompts=given)


def standard(*questions: DocumentQuestion, key: str = "1.1", number: str = "1.1") -> DocumentStandard:
    return DocumentStandard(key=key, number=number, title="Leadership", line=5, questions=questions)


def document(*standards: DocumentStandard, **parts: object) -> StandardsDocument:
    level = DocumentLevel(id="one", number="1", title="Domain one", line=3, standards=standards)
    return StandardsDocument(first_line=1, last_line=99, levels=(level,), **parts)  # type: ignore[arg-type]


def said(*standards: DocumentStandard, **parts: object) -> list[str]:
    return [str(fault) for fault in findings_of(document(*standards, **parts))]


def of_letters(*letters: str) -> list[str]:
    return [
        fault.removeprefix("Domain one 1.1.1 prompt ")
        for fault in said(standard(question(given=prompts(*letters))))
    ]


@pytest.mark.parametrize(
    "letters",
    [
        "a", "abc", "abcdefghi", "12345", ["i"], ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"],
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"], "ABC",
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv"],
    ],
)  # fmt: skip
def test_letters_numbers_and_roman_numbers_that_follow_each_other_are_right(letters: list[str]) -> None:
    assert of_letters(*letters) == []


TWICE, OWN = "a second time, before “Is it done?”", "expected a number of its own; kept as"


@pytest.mark.parametrize(
    ("letters", "faults"),
    [
        ("abd", ["3, line 13: found the letter d after b; expected c; kept as prompt 3"]),
        ("bc", ["1, line 11: found the letter b first; expected a; kept as prompt 1"]),
        (
            "abb",
            [f"3, line 13: found the letter b {TWICE}; expected c; both are kept, as prompts 2 and 3"],
        ),
        ("acb", [
            "2, line 12: found the letter c after a; expected b; kept as prompt 2",
            "3, line 13: found the letter b after c; expected d; kept as prompt 3",
        ]),
        (["a", "", "c"], ["2, line 12: found no letter before “Is it done?”; expected b; kept as prompt 2"]),
        (["1", "3"], ["2, line 12: found the letter 3 after 1; expected 2; kept as prompt 2"]),
        (["i", "ii", "iv"], ["3, line 13: found the letter iv after ii; expected iii; kept as prompt 3"]),
        (
            ["i", "i"],
            [f"2, line 12: found the letter i {TWICE}; expected ii; both are kept, as prompts 1 and 2"],
        ),
        (["i", "j"], ["1, line 11: found the letter i first; expected a; kept as prompt 1"]),
        (["a", "bb"], ["2, line 12: found no letter before “Is it done?”; expected b; kept as prompt 2"]),
    ],
)  # fmt: skip
def test_a_letter_out_of_order_is_told_with_the_one_expected(letters: list[str], faults: list[str]) -> None:
    assert of_letters(*letters) == faults


def test_after_the_last_letter_numbers_are_expected() -> None:
    letters = [chr(ord("a") + place) for place in range(25)]
    (found,) = of_letters(*letters, "!x")
    assert "expected z; kept as prompt 26" in found
    (found,) = of_letters(*letters, "z", "")
    assert "expected 27; kept as prompt 27" in found
    roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv"]
    (found,) = of_letters(*roman, "")
    assert "expected xv; kept as prompt 15" in found
    (found,) = of_letters(*roman, "xv", "")
    assert "expected 16; kept as prompt 16" in found


GOOD = question(given=prompts("a"))


def test_numbers_that_repeat_or_belong_elsewhere_are_told() -> None:
    assert said(standard(GOOD, key="1.1-2")) == [
        f"Domain one 1.1, line 5: found standard 1.1 again, “Leadership”; {OWN} 1.1-2"
    ]
    assert said(standard(question(key="1.1.1-2", given=prompts("a")))) == [
        f"Domain one 1.1.1, line 10: found key question 1.1.1 again, “Is it well led?”; {OWN} 1.1.1-2"
    ]
    place = "Domain one 1.12.1, line 10: found 1.12.1 under standard 1.1"
    assert said(standard(question("1.12.1", given=prompts("a")))) == [
        f"{place}; expected a number beginning with 1.1; kept in this standard"
    ]


def test_a_part_without_parts_is_told() -> None:
    assert said() == ["Domain one, line 3: found no standard under this heading; expected at least one"]
    assert said(standard()) == ["Domain one 1.1, line 5: found no key question; expected at least one"]
    assert said(standard(question())) == ["Domain one 1.1.1, line 10: found no prompt; expected at least one"]
    untitled = document(standard()).model_copy(
        update={"levels": (DocumentLevel(id="one", number="", title="", line=3),)}
    )
    assert str(findings_of(untitled)[0]).startswith("one, line 3: ")


def test_where_most_prompts_are_sentences_the_others_lack_an_end() -> None:
    ended, open_ = prompts("a", "b"), prompts("c", text="Is it done")
    third = (open_[0].model_copy(update={"ordinal": 3, "line": 13}),)
    assert said(standard(question(given=ended + third))) == [
        "Domain one 1.1.1, line 13: found “Is it done”; expected a sentence with an end; kept as printed"
    ]
    second = (open_[0].model_copy(update={"ordinal": 2, "letter": "b", "line": 12}),)
    assert said(standard(question(given=ended[:1] + second))) == []  # half of them: a way of printing


def test_a_sign_has_a_note_and_a_note_its_sign() -> None:
    signed = prompts("a")[0].model_copy(update={"mark": "*"})
    later = signed.model_copy(update={"ordinal": 2, "letter": "b", "line": 12})
    whole = standard(question(given=(signed, later)))
    assert said(whole) == ["line 11: found the sign *; expected a note that says what it means"]
    note = Footnote(mark="*", text="Some.", line=40)
    assert said(whole, footnotes=(note,)) == []
    assert said(standard(GOOD), footnotes=(note,)) == [
        "line 40: found a note about the sign *; expected a prompt with this sign"
    ]


def test_text_that_is_no_part_is_kept_and_told() -> None:
    assert said(standard(GOOD), unplaced=(Passage(line=50, text="A stray line"),)) == [
        "line 50: found “A stray line”; expected a standard, a key question or a prompt; kept beside them"
    ]
