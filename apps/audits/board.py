"""How far rounds are: by round and auditor, rolled up, with what is overdue and when it will be finished."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from apps.assessments.models import Assignment, SampledCase
from apps.audits.models import AuditRound
from rules.definitions.calendar import load_calendar
from rules.periods import OutsideCalendar
from rules.sampling.pace import expected_finish

CSV_COLUMNS = (
    "group",
    "round",
    "bank",
    "region",
    "contract",
    "auditor",
    "state",
    "cases",
    "submitted",
    "second_marks",
    "second_marks_submitted",
    "overdue",
    "due_on",
    "days_left",
    "expected_finish",
)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Markings of a part of the board: first marks, second marks, and those past their deadline."""

    cases: int = 0
    submitted: int = 0
    second: int = 0
    second_submitted: int = 0
    overdue: int = 0

    @property
    def left(self) -> int:
        return self.cases - self.submitted

    @property
    def markings(self) -> int:
        return self.cases + self.second

    @property
    def markings_submitted(self) -> int:
        return self.submitted + self.second_submitted

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in vars(self)})


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """One auditor in one round; without an auditor, the cases that nobody marks."""

    round: AuditRound
    auditor_id: int | None
    auditor: str
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class RoundLine:
    """One round with its auditors. `finish`: at the pace so far, None before the first submission."""

    round: AuditRound
    counts: Counts
    days_left: int
    finish: date | None
    auditors: tuple[BoardRow, ...]

    @property
    def is_late(self) -> bool:
        return bool(self.counts.overdue)

    @property
    def will_be_late(self) -> bool:
        return self.finish is not None and self.finish > self.round.due_on and self.counts.left > 0


@dataclass(frozen=True, kw_only=True)
class AuditorLine:
    """One auditor over all rounds of the board."""

    auditor: str
    auditor_id: int
    rounds: int
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class RegionLine:
    """One region over all rounds of the board; `finish`: of its last round, None while one has no pace."""

    region: str
    region_code: str
    rounds: int
    counts: Counts
    finish: date | None


@dataclass(frozen=True, kw_only=True)
class Board:
    rounds: tuple[RoundLine, ...]
    regions: tuple[RegionLine, ...]
    auditors: tuple[AuditorLine, ...]
    total: Counts


def board_of(rounds: QuerySet[AuditRound], *, today: date, auditor_id: int | None = None) -> Board:
    """The board of these rounds, of all their auditors or of one; in three queries, however many they are."""
    found = list(rounds.select_related("region", "edition", "sample", "group").defer("sample__frame_csv"))
    rows = list(_rows(found, today))
    if auditor_id is not None:
        rows = [row for row in rows if row.auditor_id == auditor_id]
        kept = {row.round.pk for row in rows}
        found = [each for each in found if each.pk in kept]
    lines = tuple(_line(each, [row for row in rows if row.round.pk == each.pk], today) for each in found)
    return Board(
        rounds=lines,
        regions=tuple(_by_region(lines)),
        auditors=tuple(_by_auditor(rows)),
        total=_sum(row.counts for row in rows),
    )


def _rows(rounds: Sequence[AuditRound], today: date) -> Iterator[BoardRow]:
    """By round and auditor; the cases without a marker come under nobody."""
    by_sample = {each.sample_id: each for each in rounds if each.sample_id}
    first, second = Q(mark=Assignment.FIRST_MARK), Q(mark=Assignment.SECOND_MARK)
    done = Q(submitted_at__isnull=False)
    standing = SampledCase.Standing.SAMPLED
    held = Assignment.objects.filter(
        sampled_case__sample__in=by_sample, sampled_case__standing=standing, auditor__isnull=False
    )
    names = (
        "sampled_case__sample",
        "auditor",
        "auditor__first_name",
        "auditor__last_name",
        "auditor__username",
    )
    counted = held.order_by("auditor__first_name", "auditor__last_name", "auditor__username").values(*names)
    counted = counted.annotate(
        cases=Count("pk", filter=first),
        submitted=Count("pk", filter=first & done),
        second=Count("pk", filter=second),
        second_submitted=Count("pk", filter=second & done),
        waiting=Count("pk", filter=~done),
    )
    for row in counted:
        each = by_sample[row["sampled_case__sample"]]
        late = row["waiting"] if each.due_on < today else 0
        name = f"{row['auditor__first_name']} {row['auditor__last_name']}".strip() or row["auditor__username"]
        numbers = {key: row[key] for key in ("cases", "submitted", "second", "second_submitted")}
        yield BoardRow(
            round=each, auditor_id=row["auditor"], auditor=name, counts=Counts(**numbers, overdue=late)
        )
    yield from _nobody(by_sample, today)


