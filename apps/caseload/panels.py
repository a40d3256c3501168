"""What the home page says about extracts, to analysts; and where to look a case up."""

from django.urls import reverse
from django.utils.formats import date_format

from apps.caseload.models import Extract, ExtractJob
from apps.caseload.queries import live_extract
from apps.organisation.models import User
from apps.organisation.panels import Panel, PanelRow, register


def register_panels() -> None:
    register("extracts", order=40, verb="import_extract", build=extracts_panel)


def extracts_panel(_user: User) -> Panel:
    """The live extract and its day, what waits to go live, and what is under way."""
    live = live_extract()
    rows = [] if live is None else [_live_row(live)]
    rows += [_waiting_row(extract) for extract in Extract.objects.filter(state=Extract.State.HELD)[:5]]
    open_states = (ExtractJob.State.QUEUED, ExtractJob.State.RUNNING)
    rows += [_job_row(job) for job in ExtractJob.objects.filter(state__in=open_states)[:5]]
    rows.append(PanelRow(label="Hand in an extract", url=reverse("caseload:upload")))
    return Panel(title="Extracts", rows=rows)


def _live_row(live: Extract) -> PanelRow:
    kind = "demo data" if live.demo else "real data"
    value = f"as at {date_format(live.as_at, 'j F Y')}, {kind}"
    return PanelRow(label="Live extract", value=value, url=reverse("caseload:extract", args=[live.pk]))


def _waiting_row(extract: Extract) -> PanelRow:
    value = f"as at {date_format(extract.as_at, 'j F Y')}"
    return PanelRow(label="Waits to go live", value=value, url=reverse("caseload:extract", args=[extract.pk]))


def _job_row(job: ExtractJob) -> PanelRow:
    value = f"{job.get_state_display()}, {job.percent}%"
    return PanelRow(label=job.source, value=value, url=reverse("caseload:job", args=[job.pk]))
