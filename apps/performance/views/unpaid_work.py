"""The download of how much unpaid work is completed on the way."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from apps.organisation.access import Scope, needs, scope_for
from apps.performance.forms import FiguresForm
from apps.performance.queries import Place, current_run, place_for, places_for
from apps.performance.queries.places import parts_of
from apps.performance.queries.unpaid_work import unpaid_work, unpaid_work_rows
from apps.performance.tables import operational_table

COLUMNS = (
    "place",
    "place_name",
    "month",
    "after_months",
    "requirements",
    "completed",
    "completed_percent",
)


@require_safe
@needs("view_performance")
def unpaid_work_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """The place of the address and each of its parts, by month; nothing before the extract was counted."""
    scope, run = scope_for(request.user, "view_performance"), current_run()
    place = _place(scope, request.GET.get("place", ""))
    if run is None or place is None:
        raise Http404
    wanted = FiguresForm(request.GET, run=run).wanted()
    found = [unpaid_work(run, one, first=wanted.first, last=wanted.last) for one in (place, *parts_of(place))]
    return operational_table(
        kind,
        run=run,
        title=f"Unpaid work completed on the way: {place.name}",
        name=f"probity-unpaid-work-{place.code}",
        columns=COLUMNS,
        rows=unpaid_work_rows([one for one in found if one is not None]),
    )


def _place(scope: Scope, key: str) -> Place | None:
    """As "region-H"; where the address names none, the first that the viewer sees."""
    if not key:
        return next(iter(places_for(scope)), None)
    kind, _, code = key.partition("-")
    return place_for(scope, kind, code)
