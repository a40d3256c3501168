"""Named recipes: people whose lives put every reason and every named edge of the measures into the demo.

A recipe is told the day of its trigger and returns the occurrence that it makes; what the measure should say
of it stands in its line of `edges.csv`, so that a test can compare the two.
"""

from demo.recipes import crs_sl001, sl004, sl005, sl006, sl007, sl027
from demo.recipes.planted import RECIPES, Recipe

__all__ = ["RECIPES", "Recipe", "crs_sl001", "sl004", "sl005", "sl006", "sl007", "sl027"]
