"""The parts of a section of the service: each page's way to the others, as far as roles open them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, kw_only=True)
class Part:
    """An entry of a sub-navigation. `key`: how a page names the part that it belongs to."""

    key: str
    label: str
    url_name: str
    verb: str


@dataclass(frozen=True, kw_only=True)
class PartLink:
    label: str
    url: str
    is_current: bool


def part_links(parts: Sequence[Part], verbs: Collection[str], *, current: str) -> list[PartLink]:
    """The parts that the verbs open, in order; `current` is the key of the one the page belongs to.

    A part whose address does not exist is left out, so that an entry never leads nowhere; a part alone is no
    navigation and gives nothing.
    """
    found = []
    for part in parts:
        url = _address(part.url_name)
        if url and part.verb in verbs:
            found.append(PartLink(label=part.label, url=url, is_current=part.key == current))
    return found if len(found) > 1 else []


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
