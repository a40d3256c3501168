"""The administrator's pages of tokens: which programs may act as which account, and an end to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from apps.organisation import queries
from apps.organisation.access import needs
from apps.organisation.actions import Refused
from apps.organisation.models import User
from apps.organisation.tokens import make_token_for_program, revoke_api_tokens

MOST_ENDED = 50


@require_safe
@needs("manage_users")
def tokens(request: HttpRequest) -> HttpResponse:
    """The accounts that programs may act as, each with its open token, and the tokens that ended."""
    context = {
        "accounts": queries.accounts_of_programs(timezone.localdate()),
        "ended": queries.ended_tokens()[:MOST_ENDED],
    }
    return render(request, "organisation/tokens.html", context)


@require_POST
@needs("manage_users")
@sensitive_variables("secret")
def make_token(request: HttpRequest, pk: int) -> HttpResponse:
    """A new token, shown in this one answer; an earlier one of the account ends."""
    program = get_object_or_404(User, pk=pk)
    try:
        secret = make_token_for_program(program, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("organisation:tokens")
    response = render(request, "organisation/token_made.html", {"program": program, "secret": secret})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@needs("manage_users")
def end_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke the account's open token; what it has done stays."""
    program = get_object_or_404(User, pk=pk)
    if revoke_api_tokens(program, by=request.user, now=timezone.now()):
        messages.success(
            request, f"The token of {program} has ended. Whoever sends it is refused from now on."
        )
    else:
        messages.info(request, f"{program} has no open token.")
    return redirect("organisation:tokens")
