""" "Our record is wrong": said of a case, listed as work, answered, and opened again."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from apps.organisation.access import Scope, can, needs, scope_for
from apps.performance import quality_actions
from apps.performance.models import DataQualityItem, MeasureOutcome, MeasureRun
from apps.performance.quality_actions import ItemChanged, ItemRefused
from apps.performance.quality_forms import STATES, AnswerForm, HandOverForm, ItemsForm, RaiseForm, ReopenForm
from apps.performance.queries import current_run
from apps.performance.queries.cases import with_words
from apps.performance.queries.quality_items import (
    EVERY,
    ItemFilter,
    ItemRow,
    answerers,
    counts_by_state,
    item_row,
    item_rows,
    items,
    open_item,
    within,
)
from apps.performance.tables import operational_table
from apps.performance.views.cases import place_choices, teams_in

PER_PAGE = 50
CSV_COLUMNS = (
    "item",
    "measure",
    "title",
    "occurrence_id",
    "person_id",
    "region",
    "unit",
    "team",
    "practitioner_code",
    "counts_in",
    "verdict",
    "reason",
    "reason_in_words",
    "fault",
    "fault_in_words",
    "words",
    "raised_by",
    "raised_on",
    "owner",
    "due_on",
    "overdue",
    "state",
    "outcome",
    "outcome_in_words",
    "judged_again_by_run",
    "verdict_now",
    "reason_now_in_words",
    "verdict_changed",
)


@require_safe
@needs("view_data_quality")
def item_list(request: HttpRequest) -> HttpResponse:
    """The items about cases that the viewer may see; the open ones unless the address says otherwise."""
    on, scope, run = timezone.localdate(), scope_for(request.user, "view_data_quality"), current_run()
    form = _filter(request, scope, run)
    wanted = form.wanted()
    page = Paginator(items(scope, wanted, on=on), PER_PAGE).get_page(request.GET.get("page"))
    counts = counts_by_state(items(scope, _any_state(wanted), on=on), on=on)
    context = {
        "form": form,
        "wanted": wanted,
        "page": page,
        "rows": item_rows(page, run, on=on),
        "counts": [
            (words, counts[state], _with(request, state)) for state, words in STATES if state != EVERY
        ],
        "query": request.GET.urlencode(),
        "run": run,
    }
    return render(request, "performance/quality_items.html", context)


@require_safe
@needs("view_data_quality")
def item_list_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """The whole list, unpaginated."""
    on, scope, run = timezone.localdate(), scope_for(request.user, "view_data_quality"), current_run()
    found = items(scope, _filter(request, scope, run).wanted(), on=on)
    return operational_table(
        kind,
        run=run,
        title="Records said to be wrong",
        name="probity-data-quality-items",
        columns=CSV_COLUMNS,
        rows=_csv_rows(found, run, on),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("raise_data_quality")
def raise_item(request: HttpRequest, measure: str, occurrence_id: str) -> HttpResponse:
    """Say of a listed case that its record is wrong; 404 for a case outside the viewer's scope."""
    on, case = timezone.localdate(), _listed_case(request, measure, occurrence_id)
    standing = open_item(measure, occurrence_id)
    if standing is not None:
        messages.info(request, "Somebody has already said that this record is wrong. This is the item.")
        return redirect("performance:quality-item", standing.pk)
    said = request.POST if request.method == "POST" else None
    form = RaiseForm(said, on=on, owners=answerers(region=case.region, unit=case.unit, on=on))
    if form.is_valid():
        found = {name: form.cleaned_data[name] for name in ("fault", "words")}
        try:
            item = quality_actions.raise_item(case, **found, owner=form.owner, by=request.user, on=on)
        except ItemRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Said. {item.owner} is to answer it by {item.due_on:%-d %B %Y}.")
            return redirect("performance:quality-item", item.pk)
    context = {"form": form, "told": with_words(case), "case": case}
    return render(request, "performance/quality_raise.html", context, status=422 if form.errors else 200)


@require_safe
@needs("view_data_quality")
def item_detail(request: HttpRequest, item_id: int) -> HttpResponse:
    """One item: what is said to be wrong, every step, and what is to be done next."""
    return _page(request, _item(request, item_id))


@require_http_methods(["POST"])
@needs("answer_data_quality")
def answer_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Answer an open item."""
    item = _item(request, item_id, "answer_data_quality")
    form = AnswerForm(request.POST, on=timezone.localdate())

    def take(found: dict[str, Any]) -> None:
        quality_actions.answer(item, **found, by=request.user)

    return _step(request, item, form, take, "answering", "Answered.")


@require_http_methods(["POST"])
@needs("raise_data_quality")
def reopen_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Open an answered item again."""
    item, on = _item(request, item_id, "raise_data_quality"), timezone.localdate()

    def take(found: dict[str, Any]) -> None:
        quality_actions.reopen(item, **found, by=request.user, on=on)

    return _step(request, item, ReopenForm(request.POST), take, "reopening", "Opened again.")


