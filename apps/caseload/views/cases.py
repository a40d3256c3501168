"""Find a case by its reference, and read it, as far as the viewer's scope reaches."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.caseload.case_file import case_file, contacts_of, judged
from apps.caseload.case_records import case_records
from apps.caseload.forms import CaseSearchForm
from apps.caseload.models import Extract, Person
from apps.caseload.queries import find_person, live_extract, people_in_scope
from apps.organisation.access import can, needs, scope_for

PER_PAGE = 50
VERB = "view_case"


@require_safe
@needs(VERB)
def cases(request: HttpRequest) -> HttpResponse:
    """The search; a reference that leads to a case in scope opens it."""
    form = CaseSearchForm(request.GET) if "q" in request.GET else CaseSearchForm()
    if form.is_bound and form.is_valid():
        person = find_person(form.cleaned_data["q"], scope_for(request.user, VERB))
        if person is not None:
            return redirect("caseload:case", person.pk)
        form.add_error("q", "No case that you may see has this reference")
    return render(request, "caseload/cases.html", {"form": form, "live": live_extract()})


@require_safe
@needs(VERB)
def case(request: HttpRequest, person_id: str) -> HttpResponse:
    person, extract = _in_scope(request, person_id)
    records = case_records(person)
    return _render(request, "caseload/case.html", person, extract, section="overview", records=records)


@require_safe
@needs(VERB)
def case_contacts(request: HttpRequest, person_id: str) -> HttpResponse:
    person, extract = _in_scope(request, person_id)
    page = Paginator(contacts_of(person), PER_PAGE).get_page(request.GET.get("page"))
    return _render(request, "caseload/case_contacts.html", person, extract, section="contacts", page=page)


@require_safe
@needs(VERB)
def case_measures(request: HttpRequest, person_id: str) -> HttpResponse:
    person, extract = _in_scope(request, person_id)
    found = judged(person, extract=extract, scope=scope_for(request.user, VERB))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return _render(request, "caseload/case_measures.html", person, extract, section="measures", page=page)


def _in_scope(request: HttpRequest, person_id: str) -> tuple[Person, Extract]:
    """The person and the live extract; not found when the viewer may not know that there is such a case."""
    extract = live_extract()
    person = people_in_scope(scope_for(request.user, VERB)).filter(pk=person_id).first()
    if extract is None or person is None:
        raise Http404
    return person, extract


def _render(
    request: HttpRequest, template: str, person: Person, extract: Extract, **context: object
) -> HttpResponse:
    case = case_file(person, as_at=extract.as_at)
    tabs = {"may_see_programmes": can(request.user, "view_eligibility")}
    return render(request, template, {"case": case, "extract": extract, **tabs, **context})
