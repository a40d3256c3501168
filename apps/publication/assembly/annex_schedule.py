"""The table of annex C: how many milestones each plan year has, and how they stand."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from apps.planning.shapes import MilestoneShown
from apps.publication.grids import Column, Grid, Kind, Row, of_number
from rules.definitions.planning import governance_on

TOTAL, OVERDUE = "all", "overdue"


def milestones_grid(milestones: Sequence[MilestoneShown], years: Sequence[str], on: date) -> Grid:
    """rows: plan years and all of them; columns: milestones, those in each state, those past their day."""
    states = {state.id: state.words for state in governance_on(on).milestone_states}
    columns = [
        Column(TOTAL, "Milestones", Kind.COUNT),
        *(Column(state, words, Kind.COUNT) for state, words in states.items()),
        Column(OVERDUE, "Overdue", Kind.COUNT),
    ]
    rows = [*(Row(year, year) for year in years), Row(TOTAL, "All years", emphasis=True)]
    cells = {}
    for row in rows:
        mine = [one for one in milestones if row.key in (TOTAL, one.year)]
        counts = Counter(one.state for one in mine)
        counts |= {TOTAL: len(mine), OVERDUE: sum(one.is_overdue for one in mine)}
        cells |= {(row.key, column.key): of_number(counts[column.key]) for column in columns}
    return Grid(
        key="milestones",
        kind="milestones",
        title="Milestones of the plan and how they stand",
        row_heading="Plan year",
        rows=rows,
        columns=columns,
        cells=cells,
        notes=("Overdue: past its day, and neither done nor dropped.",),
    )
