"""Locked audit scores of a place, for readers from outside."""

from datetime import date

from apps.organisation.audit_figures import AuditFigure, audit_figures
from apps.organisation.evidence import EvidenceTable
from apps.organisation.models import ProbationDeliveryUnit, Region

TITLE = "Case-sample audits"
COLUMNS = ("Measure", "Title", "Window", "Score (%)", "95% interval (%)", "Band", "Cases scored", "Sampled")
OF_THE_REGION = "Scores of the whole region: samples are drawn for regions, not for delivery units."


def audit_tables(
    region: Region,
    unit: ProbationDeliveryUnit | None,
    on: date,  # noqa: ARG001 (a provider's shape; scores are locked, whatever the day)
) -> list[EvidenceTable]:
    """The region's locked scores, the newest window of each measure first."""
    found = audit_figures([region.pk])
    notes = (OF_THE_REGION,) if unit else ()
    if not found:
        return [EvidenceTable(id="audits", title=TITLE, notes=("No audit score has been published.",))]
    rows = tuple(_row(one) for one in found)
    return [EvidenceTable(id="audits", title=TITLE, notes=notes, columns=COLUMNS, rows=rows)]


def _row(one: AuditFigure) -> tuple[str, ...]:
    window = f"{one.first_on.day} {one.first_on:%B %Y} to {one.last_on.day} {one.last_on:%B %Y}"
    interval = "" if one.low is None else f"{one.low} to {one.high}"
    return (
        one.measure,
        one.title,
        window,
        str(one.score),
        interval,
        one.band,
        str(one.scored),
        str(one.sampled),
    )
