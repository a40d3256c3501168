"""What somebody typed into a form that could not be accepted, given back so that no word is lost.

A session ends, or its owner signs in anew in another tab, while a form is open. What is then sent is not
carried out; the answer shows every text that it held, with or without JavaScript, and leads back to the page.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

# What a form carries for itself: nothing that a person typed, or nothing to be shown.
_ITS_OWN = {"csrfmiddlewaretoken", "form_key", "version", "shown", "english", "next", "username"}
# The version that the page showed: "seen", or of one field "words_cy_seen".
_SEEN = "seen"
_SECRET = ("password", "token", "secret")
LONGEST = 200_000


@dataclass(frozen=True)
class Unsent:
    """A text that was typed: the field's name in words, and the text as it was sent."""

    label: str
    text: str


def unsent_of(request: HttpRequest) -> list[Unsent]:
    """The texts of a form in the order in which it sent them; none that is empty or secret."""
    found = [(name, text) for name, texts in request.POST.lists() for text in texts]
    return [
        Unsent(label=name.replace("_", " ").capitalize(), text=text[:LONGEST])
        for name, text in found
        if text.strip() and _is_typed(name)
    ]


def _is_typed(name: str) -> bool:
    """Whether a person typed what the field of this name holds, and may see it again."""
    own = name in _ITS_OWN or name.rpartition("_")[2] == _SEEN
    return not (own or any(each in name.lower() for each in _SECRET))


def page_of(request: HttpRequest) -> str:
    """The address of the page that the form stood on, on this site; the home page's where nobody says."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(referer)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def signed_out(request: HttpRequest, sign_in: str) -> HttpResponse:
    """401 with what was typed, and the way to sign in that leads back to the form."""
    address = f"{resolve_url(sign_in)}?{urlencode({'next': page_of(request)})}"
    context = {"unsent": unsent_of(request), "sign_in": address, "had_files": bool(request.FILES)}
    return render(request, "organisation/signed_out.html", context, status=401)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """403 for a form whose token is not this session's, with what was typed.

    Texts are shown of forms of this site alone: whoever forges a form must not choose what our page says.
    """
    ours = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    context = {"unsent": unsent_of(request) if ours else [], "page": page_of(request) if ours else "/"}
    return render(request, "403_csrf.html", context, status=403)
