"""The seeded draw: an order that anyone can repeat in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256

from rules.sampling.allocate import allocate

ALGORITHM = (
    "sha256-order-1"  # a different order or allocation is a different edition, never a change of this one
)
EVERYONE = "all"  # the stratum of a frame that is not stratified


class FrameError(ValueError):
    """A frame from which nothing can be drawn."""


class Standing(StrEnum):
    SAMPLED = "sampled"
    RESERVE = "reserve"


@dataclass(frozen=True)
class Drawn:
    """One row of the frame after the draw; `weight` is N_h / n_h, None for a reserve."""

    case_id: str
    stratum: str
    place: int
    standing: Standing
    weight: Fraction | None


def order_key(seed: str, case_id: str) -> str:
    """The hexadecimal SHA-256 of the UTF-8 text `SEED|case_id`, by which cases are ordered."""
    return sha256(f"{seed}|{case_id}".encode()).hexdigest()


def draw(frame: Mapping[str, str], *, size: int, seed: str) -> tuple[Drawn, ...]:
    """Every row of the frame, sampled or reserve, sorted by stratum and place.

    frame: case id -> stratum. Raises SampleTooSmall (see `allocate`), FrameError for an empty frame.
    """
    if not frame:
        raise FrameError("the frame is empty: there is nothing to draw from")
    strata: dict[str, list[str]] = {}
    for case_id, stratum in frame.items():
        strata.setdefault(stratum, []).append(case_id)
    places = allocate({name: len(cases) for name, cases in strata.items()}, size)
    return tuple(row for name in sorted(strata) for row in _ordered(name, strata[name], places[name], seed))


def _ordered(stratum: str, cases: Sequence[str], taken: int, seed: str) -> list[Drawn]:
    ordered = sorted(cases, key=lambda case_id: (order_key(seed, case_id), case_id))
    weight = Fraction(len(cases), taken) if taken else None
    return [
        Drawn(case_id, stratum, place, Standing.SAMPLED, weight)
        if place <= taken
        else Drawn(case_id, stratum, place, Standing.RESERVE, None)
        for place, case_id in enumerate(ordered, start=1)
    ]


def stratum_of(row: Mapping[str, str], columns: Sequence[str]) -> str:
    """The text of a row's stratum: its values joined by a bar, or `all` without columns."""
    return "|".join(row[column] for column in columns) if columns else EVERYONE


def read_frame(text: str, columns: Sequence[str] = ()) -> dict[str, str]:
    """case id -> stratum from a CSV text with the column case_id and the strata's columns.

    Raises FrameError naming the column that is missing, or the line of an empty or repeated case id.
    """
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in ("case_id", *columns) if name not in (reader.fieldnames or ())]
    if missing:
        raise FrameError(f"the frame lacks the column {', '.join(missing)}; found {reader.fieldnames or []}")
    frame: dict[str, str] = {}
    for row in reader:
        case_id = row["case_id"]
        if not case_id or case_id in frame:
            problem = f"repeats the case id {case_id!r}" if case_id else "has no case id"
            raise FrameError(f"line {reader.line_num} {problem}")
        if any(row[column] is None for column in columns):
            raise FrameError(f"line {reader.line_num} is shorter than the header")
        frame[case_id] = stratum_of(row, columns)
    return frame


def frame_hash(text: str) -> str:
    """The SHA-256 of a frame's CSV text in UTF-8."""
    return sha256(text.encode()).hexdigest()


def drawn_csv(rows: Iterable[Drawn]) -> str:
    """The draw as a CSV text: case_id, stratum, place, sampled_or_reserve, weight (empty for a reserve)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["case_id", "stratum", "place", "sampled_or_reserve", "weight"])
    writer.writerows([r.case_id, r.stratum, r.place, r.standing.value, _shown(r.weight)] for r in rows)
    return out.getvalue()


def _shown(weight: Fraction | None) -> str:
    """Twelve significant digits: enough to tell any two weights of a real frame apart."""
    return "" if weight is None else f"{float(weight):.12g}"
