"""The lines of a document's text, and those that belong to its pages. The words are made up."""

import pytest

from rules.definitions.standards_text import MOST_LINES, read_lines, set_aside, shown


def _text(content: str) -> list[str]:
    return [line.text for line in read_lines(content.encode()).text]


def _left_out(content: str) -> list[str]:
    return [line.text for line in read_lines(content.encode()).left_out]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_line_ends_as_any_machine_ends_it_and_has_its_number(ending: str) -> None:
    found = read_lines(ending.join(["A lamp.", "", "A rock.", "A keeper."]).encode()).text
    assert [(line.number, line.text, line.after_gap) for line in found] == [
        (1, "A lamp.", True),
        (3, "A rock.", True),
        (4, "A keeper.", False),
    ]


def test_a_new_page_is_a_gap_and_so_is_a_line_that_was_left_out() -> None:
    found = read_lines(b"A lamp\n\fof glass\n12\nand oil\nand wick").text
    assert [(line.text, line.after_gap) for line in found] == [
        ("A lamp", True),
        ("of glass", True),
        ("and oil", True),
        ("and wick", False),
    ]


def test_a_mark_at_the_beginning_of_the_file_is_no_text() -> None:
    assert [line.text for line in read_lines(b"\xef\xbb\xbfA lamp.").text] == ["A lamp."]


@pytest.mark.parametrize("space", "\u00a0\u2000\u2009\u202f\u205f\u3000\t")
def test_any_spaces_are_one_space(space: str) -> None:
    assert _text(f" A{space}{space} lamp.{space}") == ["A lamp."]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("# Lamps", "Lamps"),
        ("###### Lamps", "Lamps"),
        ("####### Lamps", "####### Lamps"),
        ("#Lamps", "#Lamps"),
        ("A # Lamps", "A # Lamps"),
        ("**Lamp work**", "Lamp work"),
        ("## **Lamp work**", "Lamp work"),
        ("**Lamp** work", "**Lamp** work"),
        ("*Lamp work*", "*Lamp work*"),
    ],
)
def test_what_makes_a_heading_in_markdown_is_no_part_of_it(printed: str, read: str) -> None:
    assert _text(printed) == [read]


@pytest.mark.parametrize(
    "number",
    [
        "7",
        "12",
        "1234",
        "- 7 -",
        "–7–",
        "— 12",
        "Page 7",
        "page 7 of 12",
        "PAGE 7",
        "7 of 12",
        "7/12",
        "7 / 12",
    ],
)
def test_a_page_number_is_left_out(number: str) -> None:
    content = f"A lamp.\n{number}\nA rock."
    assert (_text(content), _left_out(content)) == (["A lamp.", "A rock."], [number])


@pytest.mark.parametrize("line", ["12345", "7 lamps", "Pages 7", "7.", "of 12", "7 of", "a 7"])
def test_another_line_with_a_number_is_text(line: str) -> None:
    assert _text(f"A lamp.\n{line}\nA rock.") == ["A lamp.", line, "A rock."]


@pytest.mark.parametrize(
    "line", ["Lamps ... 7", "Lamps........12", "Lamps … 7", "Lamps . . . 7", "Lamps" + "." * 5000 + "1234"]
)
def test_a_line_of_a_table_of_contents_is_left_out(line: str) -> None:
    assert _left_out(f"A lamp.\n{line}\nA rock.") == [line]


@pytest.mark.parametrize("line", ["Lamps .. 7", "Lamps ...", "Lamps ... 12345", "Lamps ... 7 and 8"])
def test_a_line_with_a_few_dots_is_text(line: str) -> None:
    assert _left_out(f"A lamp.\n{line}\nA rock.") == []


@pytest.mark.parametrize("head", ["Lamps 31", "12 Lamp Wardens", "Élan of lamps", "Lamp Wardens 2031"])
def test_a_title_that_is_there_three_times_is_a_running_head(head: str) -> None:
    content = "\n".join(f"the text goes on\n{head}" for _ in range(3))
    assert _left_out(content) == [head] * 3
    assert _left_out(content.replace(head, "x", 1)) == []


def test_a_running_head_may_hold_the_number_of_its_page_and_be_written_large() -> None:
    heads = ["Lamp Wardens 7", "LAMP WARDENS 8", "Lamp wardens 119"]
    assert _left_out("\n".join(f"so it goes on\n{head}" for head in heads)) == heads


@pytest.mark.parametrize(
    "line",
    [
        "Lamps 3",
        "lamps of the coast",
        "Are lamps kept?",
        "Lamps are kept.",
        "Lamps are kept!",
        "Lamps are these:",
        "Lamps are lit;",
        "Lamps are lit,",
        "Lamps are lit*",
        "- Lamps of the coast",
        "• Lamps of the coast",
        "A) Lamps of the coast",
        "1.1 Lamps of the coast",
        "2. Lamps of the coast",
        "12 lamps of the coast",
    ],
)
def test_a_sentence_a_prompt_or_a_numbered_heading_is_no_running_head(line: str) -> None:
    assert _left_out("\n".join(f"the text goes on\n{line}" for _ in range(4))) == []


