"""Every kind of document that the service makes, one line each."""

from apps.reports import annual, inspection_report
from apps.reports.annexes import kinds as annexes
from apps.reports.kinds import register


def register_kinds() -> None:
    """Called once, when the app is ready."""
    register(annual.KIND)
    register(inspection_report.KIND)
    for kind in annexes.KINDS:
        register(kind)
