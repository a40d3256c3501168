"""Bands: the words for a score."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.vocabulary import Day

DATA = Path(__file__).resolve().parent.parent / "data" / "bands"


class Band(Definition):
    """A band starts at `starts_at`, a whole percent, and ends below the next higher band."""

    id: str
    name: str
    starts_at: Annotated[int, Field(ge=0, le=100, alias="from")]
    means: str


class BandScale(Definition):
    """The bands of a scale, best first, together covering 0 to 100.

    With fewer scored cases than `interval_compulsory_below`, a band never stands without its interval.
    """

    id: str
    title: str
    why_it_matters: str
    source: str
    valid_from: Day
    valid_to: Day | None = None
    authored_by: str
    checked_by: str
    reviewed_on: Day
    next_review: Day
    status: Literal["draft", "published"]
    interval_compulsory_below: Annotated[int, Field(ge=0)]
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]


@cache
def load_bands(scale_id: str) -> BandScale:
    """A scale of bands from rules/data/bands. Raises DefinitionError for a scale with gaps or disorder."""
    path = DATA / f"{scale_id}.yaml"
    if not path.exists():
        raise DefinitionError([Fault(path.name, "", "no such scale of bands")])
    return build_bands(read_yaml(path), file=path.name)


def build_bands(raw: object, *, file: str) -> BandScale:
    """A scale from the value of its file. Raises DefinitionError."""
    scale = validated(BandScale, raw, file=file)
    starts = [band.starts_at for band in scale.bands]
    if any(upper <= lower for upper, lower in pairwise(starts)) or starts[-1] != 0:
        problem = f"found starts {starts}, expected them to fall from band to band down to 0"
        raise DefinitionError([Fault(file, "bands", problem)])
    return scale
