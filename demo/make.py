"""Makes the whole demo extract: pieces of people one after another, then the planted recipes."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from demo.calendar import load_calendar
from demo.contract import load_contract
from demo.crs import contracts_table
from demo.folder import ExtractFolder
from demo.performance import draw_performance
from demo.piece import make_piece
from demo.places import load_places
from demo.profiles import Profile, latest_profile
from demo.setting import Numbering, Setting

PEOPLE_A_PIECE = 12_000  # keeps the memory of the largest table under a gigabyte


def make_extract(
    out: Path,
    *,
    people: int,
    seed: int,
    parquet: bool = False,
    profile: Profile | None = None,
    progress: Callable[[int, int], None] = lambda made, of: None,
) -> dict[str, int]:
    """Writes an extract of `people` people into the empty folder `out`; rows of each table.

    The same people, seed and profile give the same bytes. `progress` is told how many people are made.
    Raises FileExistsError when `out` holds files, ValueError when the contract asks for what is not made.
    """
    profile = profile or latest_profile()
    folder = ExtractFolder(out, load_contract(), parquet=parquet)
    streams = np.random.SeedSequence(seed)
    setting = _setting(profile, people, streams)
    folder.append("crs_contracts", contracts_table(setting.places.regions))
    for first in range(0, people, PEOPLE_A_PIECE):
        count = min(PEOPLE_A_PIECE, people - first)
        piece = make_piece(_with_rng(setting, streams), np.arange(first, first + count))
        for name, table in piece.items():
            folder.append(name, table)
        progress(first + count, people)
    folder.close(as_at=str(profile.as_at), title=f"{profile.title}: {people} people, seed {seed}")
    return folder.rows


def _setting(profile: Profile, people: int, streams: np.random.SeedSequence) -> Setting:
    places = load_places(profile, people)
    rng = np.random.default_rng(streams.spawn(1)[0])
    return Setting(profile, load_calendar(), places, draw_performance(profile, places, rng), Numbering(), rng)


def _with_rng(setting: Setting, streams: np.random.SeedSequence) -> Setting:
    """Each piece has its own stream, so that one piece's draws never move another's."""
    rng = np.random.default_rng(streams.spawn(1)[0])
    return Setting(
        setting.profile, setting.calendar, setting.places, setting.performance, setting.numbering, rng
    )
