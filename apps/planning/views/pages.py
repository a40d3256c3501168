"""A page with one form on it: shown, refused with what was typed still there, or carried out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.organisation.actions import Refused
from apps.organisation.errors import Conflict
from apps.planning.welsh_fields import WelshFields

CONFLICT, UNPROCESSABLE = 409, 422


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """What a form is shown with. up: the address that it came from and returns to when it is done."""

    title: str
    button: str
    up: str
    up_text: str
    done: str
    caption: str = ""
    intro: str = ""
    # The version that stands now, for a form with `seen`: after a conflict the next saving is about it.
    version: Callable[[], int] | None = None
    template: str = "planning/form.html"


def answer_form(
    request: HttpRequest,
    form: BaseForm,
    page: FormPage,
    *,
    do: Callable[[dict[str, Any]], object],
    to: Callable[[Any], str] | None = None,
    welsh: WelshFields | None = None,
    **more: Any,
) -> HttpResponse:
    """Show the form, or do what it asks and go on. to: the address after it, of what `do` gave; `up` without.

    welsh: the Welsh that is asked for beside the English, and kept with what `do` gave.

    What the rules refuse stands above the form with what was typed: 422; what somebody else changed: 409.
    """
    if welsh:
        welsh.put_on(form)
    status = UNPROCESSABLE if form.errors else 200
    standing: list[tuple[str, str]] = []
    if form.is_bound and form.is_valid():
        try:
            made = _done(request, form, do, welsh)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = UNPROCESSABLE
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            standing = _standing(form)
            _show_what_stands(form, page, welsh)
            status = CONFLICT
        else:
            messages.success(request, page.done)
            return redirect(to(made) if to else page.up)
    context = {"form": form, "page_of": page, "standing": standing, **more}
    return render(request, page.template, context, status=status)


def _standing(form: BaseForm) -> list[tuple[str, str]]:
    """After a conflict, what stands now where it differs from what was typed: (label, value in words)."""
    named = [name for name in form.changed_data if name in form.initial and name != "seen"]
    return [(str(form.fields[name].label), _in_words(form, name)) for name in named]


def _in_words(form: BaseForm, name: str) -> str:
    value = form.initial[name]
    choices = dict(getattr(form.fields[name], "choices", ()))
    found = choices.get(str(value), choices.get(value, value))
    if isinstance(found, date):
        return f"{found.day} {found:%B %Y}"
    return "" if found is None else str(found)


@transaction.atomic
def _done(
    request: HttpRequest, form: BaseForm, do: Callable[[dict[str, Any]], object], welsh: WelshFields | None
) -> Any:
    """What the form asks for, in both languages or not at all."""
    if welsh is None:
        return do(form.cleaned_data)
    made = do(welsh.parted(form.cleaned_data))
    welsh.keep(made, form, by=request.user)
    return made


def _show_what_stands(form: BaseForm, page: FormPage, welsh: WelshFields | None) -> None:
    """Let the next saving of the same form be about the version that stands now."""
    form.data = form.data.copy()
    if page.version:
        form.data["seen"] = str(page.version())
    if welsh:
        welsh.show_what_stands(form)


def given(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to: the posted data and files, or nothing."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
