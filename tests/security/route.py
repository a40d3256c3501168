"""One address: who may open it, and what of the demonstration it is about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.security.world import World

Arguments = Mapping[str, object]
Find = Callable[[World], Arguments]
ScopeKind = str


def nothing(_world: World) -> Arguments:
    return {}


@dataclass(frozen=True, kw_only=True)
class Route:
    """One address.

    `verbs`: any one of them opens it; none means that everyone who is signed in may. `query` is added to
    the address. `refused` names roles that hold a verb and are still answered 404, with the reason.
    """

    verbs: tuple[str, ...] = ()
    is_public: bool = False
    method: str = "get"
    inside: Find = nothing
    outside: Mapping[ScopeKind, Find] = field(default_factory=dict)
    query: Find = nothing
    refused: Mapping[str, str] = field(default_factory=dict)


def at(**given: str) -> Find:
    """Arguments taken from the world by name: `at(pk="report_of_wales")`."""
    return lambda world: {name: world.get(key) for name, key in given.items()}


def fixed(**given: object) -> Find:
    """Arguments that need nothing of the world."""
    return lambda _world: given
