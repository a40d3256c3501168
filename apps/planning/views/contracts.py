"""Contracts of the extract beside the region's agreements: the check, and the link."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.caseload.contracts import Contract, contract_named
from apps.caseload.queries import live_extract
from apps.organisation.access import needs
from apps.organisation.downloads import table_response
from apps.organisation.form_keys import sent_once
from apps.organisation.models import Region
from apps.planning.contract_actions import link_contract, linked
from apps.planning.contracts import ContractCheck, contract_checks, likely_first
from apps.planning.models import Agreement
from apps.planning.queries import agreements_of, provision_of
from apps.planning.rows import CONTRACT_COLUMNS, SMALL_NUMBERS, contract_rows
from apps.planning.service_forms import LinkForm
from apps.planning.views.access import region_for
from apps.planning.views.pages import FormPage, answer_form
from rules.definitions.disclosure import load_disclosure
from rules.definitions.planning_needs import needs_on
from rules.periods import PerformanceYear, performance_year


def checks_of(region: Region) -> tuple[PerformanceYear | None, tuple[ContractCheck, ...]]:
    """The newest year that the live extract holds whole, and its contracts beside today's agreements."""
    extract, today = live_extract(), timezone.localdate()
    if extract is None:
        return None, ()
    year = PerformanceYear(performance_year(extract.as_at + timedelta(days=1)).starts_in - 1)
    rule = load_disclosure().on(extract.as_at)
    return year, contract_checks(region.pk, agreements_of(region, today), year, on=today, edition=rule)


@require_safe
@needs("view_plan")
def contracts_table(request: HttpRequest, region: str, kind: str = "csv") -> HttpResponseBase:
    """The check as a download."""
    found = region_for(request, region)
    year, checks = checks_of(found)
    return table_response(
        kind,
        name=f"plan-{found.pk}-contracts",
        title=f"Contracts and agreements of {found}, referrals of {year or 'no year'}",
        about=[SMALL_NUMBERS],
        columns=CONTRACT_COLUMNS,
        rows=contract_rows(checks),
    )


def _contract(region: Region, name: str) -> Contract:
    found = contract_named(name)
    if found is None or found.region_code != region.pk:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def link(request: HttpRequest, region: str, contract: str) -> HttpResponse:
    """Say which agreement a contract belongs to, the likeliest offered first."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    one = _contract(found, contract)
    offered = likely_first(one, agreements_of(found, today), provision_of(found, today), today)

    def standing() -> int:
        now = linked(found, contract, today)
        return now.pk if now else 0

    form = LinkForm(
        request.POST or None, offered=offered, initial={"seen": standing(), "agreement": standing() or ""}
    )
    service = needs_on(today).service(one.service).title
    page = FormPage(
        title=f"Which agreement is contract {contract}?",
        button="Save",
        up=reverse("planning:agreements", args=[found.pk]),
        up_text="Agreements",
        done="The link is saved",
        caption=f"Plan of {found}",
        intro=f"{service}, {one.supplier_name}. The likeliest agreements come first.",
        version=standing,
    )
    return answer_form(
        request,
        form,
        page,
        do=lambda values: link_contract(
            found, contract, _chosen(values["agreement"]), seen=values["seen"], by=request.user, on=today
        ),
    )


def _chosen(key: str) -> Agreement | None:
    return Agreement.objects.filter(pk=key).first() if key else None
