"""Commissioned services: the audits of their contracts that looked at the year."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from apps.audits.contract_queries import contract_rounds
from apps.audits.models import AuditRound
from apps.organisation.access import Scope
from apps.publication.assembly.audits import FEWEST_FOR_A_PERCENTAGE
from apps.publication.grids import Column, Grid, Kind, Row, Value, of_number
from rules.definitions.planning_needs import needs_on
from rules.periods import PerformanceYear
from rules.tables.regional import NOT_AVAILABLE, SUPPRESSED
from rules.tables.rounding import half_up

COLUMNS = (
    Column("service", "Service", Kind.WORDS),
    Column("supplier", "Supplier", Kind.WORDS),
    Column("audit", "Audit", Kind.WORDS),
    Column("scored", "Cases scored", Kind.COUNT),
    Column("score", "Score (%)", Kind.PERCENT),
    Column("low", "95% interval from", Kind.PERCENT),
    Column("high", "95% interval to", Kind.PERCENT),
    Column("band", "Band", Kind.WORDS),
)


def commissioned_grid(region_code: str, year: PerformanceYear, known_on: date) -> Grid:
    """rows: audited contract and bank, the newest published round of each that looked at days of the year.

    known_on: what was published later is left out. No such audit: a table without rows.
    """
    rows, cells = [], {}
    for key, audit_round in _rounds(region_code, year, known_on).items():
        rows.append(Row(key, audit_round.contract_id))
        cells |= {(key, column): value for column, value in _values(audit_round).items()}
    return Grid(
        key="commissioned",
        kind="commissioned",
        title=f"Audits of commissioned services, {year}",
        row_heading="Contract",
        rows=rows,
        columns=COLUMNS,
        cells=cells,
    )


def _rounds(region_code: str, year: PerformanceYear, known_on: date) -> dict[str, AuditRound]:
    found: dict[str, AuditRound] = {}
    rounds = contract_rounds(Scope(region_codes=frozenset({region_code})))
    of_year = rounds.filter(window_last_on__range=(year.first_on, year.last_on))
    for one in of_year.order_by("-window_last_on", "-pk"):
        if timezone.localdate(one.score.locked_at) <= known_on:
            found.setdefault(f"{one.contract_id}-{one.edition.bank}", one)
    return dict(sorted(found.items()))


def _values(audit_round: AuditRound) -> dict[str, Value]:
    score = audit_round.score
    too_few = score.scored < FEWEST_FOR_A_PERCENTAGE
    shown = {"low": score.low, "high": score.high}
    return {
        "service": Value(words=_service(audit_round)),
        "supplier": Value(words=audit_round.supplier_name or audit_round.supplier_code or "Not given"),
        # The code as the other measures of commissioned services are printed: CRS QM1 beside CRS SL001.
        "audit": Value(words=f"{audit_round.edition.bank.replace('_', ' ')} {audit_round.edition.title}"),
        "scored": of_number(score.scored),
        "score": Value(symbol=SUPPRESSED) if too_few else of_number(half_up(Fraction(score.exact), 1)),
        **{name: _limit(limit, too_few=too_few) for name, limit in shown.items()},
        "band": Value(symbol=SUPPRESSED) if too_few else Value(words=score.band_name),
    }


def _service(audit_round: AuditRound) -> str:
    if not audit_round.service:
        return "Not given"
    return needs_on(audit_round.window_last_on).service(audit_round.service).title


def _limit(limit: Decimal | None, *, too_few: bool) -> Value:
    if too_few:
        return Value(symbol=SUPPRESSED)
    return Value(symbol=NOT_AVAILABLE) if limit is None else of_number(half_up(limit, 1))
