"""What a person is eligible for, and the directory of programmes by place and quarter."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.caseload.case_file import case_file
from apps.caseload.forms import DirectoryForm
from apps.caseload.models import Extract
from apps.caseload.programmes import directory as offers_of
from apps.caseload.programmes import eligibility_file, not_offered, quarters_of, unit_names
from apps.caseload.queries import live_extract, people_in_scope
from apps.organisation.access import needs, scope_for
from apps.organisation.downloads import csv_response
from apps.organisation.models import Region
from rules.eligibility import Offer
from rules.periods import Month, Quarter

VERB = "view_eligibility"
PER_PAGE = 100
COLUMNS = (
    "quarter", "programme_code", "title", "kind", "area", "length_weeks", "region_code", "region",
    "unit_code", "unit", "first_on", "last_on", "note",
)  # fmt: skip


@require_safe
@needs(VERB)
def case_programmes(request: HttpRequest, person_id: str) -> HttpResponse:
    """The three decisions for one person; not found when the viewer may not know of such a case."""
    extract = live_extract()
    person = people_in_scope(scope_for(request.user, VERB)).filter(pk=person_id).first()
    if extract is None or person is None:
        raise Http404
    case = case_file(person, as_at=extract.as_at)
    place = {"region": "", "unit": ""}
    if case.now is not None:
        place = {"region": case.now.period.region_code, "unit": case.now.period.unit_code}
    context = {
        "case": case,
        "extract": extract,
        "section": "programmes",
        "may_see_programmes": True,
        "eligibility": eligibility_file(person, extract, **place),
    }
    return render(request, "caseload/case_programmes.html", context)


@require_safe
@needs(VERB)
def directory(request: HttpRequest) -> HttpResponse:
    """What runs in a quarter, narrowed to a region or a unit by the address."""
    extract = live_extract()
    if extract is None:
        return render(request, "caseload/directory.html", {"live": None})
    form = _form(request, extract)
    wanted = form.wanted()
    found = offers_of(wanted.quarter, region=wanted.region, unit=wanted.unit) if form.is_valid() else ()
    context = {
        "live": extract,
        "form": form,
        "wanted": wanted,
        "query": request.GET.urlencode(),
        "page": Paginator(_named(found), PER_PAGE).get_page(request.GET.get("page")),
        "not_offered": not_offered(wanted.quarter),
    }
    return render(request, "caseload/directory.html", context)


@require_safe
@needs(VERB)
def directory_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The directory that the page shows, whole, as CSV."""
    extract = live_extract()
    form = None if extract is None else _form(request, extract)
    if form is None or not form.is_valid():
        raise Http404
    wanted = form.wanted()
    rows = _named(offers_of(wanted.quarter, region=wanted.region, unit=wanted.unit))
    name = f"probity-programmes-{wanted.quarter}" + (
        f"-{wanted.unit or wanted.region}" if wanted.region else ""
    )
    return csv_response(name=name, columns=COLUMNS, rows=_csv_rows(str(wanted.quarter), rows))


def _form(request: HttpRequest, extract: Extract) -> DirectoryForm:
    current = Quarter.of(Month.of(extract.as_at))
    return DirectoryForm(request.GET, quarters=quarters_of(extract), current=current)


def _named(offers: Sequence[Offer]) -> list[dict[str, Any]]:
    """Each offer with the names of its place; unit '' is the whole region."""
    regions, units = dict(Region.objects.values_list("code", "name")), unit_names()
    return [
        {
            "offer": offer,
            "region": regions.get(offer.region_code, offer.region_code),
            "unit": units.get(offer.unit_code, offer.unit_code),
        }
        for offer in offers
    ]


def _csv_rows(quarter: str, rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        offer = row["offer"]
        programme = offer.programme
        yield {
            "quarter": quarter,
            "programme_code": programme.programme_code,
            "title": programme.title,
            "kind": programme.kind,
            "area": programme.area,
            "length_weeks": programme.length_weeks,
            "region_code": offer.region_code,
            "region": row["region"],
            "unit_code": offer.unit_code,
            "unit": row["unit"],
            "first_on": offer.first_on,
            "last_on": offer.last_on,
            "note": offer.note,
        }
