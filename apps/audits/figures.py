"""What audits tell other rooms: the published scores of regions and of their delivery units."""

from collections.abc import Collection

from django.urls import reverse

from apps.audits.models import AuditRound, AuditScore
from apps.audits.presentation import ScoreText, locked_text, unit_text
from apps.audits.queries import submitted_cases
from apps.audits.unit_scores import UnitScore, unit_scores
from apps.organisation.audit_figures import AuditFigure, BandReading, UnitAuditFigure
from rules.definitions.small_numbers import small_numbers_on
from rules.statistics.rounding import half_up


def figures_of_regions(region_codes: Collection[str]) -> list[AuditFigure]:
    """Every locked score of these regions but contracts', for the pages with the other measures."""
    found = AuditScore.objects.filter(region_code__in=region_codes, round__contract_id="")
    return [_figure(row) for row in found.select_related("round__edition")]


def _figure(row: AuditScore) -> AuditFigure:
    same = ("measure", "region_code", "low", "high", "scored", "too_thin", "sampled", "frame_size")
    return AuditFigure(
        title=row.round.edition.title,
        first_on=row.round.window_first_on,
        last_on=row.round.window_last_on,
        score=row.shown,
        band=row.band_name,
        edition=row.edition,
        locked_at=row.locked_at,
        demo=row.demo,
        url=reverse("audits:results", args=[row.round_id]),
        round_id=row.round_id,
        reading=_reading(locked_text(row.round)),
        **{name: getattr(row, name) for name in same},
    )


def figures_of_units(audit: AuditFigure) -> list[UnitAuditFigure]:
    """The delivery units of the round behind a figure; none where it is no published round of a region."""
    published = AuditRound.objects.filter(state=AuditRound.State.LOCKED, contract_id="")
    found = published.filter(pk=audit.round_id).select_related("edition", "sample").first()
    if found is None:
        return []
    return [_unit_figure(audit, found, one) for one in unit_scores(found, submitted_cases(found))]


def _unit_figure(audit: AuditFigure, audit_round: AuditRound, unit: UnitScore) -> UnitAuditFigure:
    text, interval = unit_text(audit_round, unit), unit.score.interval if unit.score else None
    return UnitAuditFigure(
        audit=audit,
        unit_code=unit.unit,
        score=half_up(unit.score.percent, 1) if unit.score else None,
        band=text.band if text else None,
        low=half_up(interval.low, 1) if interval else None,
        high=half_up(interval.high, 1) if interval else None,
        scored=unit.scored,
        too_thin=unit.too_thin,
        sampled=unit.sampled,
        frame_size=unit.frame_size,
        counts_first=small_numbers_on(audit.last_on).counts_first(unit.scored),
        reading=_reading(text) if text else BandReading(),
    )


def _reading(text: ScoreText) -> BandReading:
    return BandReading(
        touched=tuple(text.touched.split(", ")) if text.touched else (), distance=text.distance, few=text.few
    )
