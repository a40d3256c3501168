"""The seeded draw: an order that anyone can repeat in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256

from rules.sampling.allocate import allocate
from rules.sampling.frames import FrameError

ALGORITHM = (
    "sha256-order-1"  # a different order or allocation is a different edition, never a change of this one
)


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


def frame_hash(text: str) -> str:
    """The SHA-256 of a frame's CSV text in UTF-8."""
    return sha256(text.encode()).hexdigest()


def drawn_csv(rows: Iterable[Drawn]) -> str:
    """The draw as a CSV text: case_id, stratum, place, sampled_or_reserve, weight (empty for a reserve)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["case_id", "stratum", "place", "sampled_or_reserve", "weight"])
    writer.writerows([r.case_id, r.stratum, r.place, r.standing.value, shown_weight(r.weight)] for r in rows)
    return out.getvalue()


def shown_weight(weight: Fraction | None) -> str:
    """A weight as files print it, nothing for None.

    Twelve significant digits are enough to tell any two weights of a real frame apart.
    """
    return "" if weight is None else f"{float(weight):.12g}"
