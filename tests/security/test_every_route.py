"""Every address of the site and of the API, for everyone: what each may open, and what they are told else."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponseBase, HttpResponseForbidden, HttpResponseNotFound
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from apps.organisation import middleware
from config import urls
from rules.definitions.roles import Role, load_roles
from tests.security.routes import ROUTES, Find, Route
from tests.security.world import World

pytestmark = pytest.mark.django_db
NOT_SIGNED_IN = {302, 401}
# What somebody who may open it is told: a page, the way onwards, or what is wrong with an empty form.
OPENED = {200, 204, 302, 400, 409, 415, 422}


@dataclass(frozen=True)
class Found:
    """An address pattern of the site, by the name that reverses it."""

    name: str
    pattern: str


def routes_of(resolver: URLResolver, *, space: str = "", before: str = "") -> Iterator[Found]:
    for entry in resolver.url_patterns:
        pattern = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from routes_of(entry, space=inner, before=pattern)
        elif isinstance(entry, URLPattern):
            yield Found(name=f"{space}{entry.name or ''}", pattern=pattern)


@pytest.fixture(scope="session")
def world(demonstration: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> World:
    with django_db_blocker.unblock():
        return World(tmp_path_factory.mktemp("world"))


@pytest.fixture(autouse=True)
def _bare_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands are refused here: what the page of a refusal looks like is for the journeys to say."""
    monkeypatch.setattr(urls, "handler403", refused, raising=False)
    monkeypatch.setattr(urls, "handler404", not_found, raising=False)
    # Each test would write again that its person is still about, since the one before is undone.
    monkeypatch.setattr(middleware, "_stay_signed_in", lambda _request: None)


def refused(_request: HttpRequest, exception: Exception) -> HttpResponseForbidden:
    return HttpResponseForbidden()


def not_found(_request: HttpRequest, exception: Exception) -> HttpResponseNotFound:
    return HttpResponseNotFound()


def ask(route: Route, name: str, world: World, *, who: str | None, find: Find) -> HttpResponseBase:
    address = reverse(name, kwargs=dict(find(world)))
    answer = getattr(world.browser(who), route.method)(address)
    # Read to its end, a file that is sent is closed too.
    deque(getattr(answer, "streaming_content", ()), maxlen=0)
    return answer


def expected_inside(route: Route, role: Role) -> set[int]:
    if route.verbs and not any(role.may(verb) for verb in route.verbs):
        return {403}
    return {404} if role.id in route.refused else OPENED


def expected_outside(route: Route, role: Role) -> set[int]:
    # Nothing is outside the nation, though the thing elsewhere may not be there yet.
    return OPENED | {404} if role.scope == "nation" else {404}


def outside_of(route: Route, role: Role) -> list[Find]:
    return [find for kind, find in route.outside.items() if kind in ("any", role.scope)]


def is_sent_to_sign_in(answer: HttpResponseBase) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    found = list(routes_of(get_resolver()))
    assert [one.pattern for one in found if one.name.endswith(":") or not one.name] == [], (
        "routes without a name"
    )
    assert {one.name for one in found} == set(ROUTES)


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_route_is_closed_to_whoever_is_not_signed_in(name: str, world: World) -> None:
    route = ROUTES[name]
    answer = ask(route, name, world, who=None, find=route.inside)
    if route.is_public:
        assert answer.status_code not in (401, 403)
        assert not is_sent_to_sign_in(answer)
    else:
        assert answer.status_code == 401 or is_sent_to_sign_in(answer)


@pytest.mark.parametrize("name", sorted(name for name, route in ROUTES.items() if not route.is_public))
def test_a_route_answers_each_role_as_the_table_says(name: str, world: World) -> None:
    route = ROUTES[name]
    wrong = []
    for role in load_roles().roles.values():
        asked = [("inside", route.inside, expected_inside(route, role))]
        if asked[0][2] != {403}:
            # Whoever lacks the verb is turned away before anything is looked for.
            asked += [("outside", find, expected_outside(route, role)) for find in outside_of(route, role)]
        for where, find, expected in asked:
            answer = ask(route, name, world, who=role.id, find=find)
            if answer.status_code not in expected or is_sent_to_sign_in(answer):
                wrong.append(f"{role.id} {where}: {answer.status_code}, expected {sorted(expected)}")
    assert wrong == []
