"""A frame's file: what is read from it, and every fault of a broken one."""

import pytest

from rules.sampling import frames
from rules.sampling.frames import FrameError, decode_frame, read_frame


def test_strata_are_the_values_joined_by_a_bar():
    text = "case_id,unit,kind\nA,H101,order\nB,H102,licence\n"
    assert read_frame(text, ["unit", "kind"]) == {"A": "H101|order", "B": "H102|licence"}
    assert read_frame(text) == {"A": "all", "B": "all"}


def test_columns_come_in_any_order_and_others_are_passed_over():
    assert read_frame("note,kind,case_id\n=1+1,order,A\n", ["kind"]) == {"A": "order"}


def test_blank_lines_and_quoted_values_are_read_as_a_spreadsheet_writes_them():
    assert read_frame('case_id,unit\r\n"A","H101, east"\r\n\r\n', ["unit"]) == {"A": "H101, east"}


def test_a_number_may_have_a_sign_and_is_no_formula():
    assert read_frame("case_id,level\nA,-1.5\n", ["level"]) == {"A": "-1.5"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("case,unit\nA,H101\n", "lacks the column case_id; found"),
        ("case_id;unit\nA;H101\n", "found ['case_id;unit']"),
        ("case_id\nA\n", "lacks the column unit"),
        ("", "lacks the column case_id, unit"),
        ("case_id,unit,unit\nA,H101,H102\n", "has the column unit 2 times"),
        ("case_id,unit\n", "the frame is empty"),
        ("case_id,unit\nA,H101\nA,H102\n", "line 3 repeats the case id 'A' of line 2"),
        ("case_id,unit\n,H101\n", "line 2 has no case id"),
        ("case_id,unit\nA\n", "line 2 has 1 cells, the header 2"),
        ("case_id,unit\nA,H101,x\n", "line 2 has 3 cells, the header 2"),
        ("case_id,unit\nA,\n", "line 2 has nothing in the column unit"),
        ("case_id,unit\nA\x00B,H101\n", "line 2 has a character in the case id that cannot be seen"),
        ('case_id,unit\n"A\nB",H101\n', "line 3 has a character in the case id that cannot be seen"),
        ("case_id,unit\nA ,H101\n", "line 2 has spaces around the case id"),
        ("case_id,unit\n=cmd()|A1,H101\n", "line 2 has a formula for the case id"),
        ("case_id,unit\nA,@SUM(A1)\n", "line 2 has a formula for the unit"),
        ('case_id,unit\n"A,H101\n', "cannot be read"),
        (f"case_id,unit\n{'x' * 200_000},H101\n", "cannot be read: field larger than field limit"),
    ],
)
def test_a_broken_frame_is_refused_with_its_place(text, fault):
    with pytest.raises(FrameError) as refused:
        read_frame(text, ["unit"])
    assert fault in str(refused.value)


def test_every_fault_is_listed_and_a_flood_of_them_is_cut():
    with pytest.raises(FrameError) as refused:
        read_frame("case_id\n" + "A\n" * 3 + "B \n\nC,D\n")
    assert refused.value.faults == (
        "line 3 repeats the case id 'A' of line 2",
        "line 4 repeats the case id 'A' of line 2",
        "line 5 has spaces around the case id 'B '",
        "line 7 has 2 cells, the header 1",
    )
    with pytest.raises(FrameError, match="and 49 more"):
        read_frame("case_id\n" + "A\n" * 100)


def test_two_strata_never_share_a_text():
    text = "case_id,unit,kind\nA,x|y,z\nB,x,y|z\n"
    with pytest.raises(FrameError, match="has a bar in the column unit"):
        read_frame(text, ["unit", "kind"])
    assert read_frame(text, ["unit"]) == {"A": "x|y", "B": "x"}


def test_a_column_is_named_once_among_the_strata():
    with pytest.raises(FrameError, match="name the column unit twice"):
        read_frame("case_id,unit\nA,H101\n", ["unit", "unit"])


def test_a_byte_order_mark_is_not_part_of_the_first_column_s_name():
    assert read_frame(decode_frame(b"\xef\xbb\xbfcase_id\nA\n")) == {"A": "all"}


def test_a_frame_in_another_encoding_is_refused_with_its_line():
    with pytest.raises(FrameError, match="line 3 is not UTF-8 text .found byte 0xe9."):
        decode_frame("case_id\nA\ncafé\n".encode("latin-1"))


