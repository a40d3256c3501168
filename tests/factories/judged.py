"""A caseload of a few hand-made cases, live and judged, for the pages and files of performance."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from apps.caseload.models import Extract
from apps.performance.actions import RunPlan, execute_run, request_run
from apps.performance.models import MeasureRun
from rules.periods import Month
from tests.factories.caseload_rows import replace_caseload

AS_AT = date(2024, 6, 30)
TABLES = (
    "people",
    "deaths",
    "transfers_out",
    "custody_periods",
    "detention_periods",
    "sentences",
    "releases",
    "requirements",
    "supervision_periods",
    "contact_suspensions",
    "case_flags",
    "contacts",
    "plans",
    "recalls",
    "unpaid_work_sessions",
    "crs_contracts",
    "crs_referrals",
    "crs_appointments",
)


@dataclass(frozen=True, kw_only=True)
class Order:
    """A community order and its only office appointment (None: there is none)."""

    person: str
    sentenced_on: date
    appointment_on: date | None
    unit: str = "H103"
    practitioner: str | None = "H103-P01"
    # Further columns of the person.
    about: Mapping[str, Any] = field(default_factory=dict)


def live_extract(*, as_at: date = AS_AT, sha256: str = "a" * 64, demo: bool = True) -> Extract:
    at = datetime.combine(as_at, time(12)).astimezone()
    return Extract.objects.create(
        sha256=sha256,
        name="Test caseload",
        contract_version="1.0.0",
        as_at=as_at,
        demo=demo,
        state=Extract.State.LIVE,
        live_at=at,
        rows={},
    )


def put_orders(orders: Iterable[Order]) -> None:
    """Replace the caseload's rows with these orders."""
    tables: dict[str, list[dict[str, Any]]] = defaultdict(list, {table: [] for table in TABLES})
    for order in orders:
        for table, row in _rows(order):
            tables[table].append(row)
    replace_caseload(tables)


def run_over(first: str, last: str, *, measures: Iterable[str] = ("SL004",)) -> MeasureRun:
    plan = RunPlan(measures=list(measures), first=Month.parse(first), last=Month.parse(last))
    return execute_run(request_run(plan=plan, by=None).pk)


def _rows(order: Order) -> Iterable[tuple[str, dict[str, Any]]]:
    person = order.person
    yield "people", {"person_id": person, "date_of_birth": date(1990, 1, 1), "sex": "male", **order.about}
    yield (
        "sentences",
        {
            "sentence_id": f"S-{person}",
            "person_id": person,
            "sentence_type": "community_order",
            "sentenced_on": order.sentenced_on,
            "court_region_code": order.unit[0],
            "offence_group": "theft",
        },
    )
    yield (
        "supervision_periods",
        {
            "period_id": f"V-{person}",
            "person_id": person,
            "kind": "community",
            "region_code": order.unit[0],
            "unit_code": order.unit,
            "practitioner_code": order.practitioner,
            "start_on": order.sentenced_on,
        },
    )
    if order.appointment_on:
        yield (
            "contacts",
            {
                "contact_version_id": f"C-{person}-1",
                "contact_id": f"C-{person}",
                "person_id": person,
                "mode": "office",
                "provider": "practitioner",
                "practitioner_code": order.practitioner,
                "scheduled_on": order.appointment_on,
                "recorded_at": datetime.combine(order.sentenced_on, time(10)),
                "outcome": "attended",
            },
        )
