"""Quality beside timeliness: the audit of a place and what was done in time there in the same months."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from apps.organisation.audit_figures import AuditFigure, UnitAuditFigure
from apps.performance.models import MeasureRun
from apps.performance.queries.cells import MONTHLY, breakdown, series
from apps.performance.queries.figures import Figure
from apps.performance.queries.places import Place
from rules.definitions.beside import beside_on
from rules.definitions.small_numbers import SmallNumbers, small_numbers_on
from rules.periods import Month


@dataclass(frozen=True, kw_only=True)
class Months:
    """The months of a run that an audit's window touches. `is_whole`: neither is longer than the other."""

    first: Month
    last: Month
    is_whole: bool


@dataclass(frozen=True, kw_only=True)
class Timeliness:
    """One measure of a place over those months; `same_work`: it is about the work that the audit looks at."""

    figure: Figure
    same_work: bool
    rules: SmallNumbers

    @property
    def shows_rate(self) -> bool:
        """Whether enough cases counted to show a percentage beside an audit's."""
        return self.figure.rate is not None and self.rules.shows_percent(self.figure.counts.denominator)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One part of a place: its audit and its timeliness; either can be without a percentage."""

    place: Place
    audit: AuditFigure | UnitAuditFigure | None
    timeliness: Timeliness

    @property
    def figure(self) -> Figure:
        return self.timeliness.figure

    @property
    def is_drawn(self) -> bool:
        """Whether both have a percentage that is shown."""
        return self.audit is not None and self.audit.score is not None and self.timeliness.shows_rate


def months_of(run: MeasureRun, audit: AuditFigure) -> Months | None:
    """The judged months that the audit's window touches; None where the run judged none of them."""
    first, last = Month.of(audit.first_on), Month.of(audit.last_on)
    judged = Month.parse(run.first_month), Month.parse(run.last_month)
    held = max(first, judged[0]), min(last, judged[1])
    if held[0] > held[1]:
        return None
    whole = held == (first, last) and (first.first_on, last.last_on) == (audit.first_on, audit.last_on)
    return Months(first=held[0], last=held[1], is_whole=whole)


def timeliness(run: MeasureRun, place: Place, audit: AuditFigure, months: Months) -> list[Timeliness]:
    """The measures of timeliness of the run in a place, those of the audit's own work first; counts against
    a fixed figure are left out."""
    rules = beside_on(audit.last_on)
    found = {
        one.measure.id: one.total
        for one in series(run, place, first=months.first, last=months.last, period=MONTHLY)
        if not one.total.is_count
    }
    return [_timeliness(found[name], audit) for name in rules.in_order(audit.measure) if name in found]


def _timeliness(figure: Figure, audit: AuditFigure) -> Timeliness:
    return Timeliness(
        figure=figure,
        same_work=beside_on(audit.last_on).is_same_work(audit.measure, figure.measure.id),
        rules=small_numbers_on(audit.last_on),
    )


def measures_beside(run: MeasureRun, audit: AuditFigure) -> list[str]:
    """The measures of timeliness that the run judged, those of the audit's own work first."""
    rules = beside_on(audit.last_on)
    return [name for name in rules.in_order(audit.measure) if name in run.measures]


def pairs(
    run: MeasureRun,
    place: Place,
    *,
    of: AuditFigure,
    audits: Sequence[AuditFigure | UnitAuditFigure],
    measure: str,
    months: Months,
) -> list[Pair]:
    """Each part of a region or the nation with its audit and one measure, in the order of the parts' codes.

    `audits`: those of the parts, `of`: the one that was chosen. Cases without a delivery unit are no part.
    """
    by_code = {_code(one): one for one in audits}
    found = breakdown(run, place, measure=measure, first=months.first, last=months.last)
    return [
        Pair(place=part, audit=by_code.get(part.code), timeliness=_timeliness(figure, of))
        for part, figure in found
        if part.has_page
    ]


def pairs_of_unit(
    run: MeasureRun, place: Place, *, audit: UnitAuditFigure | None, of: AuditFigure, months: Months
) -> list[Pair]:
    """The delivery unit's part of an audit with each of its measures of timeliness."""
    return [Pair(place=place, audit=audit, timeliness=one) for one in timeliness(run, place, of, months)]


def beside_address(kind: str, code: str, round_id: int) -> str:
    """The page of a place's audit beside its measures."""
    return f"{reverse('performance:beside', args=[kind, code])}?audit={round_id}"


def _code(audit: AuditFigure | UnitAuditFigure) -> str:
    return audit.unit_code if isinstance(audit, UnitAuditFigure) else audit.region_code
