"""Pages on which a region writes the sections of its annual report: words, checks, history, comments."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.organisation.access import can, needs, roles_of, scope_for
from apps.organisation.actions import Refused
from apps.organisation.differences import word_differences
from apps.organisation.form_keys import sent_once
from apps.organisation.markup import clean
from apps.organisation.models import Region
from apps.reports import writing_actions
from apps.reports.claims.check import check_text
from apps.reports.claims.fault import Fault
from apps.reports.kinds import Key
from apps.reports.manuscripts import (
    ENGLISH,
    Written,
    rules_of,
)
from apps.reports.models import Report
from apps.reports.narrative_forms import CommentForm, SectionForm
from apps.reports.narrative_html import narrative_html
from apps.reports.narrative_models import SectionComment
from apps.reports.offers import offers_for
from apps.reports.outstanding import Outlook
from apps.reports.queries import region_in, report_row
from apps.reports.same_figures import figures_apart
from apps.reports.section_languages import back_to, language_of, languages_shown
from apps.reports.writing_actions import WrittenMeanwhile
from rules.definitions.annual_report import AnnualSection

VIEW, EDIT, COMMENT = "view_report", "edit_report", "comment_report"
CONFLICT, FAULTY = 409, 400
DIGITS = 12  # more than two numbers of versions have


def report_or_404(request: HttpRequest, region: str, year: str, verb: str) -> Report:
    """The region's annual report, made at its first use; 404 beyond the scope and for other years."""
    found = region_in(scope_for(request.user, verb), region)
    if found is None or report_row(found, year) is None:
        raise Http404
    report, _made = Report.objects.select_related("region").get_or_create(
        kind=Key.ANNUAL_REPORT, region=found, year=year, subject=""
    )
    return report


def holds(request: HttpRequest, verb: str, region: Region) -> bool:
    return can(request.user, verb) and scope_for(request.user, verb).sees_region(region.pk)


def _section_or_404(report: Report, section: str) -> AnnualSection:
    found = rules_of(report).section(section)
    if found is None or not found.is_written:
        raise Http404
    return found


def may_write(request: HttpRequest, report: Report, section: AnnualSection) -> bool:
    """Whether a role that the template names for the section ties the user to the region."""
    own = {role.role for role in roles_of(request.user) if role.region_id in (None, report.region_id)}
    return holds(request, EDIT, report.region) and bool(own & set(section.written_by))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def section(request: HttpRequest, region: str, year: str, section: str) -> HttpResponse:
    """One section: its words as they will be printed, the form, offered sentences, checks, comments."""
    report = report_or_404(request, region, year, VIEW)
    found = _section_or_404(report, section)
    if request.method == "POST":
        return _posted(request, report, found)
    return _section_page(request, report, found)


def _posted(request: HttpRequest, report: Report, found: AnnualSection) -> HttpResponse:
    if not may_write(request, report, found):
        raise Http404
    form = SectionForm(request.POST)
    if not form.is_valid():
        return _section_page(request, report, found, form=form, status=FAULTY)
    if "insert" in request.POST or "check" in request.POST:
        return _section_page(request, report, found, form=_with_offer(request, report, found, form))
    return _saved(request, report, found, form)


def _with_offer(request: HttpRequest, report: Report, found: AnnualSection, form: SectionForm) -> SectionForm:
    """The form as it was typed, with the chosen sentence behind its words; nothing is saved."""
    typed = form.cleaned_data["words"]
    chosen = request.POST.get("insert", "")
    figures = Outlook(report, timezone.now()).manuscript.figures
    offered = offers_for(found.id, figures) if figures else []
    if chosen.isdigit() and int(chosen) < len(offered):
        typed = f"{typed.rstrip()}\n\n{offered[int(chosen)]}".lstrip()
    return SectionForm(initial=form.cleaned_data | {"words": typed})


def _saved(request: HttpRequest, report: Report, found: AnnualSection, form: SectionForm) -> HttpResponse:
    typed, shown = form.cleaned_data["words"], form.cleaned_data["shown"]
    language = language_of(request, report)
    try:
        made = writing_actions.write_section(
            report,
            found.id,
            words=typed,
            shown=shown,
            by=request.user,
            language=language,
            of_number=form.cleaned_data["english"],
        )
    except WrittenMeanwhile as meanwhile:
        return _meanwhile_page(request, report, found, meanwhile, form)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _section_page(request, report, found, form=form, status=FAULTY)
    messages.success(request, _("Version %(number)d is saved.") % {"number": made.number})
    return back_to("section", report, found.id, language)


def _meanwhile_page(
    request: HttpRequest, report: Report, found: AnnualSection, meanwhile: WrittenMeanwhile, form: SectionForm
) -> HttpResponse:
    """Both texts and what differs. Saving again from here is a decision, made with the newer one in view."""
    newest, typed = meanwhile.newest, form.cleaned_data["words"]
    context = {
        "report": report,
        "section": found,
        "newest": newest,
        "differences": word_differences(newest.words, typed),
        "form": SectionForm(initial=form.cleaned_data | {"shown": newest.number}),
        **languages_shown(request, report),
    }
    return render(request, "reports/section_meanwhile.html", context, status=CONFLICT)


