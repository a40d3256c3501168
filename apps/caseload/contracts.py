"""Contracts of commissioned rehabilitative services, and how many referrals each had."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from apps.caseload.models import CrsContract, CrsReferral

# Such a referral is none: nobody was referred (see sampling_frame).
NO_REFERRAL = ("made_by_mistake", "duplicate")


@dataclass(frozen=True, kw_only=True)
class Contract:
    """One contract of one supplier in one region."""

    contract_id: str
    supplier_code: str
    supplier_name: str
    service: str
    region_code: str


def contracts_of(
    region_codes: Collection[str], *, first_on: date, last_on: date, sizes: Collection[str] | None = None
) -> list[Contract]:
    """The contracts of these regions that ran on a day of the window, by region and service.

    sizes: only these; None: of any size.
    """
    running = Q(start_on__lte=last_on) & (Q(end_on__isnull=True) | Q(end_on__gte=first_on))
    found = CrsContract.objects.filter(running, region_code__in=region_codes)
    if sizes is not None:
        found = found.filter(size__in=sizes)
    return [contract_from(row) for row in found.order_by("region_code", "service", "contract_id")]


def contract_named(contract_id: str) -> Contract | None:
    """None: the live extract has no such contract."""
    found = CrsContract.objects.filter(pk=contract_id).first()
    return contract_from(found) if found else None


def contract_from(row: CrsContract) -> Contract:
    return Contract(
        contract_id=row.contract_id,
        supplier_code=row.supplier_code,
        supplier_name=row.supplier_name,
        service=row.service,
        region_code=row.region_code,
    )


def referral_counts(contract_ids: Collection[str], *, first_on: date, last_on: date) -> dict[str, int]:
    """contract id -> referrals in the window; a contract without any is left out."""
    found = CrsReferral.objects.filter(contract_id__in=contract_ids, referred_on__range=(first_on, last_on))
    # A null reason is not among the two, which SQL would otherwise not say.
    real = found.exclude(withdrawal_reason__isnull=False, withdrawal_reason__in=NO_REFERRAL)
    counted = real.order_by().values("contract_id").annotate(cases=Count("pk"))
    return {row["contract_id"]: row["cases"] for row in counted}
