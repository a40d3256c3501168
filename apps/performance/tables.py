"""Downloads of operational figures, which say on their first sheet what they are and to which day."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponseBase

from apps.organisation.downloads import table_response
from apps.performance.models import MeasureRun

_USE = "Operational figures: management information, not suppressed; for use inside your scope only."


def operational_table(
    kind: str,
    *,
    run: MeasureRun | None,
    name: str,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
) -> HttpResponseBase:
    """The rows as csv, xlsx or ods; `run`: whose figures they are, None where they are no run's."""
    about = [_USE, *([_standing(run)] if run else ())]
    return table_response(kind, name=name, title=title, about=about, columns=columns, rows=rows)


def _standing(run: MeasureRun) -> str:
    extract = f"extract {run.extract.name} ({run.extract.short_hash})"
    return f"As at {run.as_at:%-d %B %Y}, from {extract}, run {run.pk}."
