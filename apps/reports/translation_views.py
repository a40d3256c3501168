"""The translator's page of a report: everything that is not in the language yet, and a field for each."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from apps.organisation.access import needs
from apps.organisation.actions import Refused
from apps.organisation.errors import Conflict
from apps.organisation.own_words import State
from apps.reports import translating
from apps.reports.manuscripts import manuscript_of
from apps.reports.models import Report
from apps.reports.narrative_views import EDIT, VIEW, holds, may_write, report_or_404
from apps.reports.translating import Line, Worklist
from apps.reports.translation_forms import Typed, typed_in
from apps.reports.translations import NAMES, written_in

CONFLICT, UNPROCESSABLE = 409, 422
OPEN, ALL = "open", "all"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line on the page. words: as they were typed or stand; writes: whether the reader may change them."""

    number: int
    line: Line
    words: str
    error: str
    writes: bool

    @property
    def height(self) -> int:
        """Rows of its field: as many as the English would take, within reason."""
        english = self.line.place.english
        return min(14, 2 + len(english) // 55 + english.count("\n"))

    @property
    def may_confirm(self) -> bool:
        return self.line.state in (State.OUT_OF_DATE, State.UNCHECKED)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def translation(request: HttpRequest, region: str, year: str, language: str) -> HttpResponse:
    """The lines that are open, or all of them; saving keeps those whose words were changed or confirmed."""
    report = report_or_404(request, region, year, VIEW)
    if language not in written_in(report):
        raise Http404
    worklist = Worklist(report, language, timezone.now())
    if request.method != "POST":
        return _page(request, worklist)
    if not holds(request, EDIT, report.region):
        raise Http404
    return _saved(request, worklist)


def _saved(request: HttpRequest, worklist: Worklist) -> HttpResponse:
    typed = {one.key: one for one in typed_in(request.POST) if one.is_changed}
    errors, status = _errors(request, worklist, typed)
    saved = len(typed) - len(errors)
    if saved:
        told = ngettext("%(count)d text is saved.", "%(count)d texts are saved.", saved)
        messages.success(request, told % {"count": saved})
    if errors:
        again = Worklist(worklist.report, worklist.language, worklist.now)
        return _page(request, again, typed=typed, errors=errors, status=status)
    return redirect(f"{request.path}{_query(request.GET)}")


def _errors(request: HttpRequest, worklist: Worklist, typed: dict[str, Typed]) -> tuple[dict[str, str], int]:
    """Save what can be saved; gives what could not, each with its reason, and the answer's status."""
    errors, status = {}, UNPROCESSABLE
    for key, one in typed.items():
        line = worklist.line(key)
        if line is None or not _may_write(request, worklist.report, line):
            raise Http404
        try:
            translating.save(worklist, line, words=one.words, seen=one.seen, of=one.of, by=request.user)
        except Refused as refused:
            errors[key] = str(refused)
        except Conflict as conflict:
            errors[key], status = str(conflict), CONFLICT
    return errors, status


def _may_write(request: HttpRequest, report: Report, line: Line) -> bool:
    if line.section is not None:
        return may_write(request, report, line.section)
    return holds(request, EDIT, report.region)


def _page(
    request: HttpRequest,
    worklist: Worklist,
    *,
    typed: dict[str, Typed] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    typed, errors, report = typed or {}, errors or {}, worklist.report
    show = ALL if request.GET.get("show") == ALL else OPEN
    is_open = manuscript_of(report).is_open
    rows = [
        Row(
            number=number,
            line=line,
            words=typed[line.place.key].words if line.place.key in errors else line.words,
            error=errors.get(line.place.key, ""),
            writes=is_open and _may_write(request, report, line),
        )
        for number, line in enumerate(worklist.lines, 1)
        if show == ALL or line.state != State.DONE or line.place.key in errors
    ]
    context = {
        "report": report,
        "language": worklist.language,
        "name": NAMES[worklist.language],
        "worklist": worklist,
        "counts": [(state, worklist.count(state)) for state in State],
        "total": len(worklist.lines),
        "rows": rows,
        "errors": [row for row in rows if row.error],
        "show": show,
        "query": _query(request.GET),
        "writes": any(row.writes for row in rows),
        "is_open": is_open,
        "has_figures": manuscript_of(report).figures is not None,
        "address": reverse("reports:translation", args=[report.region_id, report.year, worklist.language]),
    }
    return render(request, "reports/translation.html", context, status=status)


def _query(given: QueryDict) -> str:
    return "?show=all" if given.get("show") == ALL else ""
