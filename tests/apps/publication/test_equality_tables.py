"""Equality tables as they are printed: what is small goes whole, and comparisons with few of no group."""

from datetime import date

import pytest

from apps.organisation.models import Region
from apps.publication.actions import measured_years
from apps.publication.assembly.equality import equality_details, equality_grids
from apps.publication.grids import Grid
from rules.definitions.disclosure import load_disclosure
from rules.periods import PerformanceYear
from tests.factories.grouped import Kind, judged_kinds, told_apart

YEAR = PerformanceYear(2025)
EDITION = load_disclosure().on(YEAR.last_on)
WOMAN = {"sex": "female", "ethnicity": "white", "care_leaver": "no"}
MAN = {"sex": "male", "ethnicity": "white", "care_leaver": "no"}
KINDS = (
    Kind(counted=90, met=80, of=MAN),
    Kind(counted=60, met=30, of=WOMAN),
    Kind(counted=3, met=1, of=MAN | {"ethnicity": "asian"}),
    Kind(counted=20, met=18, of=MAN | {"ethnicity": "black"}),
    Kind(counted=40, met=36, of=MAN | {"ethnicity": None, "care_leaver": "yes"}),
    Kind(counted=2, met=2, of=MAN | {"care_leaver": "unknown"}),
    Kind(counted=15, met=14, of=WOMAN | {"date_of_birth": date(2000, 6, 1)}),
)


@pytest.fixture
def grids(reference: None) -> dict[str, Grid]:
    run, region = told_apart(KINDS).run, Region.objects.get(code="H")
    years = measured_years(region, YEAR, run, EDITION)
    found = equality_grids(region, YEAR, run, years, edition=EDITION)
    details = equality_details(region, YEAR, run)
    assert details["least_points"] == "3"
    assert set(details["help"]) >= {"Disparity: worse", "Too few to say"}
    return {grid.key: grid for grid in found}


def printed(grid: Grid, row: str) -> dict[str, str]:
    cells = {column.key: grid.cells[row, column.key] for column in grid.columns}
    return {key: value.words or value.symbol or f"{value.number}" for key, value in cells.items()}


def test_groups_are_printed_with_their_comparison_and_small_ones_are_not(grids: dict[str, Grid]) -> None:
    assert list(grids) == ["equality", "equality-disparities", "equality-intersections", "equality-sl004"]
    table = grids["equality-sl004"]
    assert (table.measure, grids["equality"].measure) == ("SL004", "")
    women = printed(table, "sex/female")
    assert (women["counted"], women["met"], women["rate"]) == ("75", "44", "58.7")
    assert (women["rest_rate"], women["verdict"]) == ("88.4", "Disparity: worse")
    # Three Asian people: suppressed, and with them the next smallest group, which would give them away.
    for group in ("asian", "black"):
        assert set(printed(table, f"ethnicity/{group}").values()) == {"c"}
    white = printed(table, "ethnicity/white")
    assert (white["counted"], white["verdict"]) == ("167", "Too few to say")
    # Two people of no group: nobody's rest may be printed, or subtraction would tell of them.
    care = printed(table, "care_leaver/no")
    assert (care["counted"], care["rest_rate"], care["verdict"]) == ("188", "c", "c")
    assert set(printed(table, "care_leaver/not_recorded").values()) == {"c"}


def test_disparities_stand_in_the_order_of_what_needs_attention(grids: dict[str, Grid]) -> None:
    rows = [row.key for row in grids["equality-disparities"].rows]
    assert rows[0] == "SL004/sex/female"
    assert "SL004/sex/male" in rows[1:]
    sex = printed(grids["equality"], "sex")
    assert (sex["compared"], sex["worse"], sex["better"], sex["suppressed"]) == ("2", "1", "1", "0")
    assert printed(grids["equality"], "ethnicity")["suppressed"] == "2"
    assert [column.key for column in grids["equality-intersections"].columns] == [
        "group",
        "measure",
        "verdict",
    ]


def test_a_run_that_was_not_told_apart_has_no_table(reference: None) -> None:
    run, region = judged_kinds(KINDS[:1]), Region.objects.get(code="H")
    assert equality_grids(region, YEAR, run, [], edition=EDITION) == []
    assert equality_details(region, YEAR, run) == {}