def _nobody(by_sample: dict[int, AuditRound], today: date) -> Iterator[BoardRow]:
    marked = Assignment.objects.filter(mark=Assignment.FIRST_MARK, auditor__isnull=False)
    left = SampledCase.objects.filter(sample__in=by_sample, standing=SampledCase.Standing.SAMPLED)
    left = left.exclude(pk__in=marked.values("sampled_case"))
    for row in left.order_by().values("sample").annotate(cases=Count("pk")):
        each = by_sample[row["sample"]]
        late = row["cases"] if each.due_on < today else 0
        counts = Counts(cases=row["cases"], overdue=late)
        yield BoardRow(round=each, auditor_id=None, auditor="Nobody", counts=counts)


def _line(each: AuditRound, rows: Sequence[BoardRow], today: date) -> RoundLine:
    counts = _sum(row.counts for row in rows)
    return RoundLine(
        round=each,
        counts=counts,
        days_left=(each.due_on - today).days,
        finish=_finish(each, counts, today),
        auditors=tuple(rows),
    )


def _finish(each: AuditRound, counts: Counts, today: date) -> date | None:
    if each.sample is None or not counts.markings:
        return None
    try:
        return expected_finish(
            submitted=counts.markings_submitted,
            left=counts.markings - counts.markings_submitted,
            began_on=timezone.localdate(each.sample.drawn_at),
            today=today,
            calendar=load_calendar(),
        )
    except OutsideCalendar:
        return None  # years from now: no date is worth showing


def _by_region(lines: Iterable[RoundLine]) -> Iterator[RegionLine]:
    held: dict[str, list[RoundLine]] = {}
    for line in lines:
        held.setdefault(line.round.region_id, []).append(line)
    for code, theirs in sorted(held.items()):
        running = [line.finish for line in theirs if line.counts.left]
        known = [finish for finish in running if finish is not None]
        yield RegionLine(
            region=theirs[0].round.region.name,
            region_code=code,
            rounds=len(theirs),
            counts=_sum(line.counts for line in theirs),
            finish=max(known) if known and len(known) == len(running) else None,
        )


def _by_auditor(rows: Iterable[BoardRow]) -> Iterator[AuditorLine]:
    held: dict[int, list[BoardRow]] = {}
    for row in rows:
        if row.auditor_id is not None:
            held.setdefault(row.auditor_id, []).append(row)
    for auditor_id, theirs in sorted(held.items(), key=lambda pair: (pair[1][0].auditor, pair[0])):
        counts = _sum(row.counts for row in theirs)
        yield AuditorLine(auditor=theirs[0].auditor, auditor_id=auditor_id, rounds=len(theirs), counts=counts)


def _sum(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def csv_rows(board: Board) -> Iterator[dict[str, Any]]:
    """A row for each auditor of each round, and one for a round without cases; see CSV_COLUMNS."""
    for line in board.rounds:
        about = _about(line)
        for row in line.auditors:
            yield about | _numbers(row.counts) | {"auditor": row.auditor}
        if not line.auditors:
            yield about | _numbers(Counts()) | {"auditor": ""}


def _about(line: RoundLine) -> dict[str, Any]:
    each = line.round
    return {
        "group": each.group.title if each.group else "",
        "round": each.pk,
        "bank": each.edition.bank,
        "region": each.region.name,
        "contract": each.contract_id,
        "state": each.get_state_display(),
        "due_on": each.due_on,
        "days_left": line.days_left,
        "expected_finish": line.finish,
    }


def _numbers(counts: Counts) -> dict[str, int]:
    return {
        "cases": counts.cases,
        "submitted": counts.submitted,
        "second_marks": counts.second,
        "second_marks_submitted": counts.second_submitted,
        "overdue": counts.overdue,
    }
