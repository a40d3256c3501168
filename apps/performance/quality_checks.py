# ruff: noqa: S608 (table and column names are this file's own words; the rules write the rest)
"""Reads the live extract through the checks and keeps what they find."""

from datetime import date, datetime

from django.db import connection, transaction

from apps.caseload.queries import event_tables, live_extract
from apps.organisation.lock_numbers import LockNumber
from apps.performance.executors import postgres
from apps.performance.models import QualityReading
from rules.definitions.measures import measure
from rules.measures.characteristics import characteristics_sql
from rules.measures.unpaid_work_progress import MEASURE, progress_sql
from rules.periods import Month
from rules.quality import findings_sql

THE_READING = LockNumber.QUALITY_READING.value
_FOUND = "rule, region, unit, practitioner_code, person_id, record_id, on_day"
_COUNTED = "edition, after_months, counts_in, region, unit, requirements, completed"
_ASKED = "edition, counts_in, region, unit, characteristic, asked, recorded"


def is_unread() -> bool:
    """Whether the live extract has not been checked, or its unpaid work not counted."""
    extract = live_extract()
    whole = QualityReading.objects.filter(extract=extract, unpaid_work_counted=True)
    return extract is not None and not whole.exists()


@transaction.atomic
def read_quality(*, now: datetime) -> QualityReading | None:
    """Check the live extract, once: a reading that is there already is returned as it is.

    None without an extract. Single findings of earlier extracts go; their counts stay, for the trend.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [THE_READING])
        postgres.prepare(cursor, event_tables())
        extract = live_extract()
        if extract is None:
            return None
        standing = QualityReading.objects.filter(extract=extract).first()
        if standing is not None:
            _count_unpaid_work(cursor, standing, as_at=extract.as_at)
            return standing
        reading = QualityReading.objects.create(extract=extract, read_at=now)
        _keep(cursor, reading, as_at=extract.as_at)
        _count_unpaid_work(cursor, reading, as_at=extract.as_at)
    _clear_findings(reading)
    return reading


def _keep(cursor: object, reading: QualityReading, *, as_at: date) -> None:
    execute = cursor.execute  # type: ignore[attr-defined]
    execute(
        f"INSERT INTO performance_qualityfinding (reading_id, {_FOUND})"
        f" SELECT {reading.pk:d}, {_FOUND} FROM ({findings_sql(as_at=as_at)}) found"
    )
    execute(
        "INSERT INTO performance_qualitycount (reading_id, rule, region, unit, records)"
        " SELECT reading_id, rule, region, unit, count(*) FROM performance_qualityfinding"
        f" WHERE reading_id = {reading.pk:d} GROUP BY reading_id, rule, region, unit"
    )
    month = _last_whole_month(as_at)
    asked = characteristics_sql(as_at=as_at, first=month, last=month)
    execute(
        f"INSERT INTO performance_characteristiccount (reading_id, {_ASKED})"
        f" SELECT {reading.pk:d}, {_ASKED} FROM ({asked}) counted"
    )


def _count_unpaid_work(cursor: object, reading: QualityReading, *, as_at: date) -> None:
    if reading.unpaid_work_counted:
        return
    counted = progress_sql(as_at=as_at, first=Month.of(measure(MEASURE).valid_from), last=Month.of(as_at))
    cursor.execute(  # type: ignore[attr-defined]
        f"INSERT INTO performance_unpaidworkcount (reading_id, {_COUNTED})"
        f" SELECT {reading.pk:d}, {_COUNTED} FROM ({counted}) counted"
    )
    reading.unpaid_work_counted = True
    reading.save(update_fields=["unpaid_work_counted"])


def _last_whole_month(as_at: date) -> Month:
    month = Month.of(as_at)
    return month if month.last_on <= as_at else month.previous()


def _clear_findings(reading: QualityReading) -> None:
    for earlier in QualityReading.objects.filter(holds_findings=True).exclude(pk=reading.pk):
        earlier.findings.all()._raw_delete(using="default")  # no signals, no rows in memory
        earlier.holds_findings = False
        earlier.save(update_fields=["holds_findings"])
