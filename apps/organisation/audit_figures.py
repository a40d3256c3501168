"""The figures of quality measures, which audits give and other rooms show.

Audits and performance are neighbours and do not import each other: audits register here what they know,
as panels do for the home page.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class BandReading:
    """How a band is to be read.

    `touched`: the bands that hold a part of the interval, best first; empty where it is one. `distance`: to
    the next better band, in words. `few`: so few cases that the interval must stand beside the band.
    """

    touched: tuple[str, ...] = ()
    distance: str = ""
    few: bool = False


@dataclass(frozen=True, kw_only=True)
class AuditFigure:
    """A quality measure in one region: the locked score of an audit round, as it was locked.

    `score`, `low`, `high`: percent, the interval None where too few cases were scored to tell one. `band`:
    the word for the score. `edition`: of the question bank. `url`: where the round's result is explained.
    `round_id`: by which its delivery units are asked for. `reading`: how far the band can be trusted.
    """

    measure: str
    title: str
    region_code: str
    first_on: date
    last_on: date
    score: Decimal
    band: str
    low: Decimal | None
    high: Decimal | None
    scored: int
    too_thin: int
    sampled: int
    frame_size: int
    edition: str
    locked_at: datetime
    demo: bool
    url: str
    round_id: int = 0
    reading: BandReading = field(default_factory=BandReading)


@dataclass(frozen=True, kw_only=True)
class UnitAuditFigure:
    """A delivery unit's part of a published audit, whose sample was drawn for its region.

    `score`, `low`, `high`: percent with one decimal; `score` and `band` None where too few of its cases were
    scored to show a percentage. `frame_size`: the unit's own cases in the frame. `counts_first`: so few that
    the count stands before the percentage.
    """

    audit: AuditFigure
    unit_code: str
    score: Decimal | None
    band: str | None
    low: Decimal | None
    high: Decimal | None
    scored: int
    too_thin: int
    sampled: int
    frame_size: int
    counts_first: bool
    reading: BandReading


Provider = Callable[[Collection[str]], Sequence[AuditFigure]]
UnitProvider = Callable[[AuditFigure], Sequence[UnitAuditFigure]]
_providers: dict[str, Provider] = {}
_unit_providers: dict[str, UnitProvider] = {}


def register(name: str, provider: Provider, *, units: UnitProvider | None = None) -> None:
    """Let a room answer for the quality measures of regions, and of the delivery units of one of its
    figures; a second call under one name replaces it."""
    _providers[name] = provider
    if units is not None:
        _unit_providers[name] = units


Address = Callable[[str, str, int], str]
_beside: list[Address] = []


def show_beside(address: Address) -> None:
    """Let a room show audits beside what else it knows of a place; `address` gives the page's, by the kind of
    place ("region", "unit"), its code and the round. A second call replaces the first."""
    _beside[:] = [address]


def beside_address(kind: str, code: str, round_id: int) -> str:
    """Where the place's audit stands beside its measures; empty where no room shows it."""
    return _beside[0](kind, code, round_id) if _beside else ""


def unit_audit_figures(audit: AuditFigure) -> list[UnitAuditFigure]:
    """Every delivery unit of the region that was audited, by code."""
    found = [figure for provider in _unit_providers.values() for figure in provider(audit)]
    return sorted(found, key=lambda figure: figure.unit_code)


def audit_figures(region_codes: Collection[str]) -> list[AuditFigure]:
    """Every locked score of these regions: by measure, region, then the newest window first."""
    found = [figure for provider in _providers.values() for figure in provider(region_codes)]
    newest_first = sorted(found, key=lambda figure: (figure.last_on, figure.locked_at), reverse=True)
    return sorted(newest_first, key=lambda figure: (figure.measure, figure.region_code))
