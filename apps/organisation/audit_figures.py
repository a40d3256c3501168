"""The figures of quality measures, which audits give and other rooms show.

Audits and performance are neighbours and do not import each other: audits register here what they know,
as panels do for the home page.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class AuditFigure:
    """A quality measure in one region: the locked score of an audit round, as it was locked.

    `score`, `low`, `high`: percent, the interval None where too few cases were scored to tell one. `band`:
    the word for the score. `edition`: of the question bank. `url`: where the round's result is explained.
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


Provider = Callable[[Collection[str]], Sequence[AuditFigure]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Let a room answer for the quality measures of regions; a second call under one name replaces it."""
    _providers[name] = provider


def audit_figures(region_codes: Collection[str]) -> list[AuditFigure]:
    """Every locked score of these regions: by measure, region, then the newest window first."""
    found = [figure for provider in _providers.values() for figure in provider(region_codes)]
    newest_first = sorted(found, key=lambda figure: (figure.last_on, figure.locked_at), reverse=True)
    return sorted(newest_first, key=lambda figure: (figure.measure, figure.region_code))
