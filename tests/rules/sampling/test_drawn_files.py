"""A draw as a file: told from a frame, read, and refused with every fault."""

import pytest

from rules.sampling.drawn_files import is_drawn, read_drawn
from rules.sampling.frames import FrameError

HEADER = "case_id,stratum,place,sampled_or_reserve,weight\n"


def test_a_draw_says_who_is_sampled_and_a_frame_does_not() -> None:
    assert is_drawn(HEADER)
    assert not is_drawn("case_id,stratum\nsampled_or_reserve,a\n")
    assert not is_drawn("")


def test_each_case_has_its_stratum_and_standing() -> None:
    rows = 'C1,"a, b",1,sampled,2\nC2,c,2,reserve,\nC3,c,3,replaced,\n'
    assert read_drawn(HEADER + rows) == {
        "C1": ("a, b", "sampled"),
        "C2": ("c", "reserve"),
        "C3": ("c", "replaced"),
    }


def test_every_standing_that_is_none_is_named() -> None:
    with pytest.raises(FrameError) as refused:
        read_drawn(HEADER + "C1,a,1,sampled,2\nC2,a,2,drawn,\nC3,a,3,,\n")
    assert "case C2 has 'drawn'" in str(refused.value)
    assert "case C3 has ''" in str(refused.value)
    assert "C1" not in str(refused.value)


def test_lines_may_end_as_on_any_machine() -> None:
    for end in ("\r\n", "\r"):
        text = HEADER.replace("\n", end) + f"C1,a,1,sampled,2{end}C2,a,2,reserve,{end}"
        assert is_drawn(text)
        assert read_drawn(text) == {"C1": ("a", "sampled"), "C2": ("a", "reserve")}
