"""The service's navigation: each app registers its section and the verbs that open it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, kw_only=True)
class Section:
    label: str
    order: int
    url_name: str
    verbs: frozenset[str]
    part: str


@dataclass(frozen=True, kw_only=True)
class NavigationLink:
    label: str
    url: str
    is_current: bool


_registry: dict[str, Section] = {}


def register(label: str, *, order: int, url_name: str, verbs: set[str], part: str = "") -> None:
    """Add a section for everyone who holds one of `verbs`; everyone signed in where there are none.

    It is marked as current on the pages whose path begins with `part`, or with the section's own
    address where `part` is empty. A second call under one label replaces the first.
    """
    _registry[label] = Section(label=label, order=order, url_name=url_name, verbs=frozenset(verbs), part=part)


def links_for(request: HttpRequest, verbs: frozenset[str]) -> list[NavigationLink]:
    """The sections open to someone who holds `verbs`, in order."""
    sections = sorted(_registry.values(), key=lambda section: (section.order, section.label))
    return [
        _link(section, request.path) for section in sections if not section.verbs or section.verbs & verbs
    ]


def _link(section: Section, path: str) -> NavigationLink:
    url = reverse(section.url_name)
    begins = section.part or url
    # The home page's address begins every other.
    is_current = path == url or (begins != "/" and path.startswith(begins))
    return NavigationLink(label=section.label, url=url, is_current=is_current)
