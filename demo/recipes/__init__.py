"""Named recipes: people whose lives put every reason and every named edge of the measures into the demo.

A recipe is told the day of its trigger and returns the occurrence that it makes; what the measure should say
of it stands in its line of `edges.csv`, so that a test can compare the two.
"""

from demo.recipes import (
    agreement,
    circumstances,
    clocks,
    crs_sl001,
    crs_sl002,
    endings,
    further_unpaid_work,
    recalls_and_parole,
    responses,
    sl004,
    sl005,
    sl006,
    sl007,
    sl027,
    sl040,
)
from demo.recipes.planted import RECIPES, Recipe

__all__ = [
    "RECIPES",
    "Recipe",
    "agreement",
    "circumstances",
    "clocks",
    "crs_sl001",
    "crs_sl002",
    "endings",
    "further_unpaid_work",
    "recalls_and_parole",
    "responses",
    "sl004",
    "sl005",
    "sl006",
    "sl007",
    "sl027",
    "sl040",
]