@require_http_methods(["POST"])
@needs("answer_data_quality")
def hand_over_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Give an open item to somebody else."""
    item, on = _item(request, item_id, "answer_data_quality"), timezone.localdate()
    form = HandOverForm(request.POST, owners=answerers(region=item.region, unit=item.unit, on=on))

    def take(found: dict[str, Any]) -> None:
        quality_actions.hand_over(item, **{**found, "owner": form.owner}, by=request.user, on=on)

    return _step(request, item, form, take, "handing", "Handed over.")


def _step(
    request: HttpRequest,
    item: DataQualityItem,
    form: Form,
    take: Callable[[dict[str, Any]], None],
    name: str,
    said: str,
) -> HttpResponse:
    """Take the step that the form asks for; what stands in its way is told on the item's page."""
    if form.is_valid():
        try:
            take(form.cleaned_data)
        except ItemChanged:
            return _conflict(request, item, form)
        except ItemRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, said)
            return redirect("performance:quality-item", item.pk)
    return _page(request, item, status=422, **{name: form})


def _conflict(request: HttpRequest, item: DataQualityItem, form: Form) -> HttpResponse:
    """Both: what somebody else has done meanwhile, and what the viewer wrote, so that nothing is lost."""
    item.refresh_from_db()
    context = {
        "row": _told(item),
        "newest": item.steps.select_related("by", "owner").last(),
        "written": form.cleaned_data.get("words", ""),
    }
    return render(request, "performance/quality_conflict.html", context, status=409)


def _page(request: HttpRequest, item: DataQualityItem, *, status: int = 200, **forms: Form) -> HttpResponse:
    user, on, seen = request.user, timezone.localdate(), {"seen": item.version}
    may_answer = _sees(user, "answer_data_quality", item)
    owners = answerers(region=item.region, unit=item.unit, on=on) if may_answer and item.is_open else []
    offered: dict[str, Form] = {}
    if may_answer and item.is_open:
        offered["answering"] = AnswerForm(initial=seen, on=on, auto_id="answer_%s")
        offered["handing"] = HandOverForm(initial=seen, owners=owners, auto_id="hand_%s")
    if not item.is_open and _sees(user, "raise_data_quality", item):
        offered["reopening"] = ReopenForm(initial=seen, auto_id="reopen_%s")
    context = {
        "row": _told(item),
        "steps": item.steps.select_related("by", "owner"),
        "wrong": [form for form in forms.values() if form.errors],
        **offered,
        **forms,
    }
    return render(request, "performance/quality_item.html", context, status=status)


def _told(item: DataQualityItem) -> ItemRow:
    return item_row(item, current_run(), on=timezone.localdate())


def _item(request: HttpRequest, item_id: int, verb: str = "view_data_quality") -> DataQualityItem:
    """The item within the viewer's scope; 404 outside it."""
    found = within(scope_for(request.user, verb)).filter(pk=item_id).first()
    if found is None:
        raise Http404
    return found


def _sees(user: Any, verb: str, item: DataQualityItem) -> bool:
    return can(user, verb) and within(scope_for(user, verb)).filter(pk=item.pk).exists()


def _listed_case(request: HttpRequest, measure: str, occurrence_id: str) -> MeasureOutcome:
    """A case of the lists of the run that the pages show, within the viewer's scope; else 404."""
    scope, run = scope_for(request.user, "raise_data_quality"), current_run()
    seen = MeasureOutcome.objects.filter(scope.filter_q(staff_field="practitioner_code"), run=run)
    case = seen.filter(measure=measure, occurrence_id=occurrence_id).first() if run else None
    if case is None:
        raise Http404
    return case


def _filter(request: HttpRequest, scope: Scope, run: MeasureRun | None) -> ItemsForm:
    places = place_choices(scope)
    given = teams_in(request, scope, places)
    return ItemsForm(request.GET, run=run, places=places, teams=given, user=request.user)


def _any_state(wanted: ItemFilter) -> ItemFilter:
    return ItemFilter(**{**vars(wanted), "state": EVERY})


def _with(request: HttpRequest, state: str) -> str:
    """This page's address with another state, on its first page."""
    query = {**request.GET.dict(), "state": state}
    query.pop("page", None)
    return f"?{urlencode({name: value for name, value in query.items() if value})}"


def _csv_rows(found: Any, run: MeasureRun | None, on: date) -> Iterator[dict[str, Any]]:
    for row in item_rows(found, run, on=on):
        item, now = row.item, row.now
        shown = {name: getattr(item, name) for name in CSV_COLUMNS if hasattr(item, name)}
        yield shown | {
            "item": item.pk,
            "title": row.measure.title,
            "reason_in_words": row.reason_words,
            "fault_in_words": row.fault_words,
            "raised_by": item.raised_by.username,
            "raised_on": timezone.localdate(item.raised_at),
            "owner": item.owner.username,
            "overdue": row.is_overdue,
            "outcome_in_words": row.outcome_words,
            "judged_again_by_run": now.run.pk if now else None,
            "verdict_now": now.verdict if now else None,
            "reason_now_in_words": now.words if now else None,
            "verdict_changed": now.is_changed if now else None,
        }