def _section_page(
    request: HttpRequest,
    report: Report,
    found: AnnualSection,
    *,
    form: SectionForm | None = None,
    comment_form: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """form: as it was typed, and not saved. It stays on the page whatever was in the way of saving it."""
    outlook, language = Outlook(report, timezone.now()), language_of(request, report)
    english = next(each for each in outlook.written if each.section.id == found.id)
    one = english if language == ENGLISH else _in_language(outlook, language, found)
    is_open, is_typed = outlook.manuscript.is_open, form is not None
    writes = may_write(request, report, found) and (is_open or is_typed)
    form = form or SectionForm(initial={"words": one.words, "shown": one.number, "english": english.number})
    context = {
        "report": report,
        "section": found,
        "written": one,
        "html": narrative_html(_typed(form)),
        "english": None if one is english else narrative_html(english.words),
        "apart": [] if one is english else _apart(english.words, _typed(form)),
        "form": form,
        "is_typed": is_typed,
        "is_changed": clean(_typed(form)) != one.words,
        "next": _after(outlook, found),
        "faults": _faults(outlook, form, language),
        "offers": _offers(outlook, found.id) if writes and one is english else [],
        "outlook": outlook,
        "writes": writes,
        "comments": report.comments.filter(section=found.id).select_related("by", "resolved_by"),
        "comment_form": comment_form or CommentForm(),
        "comments_open": holds(request, COMMENT, report.region) and outlook.manuscript.state != "approved",
    }
    return render(request, "reports/section.html", context | languages_shown(request, report), status=status)


def _after(outlook: Outlook, found: AnnualSection) -> AnnualSection | None:
    """The section that follows in the template; None after the last."""
    sections = [one.section for one in outlook.written]
    place = [one.id for one in sections].index(found.id)
    return sections[place + 1] if place + 1 < len(sections) else None


def _in_language(outlook: Outlook, language: str, found: AnnualSection) -> Written:
    return next(each for each in outlook.translated[language] if each.section.id == found.id)


def _apart(english: str, typed: str) -> list[str]:
    """Figures of one language only; none before anything is written in the further one."""
    return figures_apart(english, typed) if typed else []


def _typed(form: SectionForm) -> str:
    return form.data.get("words", "") if form.is_bound else form.initial["words"]


def _offers(outlook: Outlook, section: str) -> list[str]:
    figures = outlook.manuscript.figures
    return offers_for(section, figures) if figures else []


def _faults(outlook: Outlook, form: SectionForm, language: str) -> list[Fault]:
    """Of what stands in the form: what was typed is checked before it is saved, too."""
    return check_text(_typed(form), outlook.facts.read_in(language)) if outlook.facts else []


@require_safe
@needs(VIEW)
def history(request: HttpRequest, region: str, year: str, section: str) -> HttpResponse:
    """Every version of a section, and what one of them changed of the one before it."""
    report = report_or_404(request, region, year, VIEW)
    found = _section_or_404(report, section)
    language = language_of(request, report)
    versions = list(report.texts.filter(section=section, language=language).select_related("by"))
    shown = _version(versions, request.GET.get("version", ""))
    before = _version(versions, str(shown.number - 1)) if shown and shown.number > 1 else None
    context = {
        "report": report,
        "section": found,
        "versions": versions,
        "shown": shown,
        "newest": versions[0] if versions else None,
        "differences": word_differences(before.words if before else "", shown.words) if shown else [],
        "writes": may_write(request, report, found) and Outlook(report, timezone.now()).manuscript.is_open,
        **languages_shown(request, report),
    }
    return render(request, "reports/section_history.html", context)


def _version(versions: list, number: str):
    """That version; the newest where none is named; None without any."""
    named = [one for one in versions if str(one.number) == number]
    return named[0] if named else versions[0] if versions else None


@require_POST
@needs(EDIT)
def restore(request: HttpRequest, region: str, year: str, section: str) -> HttpResponse:
    """An earlier version becomes the newest one."""
    report = report_or_404(request, region, year, EDIT)
    found = _section_or_404(report, section)
    if not may_write(request, report, found):
        raise Http404
    language = language_of(request, report)
    number, shown = (request.POST.get(name, "") for name in ("number", "shown"))
    try:
        if not (number.isdecimal() and shown.isdecimal() and len(number + shown) <= DIGITS):
            raise Refused(_("There is no such version."))
        made = writing_actions.restore_section(
            report, section, number=int(number), shown=int(shown), by=request.user, language=language
        )
        messages.success(request, _("Version %(number)d is saved.") % {"number": made.number})
    except WrittenMeanwhile:
        messages.error(request, _("Somebody saved this section meanwhile. Look at its newest version first."))
    except Refused as refused:
        messages.error(request, str(refused))
    return back_to("section-history", report, section, language)


@require_POST
@needs(COMMENT)
def comment(request: HttpRequest, region: str, year: str, section: str) -> HttpResponse:
    report = report_or_404(request, region, year, COMMENT)
    return _commented_once(request, report, _section_or_404(report, section))


@sent_once
def _commented_once(request: HttpRequest, report: Report, found: AnnualSection) -> HttpResponse:
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            writing_actions.comment(report, found.id, words=form.cleaned_data["comment"], by=request.user)
            return redirect("reports:section", report.region_id, report.year, found.id)
        except Refused as refused:
            form.add_error("comment", str(refused))
    return _section_page(request, report, found, comment_form=form, status=FAULTY)


@require_POST
@needs(COMMENT)
def resolve(request: HttpRequest, region: str, year: str, pk: int) -> HttpResponse:
    report = report_or_404(request, region, year, COMMENT)
    found = get_object_or_404(SectionComment, pk=pk, report=report)
    writing_actions.resolve_comment(found, by=request.user)
    return redirect("reports:section", region, year, found.section)
