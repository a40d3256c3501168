"""A draw as a file: what `draw_sample` prints, or the present state of a round's cases."""

import csv
import io
from collections.abc import Mapping

from rules.sampling.frames import FrameError, read_frame

STANDING = "sampled_or_reserve"
STANDINGS = ("sampled", "reserve", "replaced")


def is_drawn(text: str) -> bool:
    """Whether the text is that of a draw rather than of a frame that waits for one."""
    header = next(csv.reader(io.StringIO(text, newline="")), [])
    return STANDING in header


def read_drawn(text: str) -> Mapping[str, tuple[str, str]]:
    """case id -> (stratum, standing) of a draw's CSV text; a replaced case was sampled and is no more.

    Raises FrameError with every fault.
    """
    strata = read_frame(text, ("stratum",))
    standings = {row["case_id"]: row[STANDING] for row in csv.DictReader(io.StringIO(text, newline=""))}
    faults = [
        f"case {case_id} has {standings[case_id]!r} in the column {STANDING}; "
        f"expected one of {', '.join(STANDINGS)}"
        for case_id in strata
        if standings[case_id] not in STANDINGS
    ]
    if faults:
        raise FrameError(*faults)
    return {case_id: (stratum, standings[case_id]) for case_id, stratum in strata.items()}