def test_a_file_too_large_to_be_a_frame_is_refused(monkeypatch):
    monkeypatch.setattr(frames, "MOST_BYTES", 10)
    with pytest.raises(FrameError, match="expected at most 10"):
        decode_frame(b"case_id\nABC\n")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_whatever_a_spreadsheet_would_run_is_a_formula(start):
    with pytest.raises(FrameError) as refused:
        read_frame(f"case_id\n{start}A1\n")
    assert refused.value.faults == (f"line 2 has a formula for the case id: '{start}A1'",)
    assert read_frame(f"case_id\n{start}1.5\nA{start}\n") == {f"{start}1.5": "all", f"A{start}": "all"}


def test_a_number_has_one_point_and_begins_with_one_sign():
    for value in ("+1.5.2", "--1"):
        with pytest.raises(FrameError, match="has a formula for the case id"):
            read_frame(f"case_id\n{value}\n")


@pytest.mark.parametrize(("faults", "last"), [(50, "fault 50"), (51, "and 1 more"), (60, "and 10 more")])
def test_fifty_faults_are_listed_and_the_others_counted(faults, last):
    lines = str(FrameError(*(f"fault {number}" for number in range(1, faults + 1)))).splitlines()
    assert lines[:50] == [f"fault {number}" for number in range(1, 51)]
    assert lines[-1] == last
    assert len(lines) == min(faults, 51)


def test_a_frame_may_be_as_large_as_the_whole_countrys_and_no_larger(monkeypatch):
    assert frames.MOST_BYTES == 100_000_000
    monkeypatch.setattr(frames, "MOST_BYTES", 1_200)
    assert decode_frame(b"x" * 1_200) == "x" * 1_200
    with pytest.raises(FrameError, match="the frame has 1,201 bytes, expected at most 1,200"):
        decode_frame(b"x" * 1_201)


def test_the_line_of_another_encoding_is_counted_from_the_first():
    for raw, line in ((b"\xe9\n", 1), (b"\n\xe9", 2), (b"a\nb\n\xe9\n", 3)):
        with pytest.raises(FrameError, match=f"line {line} is not UTF-8 text"):
            decode_frame(raw)


def test_every_fault_of_the_header_is_told_at_once():
    with pytest.raises(FrameError) as refused:
        read_frame("unit,unit,case_id,case_id\n", ["unit", "kind", "unit", "b", "b"])
    assert refused.value.faults == (
        "the frame lacks the column kind, b, b; found ['unit', 'unit', 'case_id', 'case_id']",
        "the frame has the column case_id 2 times",
        "the frame has the column unit 2 times",
        "the frame has the column unit 2 times",
        "the strata name the column b twice",
        "the strata name the column unit twice",
    )


def test_columns_named_twice_are_told_in_the_order_of_the_alphabet():
    names = list("gfedcba")
    with pytest.raises(FrameError) as refused:
        read_frame(f"case_id,{','.join(names)}\n", names * 2)
    assert refused.value.faults == tuple(f"the strata name the column {name} twice" for name in "abcdefg")


def test_a_line_with_several_faults_tells_them_all_and_a_repeated_case_names_its_first_line():
    text = 'case_id,unit,kind\nA,x,y\n" ",x, \nA,x|y,\x07\nA , x,y\n'
    with pytest.raises(FrameError) as refused:
        read_frame(text, ["unit", "kind"])
    assert refused.value.faults == (
        "line 3 has no case id",
        "line 3 has nothing in the column kind",
        "line 3 has spaces around the kind ' '",
        "line 4 repeats the case id 'A' of line 2",
        "line 4 has a bar in the column unit, which joins the columns of a stratum: 'x|y'",
        "line 4 has a character in the kind that cannot be seen: '\\x07'",
        "line 5 has spaces around the case id 'A '",
        "line 5 has spaces around the unit ' x'",
    )


def test_a_quote_that_does_not_end_is_told_with_its_line():
    with pytest.raises(FrameError, match="^line 3 cannot be read: "):
        read_frame('case_id\nA\n"B"x\n')


def test_lines_may_end_as_on_any_machine():
    for end in ("\n", "\r\n", "\r"):
        assert read_frame(f"case_id,unit{end}A,x{end}B,y{end}", ["unit"]) == {"A": "x", "B": "y"}
