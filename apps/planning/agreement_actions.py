"""Making, changing, ending and renewing delivery agreements, and what they provide where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from apps.organisation.actions import Refused, record
from apps.organisation.errors import Conflict
from apps.organisation.models import ProbationDeliveryUnit, Region, User
from apps.planning.attaching import kept
from apps.planning.models import Agreement, AgreementDocument, Provision
from apps.planning.plan_actions import ELSEWHERE
from rules.definitions.planning import governance_on
from rules.definitions.planning_needs import needs_on


@dataclass(frozen=True, kw_only=True)
class AgreementWords:
    """What somebody enters of an agreement; value: pounds over the whole term."""

    kind: str
    title: str
    provider: str
    first_on: date
    last_on: date
    reference: str = ""
    value: Decimal | None = None
    signed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ProvisionWords:
    """What somebody enters of provision: the same for each of the units; capacity: people a year in each."""

    need: str
    cohort: str
    capacity: int
    units: Sequence[ProbationDeliveryUnit]


@transaction.atomic
def make_agreement(
    region: Region, given: AgreementWords, *, by: User, on: date, renews: Agreement | None = None
) -> Agreement:
    """Enter an agreement. renews: the one that it follows, whose provision is taken over.

    Raises Refused for an unknown kind, days out of order, or one that is renewed already.
    """
    _check(given, on)
    if renews:
        _check_renewal(region, renews, given)
    contract = renews.contract if renews else ""
    made = Agreement.objects.create(
        region=region, made_by=by, renews=renews, contract=contract, **vars(given)
    )
    if renews:
        rows = renews.provision.filter(withdrawn_at=None)
        _add_rows(made, [(row.need, row.unit_id, row.cohort, row.capacity) for row in rows], by)
    after = _described(made) | ({"renews": renews.pk} if renews else {})
    record("make_agreement", by=by, subject=made, after=after)
    return made


def _check(given: AgreementWords, on: date) -> None:
    if given.kind not in {one.id for one in governance_on(on).agreement_kinds}:
        raise Refused("Choose the kind of agreement")
    if given.last_on < given.first_on:
        raise Refused("The agreement ends before it begins")
    if given.signed_on and given.signed_on > on:
        raise Refused("The day of signing is to come: leave it empty until it is signed")


def _check_renewal(region: Region, renews: Agreement, given: AgreementWords) -> None:
    # The second of two who renew it at once waits here, and finds the first one's.
    renews = Agreement.objects.select_for_update().get(pk=renews.pk)
    if renews.region_id != region.pk:
        raise Refused("An agreement of another region is not renewed here")
    if hasattr(renews, "renewed_by"):
        raise Refused("This agreement is renewed already")
    if given.first_on <= renews.first_on:
        raise Refused("A renewal begins after the agreement that it renews")


@transaction.atomic
def change_agreement(
    agreement: Agreement, given: AgreementWords, *, seen: int, by: User, on: date
) -> Agreement:
    """Change what was entered; the trail keeps what it was. Raises Conflict, Refused."""
    current = _locked(agreement, seen)
    _check(given, on)
    before = _described(current)
    for name, value in vars(given).items():
        setattr(current, name, value)
    return _changed("change_agreement", current, before, by)


@transaction.atomic
def end_agreement(agreement: Agreement, *, ended_on: date, reason: str, seen: int, by: User) -> Agreement:
    """End an agreement before its last day, with the reason. Raises Conflict, Refused."""
    current = _locked(agreement, seen)
    if not reason.strip():
        raise Refused("Say why the agreement ends early")
    if not current.first_on - timedelta(days=1) <= ended_on <= current.last_on:
        raise Refused("The day lies outside the agreement's term")
    before = _described(current)
    current.ended_on, current.ended_reason = ended_on, reason.strip()
    return _changed("end_agreement", current, before, by)


def _locked(agreement: Agreement, seen: int) -> Agreement:
    found = Agreement.objects.select_for_update(of=("self",)).select_related("region")
    current = found.get(pk=agreement.pk)
    if current.version != seen:
        raise Conflict(ELSEWHERE)
    if current.ended_on:
        raise Refused("This agreement was ended")
    return current


def _changed(verb: str, current: Agreement, before: dict[str, Any], by: User) -> Agreement:
    current.version += 1
    current.save()
    record(verb, by=by, subject=current, before=before, after=_described(current))
    return current


def _described(agreement: Agreement) -> dict[str, Any]:
    names = ("kind", "title", "provider", "reference", "first_on", "last_on", "value", "ended_on")
    return {name: str(getattr(agreement, name)) for name in names if getattr(agreement, name) is not None}


@transaction.atomic
def set_provision(agreement: Agreement, given: ProvisionWords, *, by: User, on: date) -> list[Provision]:
    """Say what the agreement provides in the units; what it provided there for the same is replaced.

    Raises Refused without a unit, for units of another region, unknown needs or cohorts.
    """
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    _check_provision(agreement, given, on)
    standing = agreement.provision.filter(
        need=given.need, cohort=given.cohort, unit__in=given.units, withdrawn_at=None
    )
    standing.update(withdrawn_at=timezone.now(), withdrawn_by=by)
    rows = [(given.need, unit.pk, given.cohort, given.capacity) for unit in given.units]
    made = _add_rows(agreement, rows, by)
    after = {"need": given.need, "cohort": given.cohort, "capacity": given.capacity}
    units = {"units": [unit.code for unit in given.units]}
    record("set_provision", by=by, subject=agreement, after=after | units)
    return made


def _check_provision(agreement: Agreement, given: ProvisionWords, on: date) -> None:
    words = needs_on(on)
    if not given.units:
        raise Refused("Choose at least one delivery unit")
    if any(unit.region_id != agreement.region_id for unit in given.units):
        raise Refused("An agreement provides in delivery units of its own region")
    if given.need not in {one.id for one in words.needs}:
        raise Refused("Choose a need")
    if given.cohort not in {one.id for one in words.cohorts}:
        raise Refused("Choose whom it is for")


def _add_rows(agreement: Agreement, rows: Sequence[tuple[str, str, str, int]], by: User) -> list[Provision]:
    return Provision.objects.bulk_create(
        Provision(agreement=agreement, need=need, unit_id=unit, cohort=cohort, capacity=capacity, made_by=by)
        for need, unit, cohort, capacity in rows
    )


@transaction.atomic
def withdraw_provision(row: Provision, *, by: User) -> None:
    """Take one row of provision back; it stays for what was frozen before. A second click changes nothing."""
    row = Provision.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=row.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = timezone.now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        before = {"need": row.need, "unit": row.unit_id, "cohort": row.cohort, "capacity": row.capacity}
        record("withdraw_provision", by=by, subject=row.agreement, before=before)


@transaction.atomic
def add_document(
    agreement: Agreement, *, title: str, upload: UploadedFile, by: User, on: date
) -> AgreementDocument:
    """Keep a document of the agreement. Raises Refused for a file that is not kept."""
    file = kept(upload, today=on)
    made = AgreementDocument.objects.create(agreement=agreement, title=title.strip(), by=by, **file)
    record(
        "add_agreement_document", by=by, subject=agreement, after={"title": title, "sha256": made.file_sha256}
    )
    return made
