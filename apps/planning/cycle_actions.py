"""Saying which product of the cycle is there, who holds it and when it is due."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from apps.organisation.actions import Refused, record
from apps.organisation.models import User
from apps.planning.attaching import kept
from apps.planning.models import Plan, ProductEntry
from apps.planning.owners import check_owner
from rules.definitions.planning import cycle_on


@transaction.atomic
def enter_product(
    plan: Plan,
    product: str,
    *,
    state: str,
    holder: User,
    due_on: date,
    words: str,
    upload: UploadedFile | None,
    by: User,
    on: date,
) -> ProductEntry:
    """Say how a product stands; the newest entry holds.

    Raises Refused for an unknown product, one that the product's own records show, a holder of elsewhere.
    """
    found = cycle_on(on).product(product)
    if found is None:
        raise Refused(f"The cycle has no product {product}")
    check_owner(holder, plan.region, on)
    if state not in ProductEntry.State.values:
        raise Refused("Choose how the product stands")
    made = ProductEntry.objects.create(
        plan=plan,
        product=product,
        state=state,
        holder=holder,
        due_on=due_on,
        words=words.strip(),
        by=by,
        **kept(upload, today=on),
    )
    after = {"product": product, "state": state, "holder": holder.username, "due_on": due_on.isoformat()}
    record("enter_cycle_product", by=by, subject=plan, after=after)
    return made
