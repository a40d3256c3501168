"""Pages of the annexes: every region's, one region's with its builds, provision by need and delivery unit."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.organisation.access import can, needs, scope_for
from apps.organisation.downloads import table_response
from apps.organisation.models import Region
from apps.publication.assembly.annex_people import asked_of
from apps.reports.actions import Requested, request_document
from apps.reports.annexes.forms import NeedForm, ProvisionForm
from apps.reports.annexes.kinds import ANNEXES, BUILD, KINDS, VIEW
from apps.reports.annexes.live import COLUMNS, Provision, provision_today
from apps.reports.annexes.national import COLUMNS as NATION_COLUMNS
from apps.reports.annexes.national import NationShown, provision_of_nation
from apps.reports.annexes.queries import AnnexRow, annex_rows, newest_plan_year, plan_years
from apps.reports.kinds import BuildRefused, Key
from apps.reports.languages import ENGLISH, offered
from apps.reports.models import ReportEdition
from apps.reports.queries import region_in, regions_in
from apps.reports.tasks import hand_over
from rules.definitions.planning_needs import needs_on

EACH = "each"


@require_safe
@needs(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    """The regions of the reader, each with the annexes of its newest plan."""
    year = newest_plan_year()
    regions = regions_in(scope_for(request.user, VIEW))
    rows = [(region, _ready(annex_rows(region, year))) for region in regions] if year else []
    context = {"year": year, "rows": rows, "count": len(KINDS)}
    return render(request, "reports/annex_index.html", context)


def _ready(rows: list[AnnexRow]) -> list[AnnexRow]:
    return [row for row in rows if row.ready is not None]


@require_safe
@needs(VIEW)
def annexes(request: HttpRequest, region: str, year: str) -> HttpResponse:
    """The annexes of a region's plan: what stands, what is being built, and the buttons that build."""
    return _page(request, region, year, "reports/annexes.html")


@require_safe
@needs(VIEW)
def progress(request: HttpRequest, region: str, year: str) -> HttpResponse:
    """The part of the page that changes while a build goes on; asks for itself again until it is over."""
    return _page(request, region, year, "reports/_annexes.html")


def _page(request: HttpRequest, code: str, year: str, template: str) -> HttpResponse:
    region = _region(request, code, VIEW)
    if year not in plan_years():
        raise Http404
    language = _language(request.GET.get("language", ENGLISH), region)
    rows = annex_rows(region, year, language)
    context = {
        "language": language,
        "languages": offered(region.pk, timezone.localdate()),
        "in_address": _in_address(language),
        "region": region,
        "year": year,
        "years": plan_years(),
        "rows": rows,
        "is_open": any(row.is_open for row in rows),
        "may_build": can(request.user, BUILD) and scope_for(request.user, BUILD).sees_region(region.pk),
    }
    return render(request, template, context)


@require_POST
@needs(BUILD)
def build(request: HttpRequest, region: str, year: str) -> HttpResponse:
    """Ask for one annex, for the bound plan, or for each of the seven. Asking twice is asking once."""
    found = _region(request, region, BUILD)
    asked = request.POST.get("annex", EACH)
    language = _language(request.POST.get("language", ENGLISH), found)
    keys = list(ANNEXES.values()) if asked == EACH else [_key(asked)]
    if year not in plan_years():
        raise Http404
    try:
        requested = [_asked_for(request, key, found, year, language) for key in keys]
    except BuildRefused as refused:
        messages.error(request, str(refused))
        return _back(found, year, language)
    for one in requested:
        hand_over(one)
    _tell(request, requested)
    earlier = [one.edition for one in requested if _is_earlier(one)]
    if len(requested) == len(earlier) == 1:
        return redirect("reports:edition", earlier[0].pk)
    return _back(found, year, language)


def _back(region: Region, year: str, language: str) -> HttpResponse:
    return redirect(f"{reverse('reports:annexes-of', args=[region.pk, year])}{_in_address(language)}")


def _language(asked: str, region: Region) -> str:
    """Raises Http404 for a language in which no document of the region is made."""
    if asked not in offered(region.pk, timezone.localdate()):
        raise Http404
    return asked


