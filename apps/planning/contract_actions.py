"""Saying which agreement a contract of the extract belongs to."""

from datetime import date

from django.db import transaction

from apps.organisation.actions import Refused, record
from apps.organisation.errors import Conflict
from apps.organisation.models import Region, User
from apps.planning.models import Agreement
from apps.planning.plan_actions import ELSEWHERE
from apps.planning.queries import standing_agreements


def linked(region: Region, contract: str, on: date) -> Agreement | None:
    """The agreement that stands and names the contract, the newest where a renewal follows one."""
    found = standing_agreements(region, on).filter(contract=contract)
    return found.order_by("first_on", "pk").last()


@transaction.atomic
def link_contract(
    region: Region, contract: str, agreement: Agreement | None, *, seen: int, by: User, on: date
) -> None:
    """Say that people referred under the contract are referred to the agreement; None: to none of them.

    seen: the key of the agreement that the page showed as linked, 0 for none. Raises Conflict when somebody
    linked it otherwise meanwhile, Refused for an agreement that does not stand in the region or names another
    contract.
    """
    Region.objects.select_for_update().get(pk=region.pk)
    now = linked(region, contract, on)
    if (now.pk if now else 0) != seen:
        raise Conflict(ELSEWHERE)
    if agreement is not None:
        _check(region, contract, agreement, on)
    if now is not None and now != agreement:
        _set(now, "", by)
    if agreement is not None and now != agreement:
        _set(Agreement.objects.get(pk=agreement.pk), contract, by)


def _check(region: Region, contract: str, agreement: Agreement, on: date) -> None:
    current = standing_agreements(region, on).filter(pk=agreement.pk).first()
    if current is None:
        raise Refused("Choose an agreement of this region that has not ended")
    if current.contract not in ("", contract):
        raise Refused(f"This agreement names the contract {current.contract} already")


def _set(agreement: Agreement, contract: str, by: User) -> None:
    before, agreement.contract = agreement.contract, contract
    agreement.version += 1
    agreement.save(update_fields=["contract", "version"])
    record(
        "link_contract", by=by, subject=agreement, before={"contract": before}, after={"contract": contract}
    )
