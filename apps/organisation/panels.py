"""The home page's panels: each app registers what it has to say to whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from apps.organisation.access import can
from apps.organisation.models import User


@dataclass(frozen=True, kw_only=True)
class PanelRow:
    label: str
    value: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Panel:
    title: str
    rows: Sequence[PanelRow] = field(default_factory=tuple)
    empty_text: str = ""


@dataclass(frozen=True, kw_only=True)
class _Registered:
    name: str
    order: int
    verb: str
    build: Callable[[User], Panel]


_registry: dict[str, _Registered] = {}


def register(name: str, *, order: int, verb: str, build: Callable[[User], Panel]) -> None:
    """Add a panel for everyone whose roles carry `verb`; a second call under one name replaces it."""
    _registry[name] = _Registered(name=name, order=order, verb=verb, build=build)


def panels_for(user: User) -> list[Panel]:
    """The panels that concern this user, in order."""
    wanted = sorted(_registry.values(), key=lambda panel: (panel.order, panel.name))
    return [panel.build(user) for panel in wanted if can(user, panel.verb)]
