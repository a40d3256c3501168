"""Interviews and focus groups: the guides in two languages, a talk recorded, all of them read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.assessments.actions import Refused
from apps.assessments.evidence_forms import StrikeForm
from apps.inspections import talks
from apps.inspections.models import Inspection
from apps.inspections.talk_forms import TalkFilter, TalkForm
from apps.inspections.talk_rows import COLUMNS, shown_talk, talk_rows, talks_content
from apps.inspections.views.access import team_inspection
from apps.organisation.access import needs
from apps.organisation.downloads import table_response
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import sent_once
from rules.definitions.evidence_register import register_rules_on
from rules.definitions.survey import Language
from rules.definitions.talks import Guide, TalkEdition, talks_on

LANGUAGES: dict[Language, str] = {"en": "English", "cy": "Cymraeg"}
ASKED_WORDS = {"en": "Questions", "cy": "Cwestiynau"}


def _recorded_inspection(request: HttpRequest, inspection_id: int) -> Inspection:
    """An inspection whose talks the reader records; 403 for other readers, 409 out of time."""
    found = team_inspection(request, inspection_id)
    if not talks.may_record(request.user, found):
        if found.state in talks.ENTERED_IN:
            raise PermissionDenied
        raise Conflict("Talks are recorded from the announcement until the panel has sat.")
    return found


def _guide(edition: TalkEdition, guide_id: str) -> Guide:
    found = edition.guide(guide_id)
    if found is None:
        raise Http404
    return found


@require_safe
@needs("view_inspections")
def talk_list(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The talks, filtered by kind and question, and what a report would say of them."""
    found = team_inspection(request, inspection_id)
    edition = talks.edition_for(found)
    form = TalkFilter(request.GET, edition=edition)
    context = {
        "inspection": found,
        "form": form,
        "rows": [shown_talk(each) for each in talks.talks_of(found, **form.asked())],
        "content": talks_content(found),
        "edition": edition,
        "may_record": talks.may_record(request.user, found),
        "query": request.GET.urlencode(),
    }
    return render(request, "inspections/talks.html", context, status=422 if form.errors else 200)


@require_safe
@needs("view_inspections")
def talk_guide(request: HttpRequest, inspection_id: int, guide: str) -> HttpResponse:
    """The questions of a guide in one language, to take along."""
    found = team_inspection(request, inspection_id)
    edition = talks.edition_for(found)
    held = _guide(edition, guide)
    language: Language = "cy" if request.GET.get("language") == "cy" else "en"
    context = {
        "inspection": found,
        "guide": held,
        "edition": edition,
        "language": language,
        "languages": LANGUAGES.items(),
        "title": held.in_language(language),
        "opening": held.opening.in_language(language),
        "asked_words": ASKED_WORDS[language],
        "questions": [each.in_language(language) for each in edition.asked_by(held)],
    }
    return render(request, "inspections/talk_guide.html", context)


@require_http_methods(["GET", "POST"])
@needs("enter_evidence")
@sent_once
def record_talk(request: HttpRequest, inspection_id: int, guide: str) -> HttpResponse:
    """One more talk, by the questions of its guide."""
    found = _recorded_inspection(request, inspection_id)
    today = timezone.localdate()
    edition = talks_on(today)
    form = TalkForm(
        request.POST if request.method == "POST" else None,
        edition=edition,
        guide=_guide(edition, guide),
        register=register_rules_on(today),
    )
    if form.is_bound and form.is_valid():
        try:
            talks.record_talk(found, form.held(), today=today, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The talk is recorded, and its notes are in the evidence register")
            return redirect("inspections:talks", found.pk)
    context = {"inspection": found, "form": form, "guide": form.guide}
    return render(request, "inspections/record_talk.html", context, status=422 if form.errors else 200)


@require_safe
@needs("view_inspections")
def talk(request: HttpRequest, inspection_id: int, talk_id: int) -> HttpResponse:
    """What was said in one talk."""
    found = team_inspection(request, inspection_id)
    row = get_object_or_404(talks.talks_of(found), pk=talk_id)
    context = {
        "inspection": found,
        "row": shown_talk(row),
        "may_strike": talks.may_record(request.user, found) and not row.is_struck,
        "strike": StrikeForm(),
    }
    return render(request, "inspections/talk.html", context)


@require_POST
@needs("enter_evidence")
@sent_once
def strike_talk(request: HttpRequest, inspection_id: int, talk_id: int) -> HttpResponse:
    """Strike a talk out with everything that it put into the register, with a reason."""
    found = _recorded_inspection(request, inspection_id)
    row = get_object_or_404(found.talks, pk=talk_id)
    form = StrikeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why the talk is struck out.")
        return redirect("inspections:talk", found.pk, row.pk)
    try:
        talks.strike_talk(row, reason=form.cleaned_data["reason"], by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "The talk is struck out")
    return redirect("inspections:talks", found.pk)


@require_safe
@needs("view_inspections")
def talks_table(request: HttpRequest, inspection_id: int, kind: str = "csv") -> HttpResponseBase:
    """The notes as the filter shows them, one row a talk and question."""
    found = team_inspection(request, inspection_id)
    form = TalkFilter(request.GET, edition=talks.edition_for(found))
    return table_response(
        kind,
        name=f"inspection-{found.pk}-talks",
        title=f"Talks with people on probation: {found}",
        columns=COLUMNS,
        rows=talk_rows(talks.talks_of(found, **form.asked())),
    )
