"""What the two commands share: progress, the comparison in words, the question, and going live."""

import sys
from types import TracebackType

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.db.models.signals import post_save

from apps.caseload import actions, loading
from apps.caseload.comparison import Change, Comparison, compare
from apps.caseload.kept import KeptFileChanged
from apps.caseload.models import Extract, ExtractJob
from apps.caseload.queries import live_extract
from rules.definitions.geography import load_geography


class Steps:
    """Prints each new step of a job while it is under way."""

    def __init__(self, out: OutputWrapper, job: ExtractJob) -> None:
        self.out = out
        self.job = job
        self.last = ""

    def __enter__(self) -> "Steps":
        post_save.connect(self._saved, sender=ExtractJob, weak=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        post_save.disconnect(self._saved, sender=ExtractJob)

    def _saved(self, instance: ExtractJob, **_: object) -> None:
        if instance.pk == self.job.pk and instance.step and instance.step != self.last:
            self.last = instance.step
            self.out.write(f"{instance.percent:>4}%  {instance.step}")
            self.out.flush()


def go_live(command: BaseCommand, extract: Extract, *, yes: bool, demo_over_real: bool) -> None:
    """Show what changes, ask where somebody can answer, and put the extract live."""
    if extract.state == Extract.State.LIVE:
        command.stdout.write("It is live already; nothing changed.")
        return
    try:
        _show(command.stdout, compare(extract, live_extract(), regions=region_names()))
        if not yes and sys.stdin.isatty() and not _agrees():
            command.stdout.write(f"Not put live. It waits as {extract.short_hash}.")
            return
        job = actions.ask_to_put_live(extract=extract, by=None, demo_over_real=demo_over_real)
        with Steps(command.stdout, job):
            actions.put_live(job=job)
    except (actions.DemoOverReal, KeptFileChanged, loading.Busy, loading.WrongRows) as error:
        raise CommandError(str(error)) from error
    command.stdout.write(command.style.SUCCESS(f"Live: {extract} ({extract.short_hash})."))


def region_names() -> dict[str, str]:
    """Name by code of every region, in the order of the codes."""
    return {region.code: region.name for region in load_geography().regions}


def _agrees() -> bool:
    return input("Put it live? [y/N] ").strip().lower() in ("y", "yes")


def _show(out: OutputWrapper, comparison: Comparison) -> None:
    before = f"{comparison.live_name} as at {comparison.live_as_at}" if comparison.live_name else "nothing"
    out.write(
        f"Live now: {before}. Next: as at {comparison.as_at}{', demo data' if comparison.demo else ''}."
    )
    if comparison.goes_back:
        out.write("Note: the live extract is of a later day.")
    people = comparison.people
    out.write(
        f"People: {people.new:,} new, {people.gone:,} gone, {people.kept:,} in both,"
        f" {people.changed:,} of them changed."
    )
    _table(out, "Rows", comparison.tables)
    _table(out, "Sentences by region of the court", comparison.sentences_by_region)


def _table(out: OutputWrapper, caption: str, changes: tuple[Change, ...]) -> None:
    out.write(f"{caption:<36} {'before':>12} {'after':>12} {'change':>12}")
    for change in changes:
        out.write(f"  {change.label:<34} {change.before:>12,} {change.after:>12,} {change.difference:>+12,}")
