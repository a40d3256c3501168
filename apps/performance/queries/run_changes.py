"""Two runs side by side: the rows of their extracts, and each measure's rate in both."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from apps.caseload.contract import load_contract
from apps.performance.models import MeasureRun
from apps.performance.queries.catalogue import in_catalogue_order
from apps.performance.queries.cells import figure
from apps.performance.queries.figures import Figure
from apps.performance.queries.places import Place
from rules.periods import Month, months_between
from rules.tables.rounding import percentage_points


@dataclass(frozen=True, kw_only=True)
class RowsChange:
    """How many rows a table of the extract had, before and after."""

    title: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, kw_only=True)
class RateChange:
    """A measure over the same months in two runs. `points`: from unrounded rates; None without two rates.

    There is no interval: the two judge mostly the same cases, so chance is not what tells them apart.
    """

    before: Figure
    after: Figure
    points: Decimal | None

    @property
    def why_no_rate(self) -> str:
        """Why one of the runs, or both, have no rate; empty where both have one."""
        before, after = self.before.why_no_rate, self.after.why_no_rate
        if before == after:
            return before
        told = (("Before", before), ("After", after))
        return " ".join(f"{which}: {why}" for which, why in told if why)

    @property
    def counted_differently(self) -> bool:
        return self.before.counts != self.after.counts


@dataclass(frozen=True, kw_only=True)
class RunsCompared:
    """`months`: those that both runs judged and both extracts cover; empty where there are none.

    `only_before`, `only_after`: measures that one of the runs did not judge.
    """

    before: MeasureRun
    after: MeasureRun
    months: Sequence[Month]
    rows: Sequence[RowsChange]
    rates: Sequence[RateChange]
    only_before: Sequence[str]
    only_after: Sequence[str]

    @property
    def same_extract(self) -> bool:
        return self.before.extract_id == self.after.extract_id


def runs_compared(before: MeasureRun, after: MeasureRun, place: Place) -> RunsCompared:
    """Finished runs, over their common months, in one place."""
    months = _common_months(before, after)
    both = set(before.measures) & set(after.measures)
    measures = [one.id for one in in_catalogue_order(both)]
    return RunsCompared(
        before=before,
        after=after,
        months=months,
        rows=_rows(before.extract.rows, after.extract.rows),
        rates=[_rate_change(before, after, place, name, months) for name in measures] if months else [],
        only_before=sorted(set(before.measures) - both),
        only_after=sorted(set(after.measures) - both),
    )


def _common_months(before: MeasureRun, after: MeasureRun) -> list[Month]:
    first = Month.parse(max(before.first_month, after.first_month))
    last = Month.parse(min(before.last_month, after.last_month))
    if last < first:
        return []
    covered = min(before.as_at, after.as_at)
    return [month for month in months_between(first, last) if month.last_on <= covered]


def _rows(before: dict[str, int], after: dict[str, int]) -> list[RowsChange]:
    return [
        RowsChange(title=table.title, before=before.get(name, 0), after=after.get(name, 0))
        for name, table in load_contract().tables.items()
        if before.get(name) or after.get(name)
    ]


def _rate_change(
    before: MeasureRun, after: MeasureRun, place: Place, measure: str, months: Sequence[Month]
) -> RateChange:
    old, new = (
        figure(run, place, measure=measure, first=months[0], last=months[-1]) for run in (before, after)
    )
    points = None
    if old.has_rate and new.has_rate:
        shares = [Fraction(one.counts.numerator, one.counts.denominator) for one in (new, old)]
        points = percentage_points(*shares)
    return RateChange(before=old, after=new, points=points)
