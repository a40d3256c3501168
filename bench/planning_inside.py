"""The figures of `bench_planning`, taken inside one process with Django set up."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from django.db import connection, transaction  # noqa: E402 (settings are ready only now)

from apps.assessments.models import BankEdition  # noqa: E402
from apps.audits.frames import REFERRAL, frame_query  # noqa: E402
from apps.audits.models import FrameSizes  # noqa: E402
from apps.audits.planning import editions_to_open, plan_rounds  # noqa: E402
from apps.caseload.models import Person  # noqa: E402
from apps.caseload.queries import live_extract  # noqa: E402
from apps.caseload.sampling_frame import frame_rows  # noqa: E402
from apps.organisation.models import Region  # noqa: E402
from rules.sampling.windows import frame_window  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and of the processor: this process and its database session."""

    wall: float
    processor: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} ({self.processor:.2f})"


def main() -> None:
    extract = live_extract()
    if extract is None:
        raise SystemExit("No extract is live in this database.")
    regions = list(Region.objects.filter(valid_to__isnull=True))
    load = Path("/proc/loadavg").read_text().split()[0]
    print(f"{Person.objects.count():,} people, {len(regions)} regions, load {load} at the beginning;")
    print("seconds by the clock (of the processor).\n")
    print("| bank | cases | built case by case | counted | counted before |\n|---|---:|---:|---:|---:|")
    for edition in editions_to_open():
        if edition.definition.file.frame.kind != REFERRAL:
            print(_line(edition, regions, extract.as_at), flush=True)


def _line(edition: BankEdition, regions: list[Region], as_at: object) -> str:
    rule = edition.definition.file.frame
    first_on, last_on = frame_window(rule, drawn_on=as_at)
    codes = [region.code for region in regions]
    query = frame_query(rule.kind)

    def build() -> int:
        rows = frame_rows(query, codes, first_on=first_on, last_on=last_on)
        return sum(len(each) for each in rows.values())

    def plan() -> int:
        planned = plan_rounds(regions, [edition], as_at=as_at)
        return sum(each.frame_size for each in planned.rounds if each.tables)

    with transaction.atomic():  # what is counted here leaves nothing behind
        FrameSizes.objects.filter(kind=rule.kind).delete()
        (cases, built), (counted, first), (again, before) = (_timed(step) for step in (build, plan, plan))
        transaction.set_rollback(True)
    if not cases == counted == again:
        raise SystemExit(f"{edition}: {cases} cases, {counted} counted, {again} counted before")
    return f"| {edition} | {cases:,} | {built} | {first} | {before} |"


def _timed(step: Callable[[], int]) -> tuple[int, Took]:
    began, processor = time.perf_counter(), _processor()
    answer = step()
    return answer, Took(time.perf_counter() - began, _processor() - processor)


def _processor() -> float:
    """Seconds of the processor so far: ours, and the database session's where it runs on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        session = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    ours = time.process_time()
    if not session.exists():
        return ours
    spent = session.read_text().rsplit(")", 1)[1].split()
    return ours + (int(spent[11]) + int(spent[12])) / TICKS


if __name__ == "__main__":
    main()
