"""Removes the verdicts of runs that the rule of retention no longer keeps; cells and the run itself stay."""

from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import PROTECT, Q, QuerySet

from apps.organisation.actions import record
from apps.performance.models import MeasureRun
from rules.definitions.vintage_retention import VintageRetention, vintage_retention_on


def old_vintages(*, on: date) -> QuerySet[MeasureRun]:
    """The runs whose verdicts the rule of that day no longer keeps, oldest first.

    Kept: current runs, those with rows of cases, those that published tables or reports name, and young ones.
    """
    since = on - timedelta(days=vintage_retention_on(on).keep_days)
    kept = Q(is_current=True) | Q(holds_outcomes=True) | Q(finished_at__date__gte=since)
    for query in _named_elsewhere():
        kept |= Q(pk__in=query)
    return MeasureRun.objects.exclude(vintage_file="").exclude(kept).order_by("pk")


def remove_old_vintages(*, on: date) -> list[MeasureRun]:
    """Carry the rule of that day out and leave its trace; the runs as they were before."""
    rule = vintage_retention_on(on)
    return [_removed(run.pk, rule) for run in old_vintages(on=on)]


def _removed(run_id: int, rule: VintageRetention) -> MeasureRun:
    with transaction.atomic():
        run = MeasureRun.objects.select_for_update().get(pk=run_id)
        MeasureRun.objects.filter(pk=run_id).update(vintage_file="", vintage_sha256="", vintage_rows=None)
        record(
            "remove_vintage",
            by=None,
            subject=run,
            before={"file": run.vintage_file, "sha256": run.vintage_sha256, "rows": run.vintage_rows},
            reason=f"Kept for {rule.keep_days} days (the rule from {rule.valid_from}).",
        )
    # Only now: if this process ends here, the next run removes a file that no run names.
    (Path(settings.MEDIA_ROOT) / run.vintage_file).unlink(missing_ok=True)
    return run


def _named_elsewhere() -> list[QuerySet]:
    """The runs that rows of other parts of the product rest on: published tables, reports."""
    # Hidden ones too: most of these relations have no name on the run's side.
    relations = MeasureRun._meta.get_fields(include_hidden=True)
    return [
        one.related_model._base_manager.filter(**{f"{one.field.name}__isnull": False}).values(
            one.field.attname
        )
        for one in relations
        if getattr(one, "on_delete", None) is PROTECT and one.related_model._meta.app_label != "performance"
    ]
