"""The sections of performance: each page's way to the others, as far as the viewer's roles open them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, kw_only=True)
class Section:
    """An entry of the sub-navigation. `key`: how a page names the section that it belongs to."""

    key: str
    label: str
    url_name: str
    verb: str


@dataclass(frozen=True, kw_only=True)
class SectionLink:
    label: str
    url: str
    is_current: bool


SECTIONS = (
    Section(key="overview", label="Overview", url_name="performance:index", verb="view_performance"),
    Section(key="due", label="Due list", url_name="performance:due", verb="view_due_list"),
    Section(key="cases", label="Missed cases", url_name="performance:cases", verb="view_missed_cases"),
    Section(key="compare", label="Compare", url_name="performance:compare", verb="view_performance"),
    Section(key="quality", label="Data quality", url_name="performance:quality", verb="view_data_quality"),
    Section(key="targets", label="Targets", url_name="performance:targets", verb="view_performance"),
    Section(key="runs", label="Runs", url_name="performance:runs", verb="view_runs"),
)


def section_links(verbs: Collection[str], *, current: str) -> list[SectionLink]:
    """The sections that the verbs open, in order; `current` is the key of the one the page belongs to.

    A section whose address does not exist is left out, so that an entry never leads nowhere.
    """
    found = []
    for section in SECTIONS:
        url = _address(section.url_name)
        if url and section.verb in verbs:
            found.append(SectionLink(label=section.label, url=url, is_current=section.key == current))
    return found


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
