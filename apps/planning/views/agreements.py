"""Delivery agreements of a region, what they provide where, and the provision of the region as a whole."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.assessments.kept_files import kept_file
from apps.organisation.access import needs
from apps.organisation.downloads import table_response
from apps.organisation.form_keys import sent_once
from apps.organisation.models import Region
from apps.planning import agreement_actions
from apps.planning.agreement_actions import AgreementWords, ProvisionWords
from apps.planning.models import Agreement, AgreementDocument, Provision
from apps.planning.protection import protected_provision
from apps.planning.queries import agreements_of, provision_of
from apps.planning.rows import (
    AGREEMENT_COLUMNS,
    PROVISION_COLUMNS,
    SMALL_NUMBERS,
    agreement_rows,
    provision_rows,
)
from apps.planning.service_forms import AgreementForm, EndForm, PaperForm, ProvisionFilter, ProvisionForm
from apps.planning.shapes import ProvisionRow
from apps.planning.views.access import keeps_record, one_of, region_for, writes
from apps.planning.views.contracts import checks_of
from apps.planning.views.pages import FormPage, answer_form, given
from apps.planning.welsh_fields import welsh_fields
from apps.planning.wording import ENDS_SOON, agreement_shown, provision_row
from rules.definitions.planning import governance_on


@require_safe
@needs("view_plan")
def agreements(request: HttpRequest, region: str) -> HttpResponse:
    """The agreements that have not ended, the first to end first, with a warning of those that end soon."""
    found, today = region_for(request, region), timezone.localdate()
    rows = agreements_of(found, today)
    ended = [
        agreement_shown(row, today)
        for row in Agreement.objects.filter(region=found).exclude(pk__in=[one.id for one in rows])
    ]
    year, checks = checks_of(found)
    context = {
        "region": found,
        "rows": rows,
        "year": year,
        "checks": checks,
        "to_look_at": sum(not one.is_fine for one in checks),
        "ended": ended,
        "ending": [one for one in rows if one.state == ENDS_SOON],
        "months": governance_on(today).warn_months_before_end,
        "writes": writes(request, found),
    }
    return render(request, "planning/agreements.html", context)


@require_safe
@needs("view_plan")
def agreements_table(request: HttpRequest, region: str, kind: str = "csv") -> HttpResponseBase:
    """The same list as a download."""
    found, today = region_for(request, region), timezone.localdate()
    return table_response(
        kind,
        name=f"plan-{found.pk}-agreements",
        title=f"Delivery agreements of {found} on {today:%-d %B %Y}",
        columns=AGREEMENT_COLUMNS,
        rows=agreement_rows(agreements_of(found, today)),
    )


def _provision(
    request: HttpRequest, region: Region, *, as_entered: bool
) -> tuple[ProvisionFilter, list[ProvisionRow]]:
    today = timezone.localdate()
    form = ProvisionFilter(request.GET, units=region.units.order_by("code"), today=today)
    wanted = form.cleaned_data if form.is_valid() else {"need": "", "unit": ""}
    found = provision_of(region, today)
    rows = [
        row
        for row in (found if as_entered else protected_provision(found, today))
        if wanted["need"] in ("", row.need) and wanted["unit"] in ("", row.unit)
    ]
    return form, rows


@require_safe
@needs("view_plan")
def provision(request: HttpRequest, region: str) -> HttpResponse:
    """Everything that is provided today, by need and delivery unit."""
    found = region_for(request, region)
    form, rows = _provision(request, found, as_entered=keeps_record(request, found))
    context = {"region": found, "form": form, "rows": rows, "query": request.GET.urlencode()}
    return render(request, "planning/provision.html", context, status=422 if form.errors else 200)


@require_safe
@needs("view_plan")
def provision_table(request: HttpRequest, region: str, kind: str = "csv") -> HttpResponseBase:
    """The same list as a download."""
    found = region_for(request, region)
    _, rows = _provision(request, found, as_entered=False)
    return table_response(
        kind,
        name=f"plan-{found.pk}-provision",
        title=f"Provision of services in {found} on {timezone.localdate():%-d %B %Y}",
        about=[SMALL_NUMBERS],
        columns=PROVISION_COLUMNS,
        rows=provision_rows(rows),
    )


@require_safe
@needs("view_plan")
def agreement(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """One agreement: its term, what it provides where, its documents, what it renews."""
    found, today = region_for(request, region), timezone.localdate()
    row = one_of(found, Agreement, pk)
    standing = row.provision.filter(withdrawn_at=None).select_related("agreement", "unit")
    provided = tuple(provision_row(one, today) for one in standing)
    if not keeps_record(request, found):
        provided = protected_provision(provided, today)
    context = {
        "region": found,
        "agreement": row,
        "shown": agreement_shown(row, today),
        "provision": [(one.pk, each) for one, each in zip(standing, provided, strict=True)],
        "documents": row.documents.select_related("by"),
        "renewed_by": getattr(row, "renewed_by", None),
        "awards": row.awards.all(),
        "writes": writes(request, found),
    }
    return render(request, "planning/agreement.html", context)


@require_safe
@needs("view_plan")
def agreement_file(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """A document of an agreement, as a download."""
    found = region_for(request, region)
    return kept_file(get_object_or_404(AgreementDocument, agreement__region=found, pk=pk))


def _page(region: Region, title: str, *, row: Agreement | None = None, **more: Any) -> FormPage:
    if row is None:
        up, up_text = reverse("planning:agreements", args=[region.pk]), "Agreements"
    else:
        up, up_text = reverse("planning:agreement", args=[region.pk, row.pk]), "The agreement"
        more["version"] = lambda: Agreement.objects.get(pk=row.pk).version
    return FormPage(title=title, up=up, up_text=up_text, caption=f"Plan of {region}", **more)


def _words(values: dict[str, Any]) -> AgreementWords:
    return AgreementWords(**{name: value for name, value in values.items() if name != "seen"})


def _address(region: Region) -> Any:
    return lambda made: reverse("planning:agreement", args=[region.pk, made.pk])


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def new_agreement(request: HttpRequest, region: str) -> HttpResponse:
    """Enter an agreement."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    form = AgreementForm(request.POST or None, today=today)
    page = _page(found, "Enter a delivery agreement", button="Enter", done="The agreement is entered")
    return answer_form(
        request,
        form,
        page,
        to=_address(found),
        do=lambda values: agreement_actions.make_agreement(found, _words(values), by=request.user, on=today),
        welsh=welsh_fields(found, "agreement", {"title": "title"}, on=today),
    )


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def renew_agreement(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Enter the agreement that follows one; its provision is taken over."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    row = one_of(found, Agreement, pk)
    initial = {name: getattr(row, name) for name in ("kind", "title", "provider", "reference")}
    form = AgreementForm(request.POST or None, today=today, initial=initial)
    page = _page(
        found,
        "Renew the agreement",
        row=row,
        button="Renew",
        done="The agreement is renewed",
        intro="What it provides is taken over into the new agreement and can be changed there.",
    )
    return answer_form(
        request,
        form,
        page,
        to=_address(found),
        do=lambda values: agreement_actions.make_agreement(
            found, _words(values), by=request.user, on=today, renews=row
        ),
    )


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def change_agreement(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Change what was entered of an agreement."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    row = one_of(found, Agreement, pk)
    names = ("kind", "title", "provider", "reference", "first_on", "last_on", "signed_on", "value")
    initial = {name: getattr(row, name) for name in names} | {"seen": row.version}
    form = AgreementForm(request.POST or None, today=today, initial=initial)
    page = _page(found, "Change the agreement", row=row, button="Save", done="The agreement is changed")
    return answer_form(
        request,
        form,
        page,
        do=lambda values: agreement_actions.change_agreement(
            row, _words(values), seen=values["seen"] or 0, by=request.user, on=today
        ),
        welsh=welsh_fields(found, "agreement", {"title": "title"}, on=today, row=row),
    )


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def end_agreement(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """End an agreement before its last day."""
    found = region_for(request, region, "plan_region")
    row = one_of(found, Agreement, pk)
    form = EndForm(request.POST or None, initial={"seen": row.version})
    page = _page(found, "End the agreement early", row=row, button="End it", done="The agreement is ended")
    return answer_form(
        request,
        form,
        page,
        do=lambda values: agreement_actions.end_agreement(row, **values, by=request.user),
    )


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def set_provision(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Say what an agreement provides in some delivery units; the same there before is replaced."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    row = one_of(found, Agreement, pk)
    units = list(found.units.order_by("code"))
    form = ProvisionForm(request.POST or None, region_units=units, today=today)
    page = _page(
        found,
        "Say what is provided",
        row=row,
        button="Save",
        done="The provision is saved",
        intro="What the agreement provided for the same need and people in these units is replaced.",
    )
    return answer_form(
        request,
        form,
        page,
        do=lambda values: agreement_actions.set_provision(
            row, ProvisionWords(**values), by=request.user, on=today
        ),
    )


@require_POST
@needs("plan_region")
def withdraw_provision(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Take one row of provision back."""
    found = region_for(request, region, "plan_region")
    row = get_object_or_404(Provision.objects.select_related("agreement"), agreement__region=found, pk=pk)
    agreement_actions.withdraw_provision(row, by=request.user)
    messages.success(request, "The provision is taken back")
    return redirect("planning:agreement", found.pk, row.agreement_id)


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def add_document(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Keep a document of an agreement."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    row = one_of(found, Agreement, pk)
    form = PaperForm(*given(request), today=today)
    page = _page(found, "Add a document", row=row, button="Add", done="The document is kept")
    return answer_form(
        request,
        form,
        page,
        do=lambda values: agreement_actions.add_document(
            row, title=values["title"], upload=values["file"], by=request.user, on=today
        ),
    )
