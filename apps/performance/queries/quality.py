"""What was not recorded, measure by measure, and which records look wrong, in one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from apps.organisation.access import Scope
from apps.performance.models import MeasureRun, QualityCount, QualityFinding, QualityReading
from apps.performance.queries.cells import Series
from apps.performance.queries.places import Place
from rules.definitions.quality_checks import QualityCheck, load_quality_checks
from rules.tables.rounding import rate_percent


@dataclass(frozen=True, kw_only=True)
class CheckCount:
    """A check and how many records it found. `before`: in earlier extracts, the oldest first."""

    check: QualityCheck
    records: int
    before: Sequence[tuple[date, int]]


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """One protected characteristic; `percent`: recorded of those asked, None where nobody was."""

    characteristic: str
    asked: int
    recorded: int
    percent: Decimal | None

    @property
    def missing(self) -> int:
        return self.asked - self.recorded


@dataclass(frozen=True, kw_only=True)
class MeasureQuality:
    """A measure's figures by month, and how many records that touch it look wrong (None: not read yet)."""

    series: Series
    suspects: int | None


def newest_reading(run: MeasureRun) -> QualityReading | None:
    """The reading of the run's extract; None until it has been checked."""
    return QualityReading.objects.filter(extract=run.extract_id).select_related("extract").first()


def check_counts(reading: QualityReading, place: Place) -> list[CheckCount]:
    """Every check in order, 0 included, with what it found in the extracts before."""
    rows = QualityCount.objects.filter(place.cell_filter, reading__extract__as_at__lte=reading.extract.as_at)
    summed = rows.order_by().values("reading", "rule").annotate(total=Sum("records"))
    totals = {(row["reading"], row["rule"]): row["total"] for row in summed}
    earlier = QualityReading.objects.filter(read_at__lt=reading.read_at).select_related("extract")
    past = [(one.pk, one.extract.as_at) for one in earlier.order_by("extract__as_at", "read_at")]
    return [
        CheckCount(
            check=check,
            records=totals.get((reading.pk, check.id), 0),
            before=[(as_at, totals.get((pk, check.id), 0)) for pk, as_at in past],
        )
        for check in load_quality_checks().values()
    ]


def suspects_of(measure: str, counts: Sequence[CheckCount]) -> int:
    """How many records that touch the measure look wrong."""
    return sum(one.records for one in counts if measure in one.check.measures)


def recorded_characteristics(reading: QualityReading, place: Place) -> list[Recorded]:
    """Each protected characteristic of SL040 at the end of the last whole month, the least recorded first."""
    rows = reading.characteristics.filter(place.cell_filter).order_by()
    summed = rows.values("characteristic").annotate(people=Sum("asked"), answered=Sum("recorded"))
    found = [
        Recorded(
            characteristic=row["characteristic"].replace("_", " "),
            asked=row["people"],
            recorded=row["answered"],
            percent=rate_percent(row["answered"], row["people"]),
        )
        for row in summed
    ]
    return sorted(found, key=lambda one: (one.percent is None, one.percent, one.characteristic))


def findings(
    reading: QualityReading, scope: Scope, place: Place | None, rule: str = ""
) -> QuerySet[QualityFinding]:
    """The records that the checks found, within scope; own cases: those held that day."""
    found = reading.findings.filter(scope.filter_q(staff_field="practitioner_code"))
    found = found.filter(place.cell_filter if place else Q())
    return (found.filter(rule=rule) if rule else found).order_by("rule", "-on_day", "record_id")
