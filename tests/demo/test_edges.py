"""Every reason and every named edge is in the demo, and the measures say of it what its recipe expects."""

from datetime import date
from pathlib import Path

import pytest

from demo.recipes import RECIPES
from rules.definitions.measures import load_clocks, load_measures
from tests.demo.reading import edges_of, events_of, rates_of, reasons_of
from tests.demo.unplanted import UNPLANTED

AS_AT = date(2026, 3, 31)
# The first measures have every edge by one name; the further ones name what they have.
FIRST = ("CRS_SL001", "SL004", "SL005", "SL006", "SL007", "SL027")
NAMED = (
    "on_the_day",
    "a_day_late",
    "saturday",
    "across_a_bank_holiday",
    "not_eligible",
    "missing_date",
    "pending",
)


def _reasons() -> set[tuple[str, str]]:
    """Every reason of every defined measure and clock, but for those that no extract can show."""
    defined = {**load_measures(), **load_clocks()}
    reasons = {(id_, rule.reason) for id_, definition in defined.items() for rule in definition.verdicts}
    return reasons - set(UNPLANTED)


def test_every_recipe_is_planted(folder: Path) -> None:
    planted = {(edge.measure, edge.edge) for edge in edges_of(folder)}
    assert planted == {(recipe.measure, recipe.edge) for recipe in RECIPES}


def test_no_two_recipes_of_a_measure_have_one_name() -> None:
    names = [(recipe.measure, recipe.edge, recipe.table) for recipe in RECIPES]
    assert len(names) == len(set(names))


def test_every_reason_of_every_measure_and_clock_has_a_recipe() -> None:
    recipes = {(recipe.measure, recipe.reason) for recipe in RECIPES}
    assert sorted(_reasons() - recipes) == []


def test_nothing_is_excused_that_is_planted_or_does_not_exist() -> None:
    defined = {**load_measures(), **load_clocks()}
    recipes = {(recipe.measure, recipe.reason) for recipe in RECIPES}
    assert set(UNPLANTED) & recipes == set()
    assert all(reason in {rule.reason for rule in defined[id_].verdicts} for id_, reason in UNPLANTED)


@pytest.mark.parametrize("measure", FIRST)
def test_the_first_measures_have_the_named_edges(measure: str) -> None:
    edges = [recipe.edge for recipe in RECIPES if recipe.measure == measure]
    assert [name for name in NAMED if not any(name in edge for edge in edges)] == []


def test_the_reference_judges_every_planted_edge_as_its_recipe_expects(folder: Path) -> None:
    edges = edges_of(folder)
    said = reasons_of(folder, edges, as_at=AS_AT)
    assert {(e.measure, e.edge, said[e]) for e in edges} == {(e.measure, e.edge, e.reason) for e in edges}


def test_each_of_the_first_measures_has_a_rate_between_60_and_95_percent(folder: Path) -> None:
    """Among a quarter of the people whom no recipe made, over the two measured years."""
    planted = {edge.person_id for edge in edges_of(folder)}
    lines = (folder / "people.csv").read_text(encoding="utf-8").splitlines()[1:]
    people = [person for person in (line.partition(",")[0] for line in lines) if person not in planted]
    rates = rates_of(events_of(folder, set(people[::4])), FIRST, as_at=AS_AT)
    assert sorted(rates) == sorted(FIRST)
    assert all(60 <= rate <= 95 for rate in rates.values()), rates
