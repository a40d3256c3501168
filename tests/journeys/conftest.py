"""A browser and a running demonstration for the journeys.

The demonstration is built once for all of them, and committed, since the server has connections of its
own; so a journey may not count on what another one did, and leaves the demonstration usable.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from apps.organisation.demo_accounts import DEMO_PASSWORD
from apps.organisation.models import User
from config.front_door.browser import VARIABLE, find

# Playwright's own loop runs in this thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
PATIENCE_MILLISECONDS = 30_000
BACKEND = "django.contrib.auth.backends.ModelBackend"
DESKTOP = {"width": 1280, "height": 900}
# Signs somebody in, as a context that every page of the journey shares.
SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        except Error as error:
            pytest.fail(f"The journeys need Chromium: install it, or name it in {VARIABLE}.\n{error}")
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(demonstration: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a server that runs the demonstration."""
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture
def open_browser(browser: Browser, site: str, tmp_path: Path) -> Iterator[Callable[..., BrowserContext]]:
    """`open_browser(java_script_enabled=False)`: a fresh browser at the site's address.

    The journey fails when a page reports an error of its own in the console.
    """
    opened: list[BrowserContext] = []
    troubles: list[str] = []

    def open_one(**options: object) -> BrowserContext:
        context = browser.new_context(base_url=site, viewport=DESKTOP, **options)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.on("weberror", lambda error: troubles.append(str(error.error)))
        context.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    # An answer such as 404 or 409 is what some journeys look for; the browser calls it an error too.
    assert [trouble for trouble in troubles if "Failed to load resource" not in trouble] == []


@pytest.fixture
def sign_in(open_browser: Callable[..., BrowserContext]) -> SignIn:
    """`sign_in("director.h")`: the home page of a demo account, through the sign-in form."""

    def signed_in(username: str, **options: object) -> Page:
        page = open_browser(**options).new_page()
        page.goto("/sign-in/")
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", level=1, name="My work").wait_for()
        return page

    return signed_in


@pytest.fixture
def arrive(open_browser: Callable[..., BrowserContext], site: str, django_db_blocker: Any) -> SignIn:
    """`arrive("director.h")`: the home page of a demo account that signed in before.

    For those that look at pages by the dozen; the form itself is filled in by the other journeys.
    """

    def arrived(username: str, **options: object) -> Page:
        with django_db_blocker.unblock():
            client = Client()
            client.force_login(User.objects.get(username=username), backend=BACKEND)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = open_browser(**options)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        page = context.new_page()
        page.goto("/")
        return page

    return arrived