def _in_address(language: str) -> str:
    return "" if language == ENGLISH else f"?language={language}"


def _key(asked: str) -> Key:
    known = [kind.key for kind in KINDS]
    if asked not in known:
        raise Http404
    return Key(asked)


def _asked_for(request: HttpRequest, key: Key, region: Region, year: str, language: str) -> Requested:
    on = timezone.localdate()
    return request_document(kind=key, region=region, year=year, on=on, by=request.user, language=language)


def _is_earlier(one: Requested) -> bool:
    """Whether what stands today is what an edition before the newest holds: a change was taken back since."""
    newer = one.edition.report.editions.filter(
        number__gt=one.edition.number, language=one.edition.language, state=ReportEdition.State.BUILT
    )
    return not one.to_build and newer.exists()


def _tell(request: HttpRequest, requested: list[Requested]) -> None:
    begun = [one for one in requested if one.to_build]
    for one in requested:
        if _is_earlier(one):
            name, number = one.edition.report.title, one.edition.number
            words = (
                f"{name}: what stands today is what edition {number} holds; read that one, not a later one."
            )
            messages.info(request, words)
    if begun:
        messages.success(request, f"{len(begun)} build{'' if len(begun) == 1 else 's'} asked for.")
    elif not any(_is_earlier(one) for one in requested):
        messages.info(request, "Nothing has changed since the last editions, so they stand.")


@require_safe
@needs(VIEW)
def provision(request: HttpRequest, region: str) -> HttpResponse:
    """Gaps and duplication today, by need and delivery unit, as a matrix and on tiles of all 108 units."""
    found = _region(request, region, VIEW)
    form, shown = _provision(request, found)
    context = {
        "region": found,
        "form": form,
        "shown": shown,
        "query": request.GET.urlencode(),
        "year": newest_plan_year(),
    }
    return render(request, "reports/provision.html", context, status=422 if form.errors else 200)


@require_safe
@needs(VIEW)
def provision_table(request: HttpRequest, region: str, kind: str = "csv") -> HttpResponseBase:
    """The same as a download, one line for each need in each unit."""
    found = _region(request, region, VIEW)
    form, shown = _provision(request, found)
    if shown is None or form.errors:
        raise Http404
    about = (
        f"Agreements of {shown.on:%-d %B %Y}, people supervised on {shown.as_at:%-d %B %Y}.",
        "Small counts are suppressed: [c]. [x]: the extract holds no sign of the need.",
    )
    return table_response(
        kind,
        name=f"provision-{found.pk}",
        title=f"Provision by need and delivery unit, {found}",
        about=about,
        columns=COLUMNS,
        rows=shown.rows,
    )


@require_safe
@needs(VIEW)
def nation(request: HttpRequest) -> HttpResponse:
    """The provision of the reader's regions, as their newest annexes D froze it, on tiles of all units."""
    form, shown = _nation(request)
    context = {"form": form, "shown": shown, "query": request.GET.urlencode()}
    return render(request, "reports/nation.html", context, status=422 if form.errors else 200)


@require_safe
@needs(VIEW)
def nation_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """The same as a download, one line for each need in each unit."""
    _, shown = _nation(request)
    return table_response(
        kind,
        name="provision-of-regions",
        title="Provision by need and delivery unit, regions together",
        about=("Each region as its newest annex D froze it.",),
        columns=NATION_COLUMNS,
        rows=shown.rows if shown else (),
    )


def _nation(request: HttpRequest) -> tuple[NeedForm, NationShown | None]:
    form = NeedForm(request.GET, asked=asked_of(needs_on(timezone.localdate())))
    year = newest_plan_year()
    regions = regions_in(scope_for(request.user, VIEW))
    return form, provision_of_nation(regions, year, need=form.chosen) if year else None


def _provision(request: HttpRequest, region: Region) -> tuple[ProvisionForm, Provision | None]:
    today = timezone.localdate()
    form = ProvisionForm(request.GET, asked=asked_of(needs_on(today)))
    return form, provision_today(region, today, **form.chosen)


def _region(request: HttpRequest, code: str, verb: str) -> Region:
    found = region_in(scope_for(request.user, verb), code)
    if found is None:
        raise Http404
    return found