def test_heads_and_feet_of_two_lines_are_looked_for_at_the_edges_of_pages() -> None:
    page = "Lamp Wardens\nOf the Coast\nit begins\nInside Lamps\nit ends\nOffice of Lamps\nKept at Home"
    found = _left_out("\n\f".join([page] * 4))
    assert set(found) == {"Lamp Wardens", "Of the Coast", "Office of Lamps", "Kept at Home"}
    assert len(found) == 16


@pytest.mark.parametrize(("heads", "left_out"), [(1, 0), (2, 0), (3, 3), (5, 5)])
def test_a_running_head_stands_on_half_the_pages_at_least(heads: int, left_out: int) -> None:
    pages = [f"{'Lamp Wardens' if n < heads else 'no head here'}\nthe text goes on\nand on" for n in range(6)]
    assert len(_left_out("\n\f".join(pages))) == left_out


def test_with_two_pages_a_head_stands_on_both() -> None:
    assert _left_out("Lamp Wardens\nthe text\n\fLamp Wardens\nthe text") == ["Lamp Wardens"] * 2
    assert _left_out("Lamp Wardens\nthe text\n\fLamp Keepers\nthe text") == []


def test_what_is_left_out_is_told_once_for_each_kind() -> None:
    text = "Lamps ... 7\nRocks ... 9\n7\nLamp Wardens 7\nand on\n8\nLamp Wardens 8\nand on\n9\nLamp Wardens 9"
    told = [(fault.place, fault.found) for fault in set_aside(read_lines(text.encode()).left_out)]
    assert told == [
        ("line 1 and 1 more", "a line of a table of contents, “Lamps ... 7”"),
        ("line 3 and 2 more", "a page number, “7”"),
        ("line 4 and 2 more", "a running head, “Lamp Wardens 7”"),
    ]
    [one] = set_aside(read_lines(b"A lamp.\n7").left_out)
    assert (one.place, one.expected) == ("line 2", "nothing but the text: left out of the standards")


def test_as_many_lines_as_are_allowed_are_read() -> None:
    assert read_lines(b"a\n" * (MOST_LINES - 1)).faults == ()
    [fault] = read_lines(b"a\n" * MOST_LINES).faults
    assert fault.found == f"{MOST_LINES + 1:,} lines"


@pytest.mark.parametrize(
    ("start", "found"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04", "a zip archive or an office document"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
        (b"\xff\xfea\x00", "text in UTF-16"),
        (b"\xfe\xff\x00a", "text in UTF-16"),
    ],
)
def test_a_file_of_another_kind_is_told_by_how_it_begins(start: bytes, found: str) -> None:
    [fault] = read_lines(start + b" and more").faults
    assert (fault.place, fault.found) == ("the file", found)


@pytest.mark.parametrize("byte", [0, 1, 8, 14, 31, 127])
def test_a_control_character_is_told_with_its_place(byte: int) -> None:
    [fault] = read_lines(b"A lamp.\nA r" + bytes([byte]) + b"ck.").faults
    assert fault.place == "line 2, byte 4"
    assert fault.found == ("a NUL byte" if byte == 0 else f"the control character {byte:#04x}")


@pytest.mark.parametrize("byte", [9, 11, 12, 32, 126])
def test_a_tab_a_new_page_and_any_letter_are_text(byte: int) -> None:
    assert read_lines(b"A lamp.\nA r" + bytes([byte]) + b"ck.").faults == ()


@pytest.mark.parametrize(("wrong", "told", "rest"), [(20, 20, ""), (21, 21, "the same on 1 more lines")])
def test_of_many_wrong_lines_the_first_twenty_are_told(wrong: int, told: int, rest: str) -> None:
    faults = read_lines(b"a \xff lamp\n" * wrong).faults
    assert len(faults) == told
    assert (faults[0].place, faults[0].found) == ("line 1, byte 3", "the byte 0xff")
    assert (faults[-1].place == "further down") == bool(rest)
    assert not rest or faults[-1].found == rest


def test_a_long_text_is_shown_by_its_beginning() -> None:
    assert shown("a" * 80) == "a" * 80
    assert shown("a" * 81) == "a" * 80 + "…"
    assert shown("lamps and rocks", 6) == "lamps…"


@pytest.mark.parametrize(("pages", "heads", "left_out"), [(4, 2, 2), (5, 2, 0), (5, 3, 3)])
def test_where_each_page_ends_with_its_mark_half_of_them_are_counted_up(
    pages: int, heads: int, left_out: int
) -> None:
    printed = [f"{'Lamp Wardens' if n < heads else 'none'}\nthe text\nand on\n\f" for n in range(pages)]
    assert len(_left_out("".join(printed))) == left_out
