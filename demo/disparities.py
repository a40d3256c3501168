"""Plants disparities: moves some people of whom a record says the worse into a group that then fares worse.

Only the characteristics of people change; every other table stays byte for byte what it was.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from demo.chance import happens
from demo.columns import Coded, Table


def with_disparities(
    tables: Mapping[str, Table], planted: list[Mapping[str, Any]], rng: np.random.Generator
) -> Table:
    """The people of one piece, with the disparities of the profile. `rng`: a stream of its own."""
    people = dict(tables["people"])
    for one in planted:
        column = people[one["characteristic"]]
        moved = _worse(tables, one) & column.is_(one["from"])
        moved &= happens(rng, one["share"], len(moved))
        codes = np.where(moved, column.words.index(one["group"]), column.codes)
        people[one["characteristic"]] = Coded(codes, column.words)
    return people


def _worse(tables: Mapping[str, Table], one: Mapping[str, Any]) -> np.ndarray:
    """Of each person of the piece whether a row of theirs has one of the words."""
    table = tables[one["table"]]
    status = table[one["column"]]
    found = np.isin(status.codes, [status.words.index(word) for word in one["words"]])
    return np.isin(tables["people"]["person_id"].numbers, table["person_id"].numbers[found])
