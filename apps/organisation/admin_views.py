"""The administrator's pages: accounts, roles and the system log."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from apps.organisation import actions, forms, queries
from apps.organisation.access import needs
from apps.organisation.models import RecordedAction, RoleAssignment, User
from rules.definitions.roles import load_roles

PAGE_SIZE = 50
get_or_post = require_http_methods(["GET", "POST"])


@needs("manage_users")
def users(request: HttpRequest) -> HttpResponse:
    form = forms.UserFilterForm(request.GET or {"state": "open"})
    filters = form.cleaned_data if form.is_valid() else {}
    found = queries.accounts(on=timezone.localdate(), **filters)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "organisation/users.html", {"form": form, "page": page, "roles": _titles()})


def _titles() -> dict[str, str]:
    return {role.id: role.title for role in load_roles().roles.values()}


@needs("manage_users")
def user(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.accounts(on=timezone.localdate()), pk=pk)
    context = {"person": person, "roles": _titles(), "trail": queries.trail_of(person)[:20]}
    return render(request, "organisation/user.html", context)


@get_or_post
@needs("manage_users")
def new_user(request: HttpRequest) -> HttpResponse:
    form = forms.NewAccountForm(request.POST or None)
    if not form.is_valid():
        return render(request, "organisation/new_user.html", {"form": form}, status=_status(form))
    password = secrets.token_urlsafe(12)
    if not _done(form, actions.make_account, form.save(commit=False), password=password, by=request.user):
        return render(request, "organisation/new_user.html", {"form": form}, status=_status(form))
    return _shown_once(request, form.instance, password)


@sensitive_variables("password")
def _shown_once(request: HttpRequest, person: User, password: str) -> HttpResponse:
    """The temporary password in the answer itself: it is written down nowhere."""
    context = {"person": person, "password": password}
    response = render(request, "organisation/temporary_password.html", context)
    response["Cache-Control"] = "no-store"
    return response


@get_or_post
@needs("manage_users")
def temporary_password(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        return render(request, "organisation/new_password.html", {"person": person})
    password = secrets.token_urlsafe(12)
    actions.set_temporary_password(person, password=password, by=request.user)
    return _shown_once(request, person, password)


@get_or_post
@needs("manage_users")
def account_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an open account, or reopen a closed one."""
    person = get_object_or_404(User, pk=pk)
    form = forms.ReasonForm(request.POST or None)
    act = actions.close_account if person.is_active else actions.reopen_account
    if form.is_valid() and _done(form, act, person, by=request.user, reason=form.cleaned_data["reason"]):
        messages.success(request, f"The account of {person} is {'open' if person.is_active else 'closed'}.")
        return redirect("organisation:user", pk=pk)
    context = {"form": form, "person": person}
    return render(request, "organisation/account_state.html", context, status=_status(form))


@needs("manage_users")
def choose_role(request: HttpRequest, pk: int) -> HttpResponse:
    """First step of giving a role: which one. The next asks for its place and first day."""
    person = get_object_or_404(User, pk=pk)
    form = forms.ChooseRoleForm(request.GET if "go" in request.GET else None)
    if form.is_valid():
        return redirect("organisation:assign_role", pk=pk, role=form.cleaned_data["role"])
    context = {"form": form, "person": person}
    return render(request, "organisation/choose_role.html", context, status=_status(form))


@get_or_post
@needs("manage_users")
def assign_role(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    known = load_roles().roles.get(role)
    if known is None:
        raise Http404
    form = forms.RolePlaceForm(request.POST or None, role=known, initial={"valid_from": timezone.localdate()})
    if form.is_valid() and _done(
        form, actions.assign_role, person, role=role, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"{person} now holds the role {known.title}.")
        return redirect("organisation:user", pk=pk)
    context = {"form": form, "person": person, "role": known}
    return render(request, "organisation/assign_role.html", context, status=_status(form))


@get_or_post
@needs("manage_users")
def end_role(request: HttpRequest, pk: int, held_pk: int) -> HttpResponse:
    held = get_object_or_404(RoleAssignment, pk=held_pk, user=pk, valid_to=None)
    form = forms.EndRoleForm(request.POST or None, initial={"last_on": timezone.localdate()})
    if form.is_valid() and _done(form, actions.end_role, held, by=request.user, **form.cleaned_data):
        messages.success(request, "The role ends.")
        return redirect("organisation:user", pk=pk)
    context = {"form": form, "held": held, "title": _titles().get(held.role, held.role)}
    return render(request, "organisation/end_role.html", context, status=_status(form))


def _done(form: BaseForm, act: Any, subject: Model, **given: Any) -> bool:
    """Take the action; a refusal becomes the form's error."""
    try:
        act(subject, **given)
    except actions.Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _status(form: BaseForm) -> int:
    """422 tells programs and tests that the form came back with errors."""
    return 422 if form.is_bound and form.errors else 200


@needs("view_system_log")
def system_log(request: HttpRequest) -> HttpResponse:
    verbs = list(RecordedAction.objects.order_by("verb").values_list("verb", flat=True).distinct())
    form = forms.LogFilterForm(request.GET, verbs=verbs)
    found = RecordedAction.objects.none()
    if form.is_valid():
        found = queries.trail(form.cleaned_data, reader=request.user)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "organisation/system_log.html", {"form": form, "page": page})


@needs("view_system_log")
def recorded_action(request: HttpRequest, pk: int) -> HttpResponse:
    action = get_object_or_404(queries.trail({}, reader=request.user), pk=pk)
    return render(request, "organisation/recorded_action.html", {"action": action})
