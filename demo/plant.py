"""Makes the planted people and the list that says what each of them is there for."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd
from pathlib import Path

import numpy as np

from demo.columns import Table
from demo.life import Life, Row
from demo.recipes import RECIPES
from demo.setting import Setting, person_ids
from demo.surroundings import surround

# Steps of the golden section land everywhere before they come close to where they were.
APART = next(
    step for step in range(round(len(RECIPES) * 0.618), len(RECIPES)) if gcd(step, len(RECIPES)) == 1
)
COLUMNS = ("measure", "edge", "reason", "table", "person_id", "occurrence_id")


@dataclass(frozen=True)
class Planted:
    """Rows of the planted people by table, their unit, first day and wanted characteristics, and edges."""

    rows: dict[str, list[Row]]
    units: np.ndarray
    first_known: np.ndarray
    about: list[dict[str, str | None]]
    edges: list[tuple[str, ...]]


def planted_people(setting: Setting, people: int) -> int:
    """How many of `people` are planted: whole rounds of all recipes, a quarter of everyone at most."""
    rounds = max(1, people // setting.profile["recipes"]["people_for_each"])
    return min(rounds * len(RECIPES), people // 4)


def plant(setting: Setting, numbers: np.ndarray) -> Planted:
    """One recipe a person, in turn; taken far apart, so that a few people still cover every measure."""
    units = setting.rng.choice(len(setting.places.units), len(numbers), p=setting.places.share)
    ids = person_ids(numbers)
    rows: dict[str, list[Row]] = defaultdict(list)
    edges, first_known, about = [], [], []
    for position, number in enumerate(ids.numbers):
        recipe = RECIPES[position * APART % len(RECIPES)]
        life = Life(setting, f"{ids.prefix}{number:0{ids.digits}}", int(units[position]), setting.rng)
        occurrence = recipe.make(life, recipe.anchor(life))
        surround(life, recipe.measure)
        edges.append((recipe.measure, recipe.edge, recipe.reason, recipe.table, life.person_id, occurrence))
        first_known.append(_first_known(life))
        about.append(life.about)
        for table, lines in life.rows.items():
            rows[table].extend(lines)
    return Planted(rows, units, np.array(first_known, dtype="datetime64[D]"), about, edges)


def recorded_as_wanted(people: Table, about: list[dict[str, str | None]]) -> Table:
    """The table of planted people with the characteristics that their recipes ask for."""
    for position, wanted in enumerate(about):
        for name, word in wanted.items():
            column = people[name]
            column.codes[position] = -1 if word is None else column.words.index(word)
    return people


def _first_known(life: Life) -> date:
    """The first sentence, less the weeks that custody on remand may lie before it."""
    return min(row["sentenced_on"] for row in life.rows["sentences"]) - timedelta(days=400)


def edges_path(out: Path) -> Path:
    """Beside the extract, not in it: an extract holds nothing that its datapackage.json does not list."""
    return out.with_name(f"{out.name}-edges.csv")


def write_edges(out: Path, edges: list[tuple[str, ...]]) -> None:
    """Which person shows which named edge, and the reason expected of the measure; sorted."""
    with edges_path(out).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(edges))
