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
    unless: frozenset[str]
    part: str


@dataclass(frozen=True, kw_only=True)
class NavigationLink:
    label: str
    url: str
    is_current: bool


_registry: dict[str, Section] = {}


def register(
    label: str,
    *,
    order: int,
    url_name: str,
    verbs: set[str],
    unless: frozenset[str] = frozenset(),
    part: str = "",
) -> None:
    """Add a section for everyone who holds one of `verbs`; everyone signed in where there are none.

    Nobody who holds one of `unless` sees it: another section of theirs leads to the same pages.

    It is marked as current on the pages whose path begins with `part`, or with the section's own
    address where `part` is empty. A second call under one label replaces the first.
    """
    _registry[label] = Section(
        label=label, order=order, url_name=url_name, verbs=frozenset(verbs), unless=unless, part=part
    )


def links_for(request: HttpRequest, verbs: frozenset[str]) -> list[NavigationLink]:
    """The sections open to someone who holds `verbs`, in order; one of them at most is current."""
    sections = sorted(_registry.values(), key=lambda section: (section.order, section.label))
    shown = [section for section in sections if _is_for(section, verbs)]
    # Where one section lies inside another (/performance/runs/), the inner one is current.
    current = max((_part(section) for section in shown if _holds(section, request.path)), key=len, default="")
    return [
        NavigationLink(
            label=section.label, url=reverse(section.url_name), is_current=_part(section) == current
        )
        for section in shown
    ]


def _is_for(section: Section, verbs: frozenset[str]) -> bool:
    return (not section.verbs or bool(section.verbs & verbs)) and not section.unless & verbs


def _part(section: Section) -> str:
    return section.part or reverse(section.url_name)


def _holds(section: Section, path: str) -> bool:
    # The home page's address begins every other.
    begins = _part(section)
    return path == reverse(section.url_name) or (begins != "/" and path.startswith(begins))
