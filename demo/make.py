"""Makes the whole demo extract: pieces of people one after another, then the planted recipes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from demo.calendar import load_calendar
from demo.columns import Table
from demo.contract import load_contract
from demo.crs import contracts_table, payments_table
from demo.disparities import with_disparities
from demo.folder import ExtractFolder
from demo.people import people_table
from demo.performance import draw_performance
from demo.piece import make_piece
from demo.places import load_places
from demo.plant import plant, planted_people, recorded_as_wanted, write_edges
from demo.profiles import Profile, latest_profile
from demo.programmes import directory_tables
from demo.risk_management import board_meetings
from demo.setting import Numbering, Setting
from demo.surveys import response_tables

PEOPLE_A_PIECE = 12_000  # keeps the memory of the largest table under a gigabyte


def make_extract(
    out: Path,
    *,
    people: int,
    seed: int,
    parquet: bool = False,
    profile: Profile | None = None,
    disparities: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, int]:
    """Writes an extract of `people` people into the empty folder `out`; returns the rows of each table.

    Beside it, `<out>-edges.csv` lists the planted edges and the reason that each should get. The same
    people, seed and profile give the same bytes. `disparities`: some groups fare worse, as the profile says;
    nothing but who is in them differs from an extract without. `progress` hears how many people are made, and
    of how many. Raises FileExistsError when `out` holds files, ValueError when the contract asks for what is
    not made.
    """
    profile = profile or latest_profile()
    folder = ExtractFolder(out, load_contract(), parquet=parquet)
    streams = np.random.SeedSequence(seed)
    setting = _setting(profile, people, streams)
    for name, table in _tables_of_no_person(_with_rng(setting, streams), people).items():
        folder.append(name, table)
    drawn, tell = people - planted_people(setting, people), progress or _silent
    for first in range(0, drawn, PEOPLE_A_PIECE):
        piece = np.arange(first, min(first + PEOPLE_A_PIECE, drawn))
        tables = make_piece(_with_rng(setting, streams), piece)
        if disparities:
            own = np.random.default_rng([seed, first])
            tables["people"] = with_disparities(tables, profile["disparities"]["planted"], own)
        for name, table in tables.items():
            folder.append(name, table)
        tell(int(piece[-1]) + 1, people)
    _plant(_with_rng(setting, streams), folder, np.arange(drawn, people))
    tell(people, people)
    title = f"{profile.title}: {people} people, seed {seed}{', disparities planted' if disparities else ''}"
    folder.close(as_at=str(profile.as_at), title=title)
    return folder.rows


def _silent(made: int, of: int) -> None:
    """Tells nobody."""


def _tables_of_no_person(setting: Setting, people: int) -> dict[str, Table]:
    """Contracts, directories, meetings and surveys that no person on probation stands behind."""
    return {
        "crs_contracts": contracts_table(setting.places.regions),
        "crs_payments": payments_table(setting),
        **directory_tables(setting),
        **response_tables(setting, people),
        "mappa_meetings": board_meetings(setting),
    }


def _plant(setting: Setting, folder: ExtractFolder, numbers: np.ndarray) -> None:
    """The planted people's rows and the list of their edges."""
    planted = plant(setting, numbers)
    places = setting.places
    in_wales = places.region_of_unit[planted.units] == places.regions.index(
        setting.profile["regions"]["wales"]
    )
    people = people_table(setting, numbers, in_wales, planted.first_known, planted.units)
    folder.append("people", recorded_as_wanted(people, planted.about))
    for name, rows in planted.rows.items():
        folder.append_rows(name, rows)
    write_edges(folder.out, planted.edges)


def _setting(profile: Profile, people: int, streams: np.random.SeedSequence) -> Setting:
    places = load_places(profile, people)
    rng = np.random.default_rng(streams.spawn(1)[0])
    return Setting(profile, load_calendar(), places, draw_performance(profile, places, rng), Numbering(), rng)


def _with_rng(setting: Setting, streams: np.random.SeedSequence) -> Setting:
    """Each piece has its own stream, so that one piece's draws never move another's."""
    rng = np.random.default_rng(streams.spawn(1)[0])
    return replace(setting, rng=rng)
