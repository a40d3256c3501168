"""What the home page says about reports."""

from django.urls import reverse

from apps.organisation.access import scope_for
from apps.organisation.models import User
from apps.organisation.panels import Panel, PanelRow, register
from apps.reports.queries import ReportRow, report_rows

MOST_ROWS = 4


def register_panels() -> None:
    register("reports", order=40, verb="view_report", build=reports)


def reports(user: User) -> Panel:
    """The newest year's reports of the viewer's regions and how they stand; built ones first."""
    rows = report_rows(scope_for(user, "view_report"))
    newest = [row for row in rows if row.year == rows[0].year]
    ordered = sorted(newest, key=lambda row: row.newest is None)[:MOST_ROWS]
    return Panel(
        title=f"Annual reports, {rows[0].year}" if rows else "Annual reports",
        rows=[_panel_row(row) for row in ordered],
        empty_text="No performance year has been judged whole yet, so there is nothing to report.",
    )


def _panel_row(row: ReportRow) -> PanelRow:
    address = reverse("reports:report", args=[row.region.pk, row.year])
    if row.newest is None:
        return PanelRow(label=row.region.name, value="Not built yet", url=address)
    state = row.newest.get_state_display()
    if row.newest.is_open:
        state = f"{state}, {row.newest.percent}%"
    elif row.newest.state == row.newest.State.BUILT and row.newest.is_draft:
        state = "Draft ready"
    return PanelRow(label=row.region.name, value=state, url=address)
