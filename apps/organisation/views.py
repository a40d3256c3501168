"""Signing in, my work, my account, and the map of the organisation."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone

from apps.organisation.access import roles_of
from apps.organisation.actions import password_chosen
from apps.organisation.forms import ChoosePasswordForm, SignInForm
from apps.organisation.panels import panels_for
from apps.organisation.queries import regions_with_units
from rules.definitions.roles import load_roles


class SignIn(auth.LoginView):
    template_name = "organisation/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # A cookie without a session behind it: theirs ran out.
        ended = settings.SESSION_COOKIE_NAME in self.request.COOKIES and bool(self.get_redirect_url())
        return super().get_context_data(**kwargs) | {"ended": ended}


class ChoosePassword(auth.PasswordChangeView):
    template_name = "organisation/password.html"
    form_class = ChoosePasswordForm
    success_url = reverse_lazy("organisation:home")

    def form_valid(self, form: ChoosePasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        password_chosen(form.user)
        messages.success(self.request, "Your password has been changed.")
        return response


def home(request: HttpRequest) -> HttpResponse:
    """My work: the panels that concern this user."""
    return render(request, "organisation/home.html", {"panels": panels_for(request.user)})


def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, which roles I hold, and what they allow."""
    table = load_roles()
    held = [
        (role, table.roles.get(role.role), [table.verbs[verb].title for verb in table.verbs_of(role.role)])
        for role in roles_of(request.user)
    ]
    return render(request, "organisation/account.html", {"held": held})


def regions(request: HttpRequest) -> HttpResponse:
    """The regions and their delivery units."""
    found = regions_with_units(timezone.localdate())
    return render(request, "organisation/regions.html", {"regions": found})


def region(request: HttpRequest, code: str) -> HttpResponse:
    """One region: its units and the authorities that each covers, with their sources."""
    found = regions_with_units(timezone.localdate()).filter(code=code).first()
    if found is None:
        raise Http404
    return render(request, "organisation/region.html", {"region": found})
