"""The table of annex D that holds contracts of the extract against the plan's agreements."""

from collections.abc import Sequence

from apps.planning.contracts import ContractCheck
from apps.publication.grids import Column, Grid, Kind, Row, Value, of_figure
from rules.periods import PerformanceYear

NONE = "None"
COLUMNS = (
    Column("service", "Service", Kind.WORDS),
    Column("supplier", "Supplier", Kind.WORDS),
    Column("agreement", "Agreement", Kind.WORDS),
    Column("referrals", "Referrals", Kind.COUNT),
    Column("check", "Check", Kind.WORDS),
)


def contracts_grid(checks: Sequence[ContractCheck], year: PerformanceYear) -> Grid:
    """rows: contracts that ran in the year and agreements without one; columns: whose, whether it fits."""
    rows, cells = [], {}
    for number, one in enumerate(checks):
        key = one.contract or f"none-{number}"
        rows.append(Row(key, one.contract or NONE))
        cells |= {
            (key, "service"): Value(words=one.service or NONE),
            (key, "supplier"): Value(words=one.supplier),
            (key, "agreement"): Value(words=one.titles or NONE),
            (key, "referrals"): of_figure(one.referrals),
            (key, "check"): Value(words=one.words),
        }
    return Grid(
        key="contracts",
        kind="contracts",
        title=f"Contracts of commissioned services and their agreements, referrals of {year}",
        row_heading="Contract",
        rows=rows,
        columns=COLUMNS,
        cells=cells,
    )
