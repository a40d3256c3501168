"""A few people of Wales with apparent failures, as raw rows of the extract contract."""

from datetime import date
from typing import Any

from django.utils import timezone

from apps.caseload.models import Extract
from tests.factories.caseload_rows import replace_caseload

AS_AT = date(2026, 6, 30)
CRS_TABLES = ("crs_contracts", "crs_referrals", "crs_appointments", "crs_outcomes")
Tables = dict[str, list[dict[str, Any]]]


def make_live_extract(*, demo: bool = True) -> Extract:
    return Extract.objects.create(
        sha256="a" * 64,
        name="test",
        contract_version="1",
        as_at=AS_AT,
        demo=demo,
        state=Extract.State.LIVE,
        live_at=timezone.now(),
        rows={},
    )


def person(number: int, *, region: str = "H", practitioner: str = "H103-P09", **events: Any) -> Tables:
    """Someone on a community order since January 2026; `failed_on` adds an unacceptable absence."""
    person_id = f"X{number:03d}"
    tables: Tables = {
        "people": [{"person_id": person_id, "date_of_birth": date(1990, 5, 1), "sex": "female"}],
        "sentences": [
            {
                "sentence_id": f"S{number:03d}",
                "person_id": person_id,
                "sentence_type": "community_order",
                "sentenced_on": date(2026, 1, 5),
                "court_region_code": region,
                "offence_group": "theft",
            }
        ],
        "requirements": [
            {
                "requirement_id": f"Q{number:03d}",
                "sentence_id": f"S{number:03d}",
                "requirement_type": "unpaid_work",
                "imposed_on": date(2026, 1, 5),
                "imposed_by": "original_sentence",
                "hours": 80,
            }
        ],
        "supervision_periods": [
            {
                "period_id": f"P{number:03d}",
                "person_id": person_id,
                "kind": "community",
                "region_code": region,
                "unit_code": f"{region}103",
                "practitioner_code": practitioner,
                "manager_code": f"{region}103-M01",
                "start_on": date(2026, 1, 5),
            }
        ],
        "contacts": [],
    }
    if "failed_on" in events:
        tables["contacts"].append(contact(number, events["failed_on"], "unacceptable_absence"))
    return tables


def contact(number: int, on: date, outcome: str, **more: Any) -> dict[str, Any]:
    return {
        "contact_version_id": f"V{number:03d}-{on:%m%d}-{outcome}",
        "contact_id": f"K{number:03d}-{on:%m%d}",
        "person_id": f"X{number:03d}",
        "mode": "office",
        "provider": "practitioner",
        "scheduled_on": on,
        "recorded_at": "2026-01-06T09:00:00",
        "outcome": outcome,
    } | more


def release(number: int, on: date, **more: Any) -> dict[str, Any]:
    return {
        "release_id": f"R{number:03d}-{on:%m%d}",
        "person_id": f"X{number:03d}",
        "sentence_id": f"S{number:03d}",
        "released_on": on,
        "release_type": "licence",
        "prison_region_code": "H",
        "after_recall": False,
    } | more


def put_people(*people: Tables) -> None:
    """These people and nobody else are in the caseload."""
    names = ("people", "sentences", "releases", "requirements", "supervision_periods", "contacts")
    names += ("recalls", "unpaid_work_sessions", "breaches", "transfers_out", *CRS_TABLES)
    replace_caseload({name: [row for each in people for row in each.get(name, ())] for name in names})


def contract(name: str = "K001", **more: Any) -> Tables:
    """A large contract of Wales."""
    row = {
        "contract_id": name,
        "supplier_code": "SUP1",
        "supplier_name": "Northgate Futures",
        "service": "accommodation",
        "region_code": "H",
        "size": "large",
        "start_on": date(2021, 6, 26),
    }
    return {"crs_contracts": [row | more]}


def referred(number: int, on: date, **more: Any) -> Tables:
    """Someone on a community order who was referred to the contract K001."""
    row = {
        "referral_id": f"F{number:03d}",
        "person_id": f"X{number:03d}",
        "contract_id": "K001",
        "referred_on": on,
    }
    return person(number) | {"crs_referrals": [row | more]}
