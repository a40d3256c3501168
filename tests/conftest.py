"""What every test may ask for."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from django.test.utils import override_settings, setup_databases, teardown_databases
from hypothesis import HealthCheck, settings

from apps.organisation.models import User
from apps.organisation.reference import load_reference
from tests.factories.demo import build_demo
from tests.factories.people import make_person_with

# How long an example takes says how busy the machine is, not whether the rule is right.
settings.register_profile("probity", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("probity")
# Of the files that need the demonstration, the longest first.
LONG = (
    "test_every_route",
    "test_every_page",
    "test_two_regions",
    "test_inspection",
    "test_scoring",
    "test_desk",
    "test_plan",
)


@pytest.fixture(autouse=True, scope="session")
def _let_tests_empty_the_protected_tables() -> None:
    """A test that commits is cleaned up by TRUNCATE, which the triggers of evidence rightly refuse.

    As a replica the connection fires no triggers; only a superuser may say so, and only tests do.
    """
    plain = DatabaseOperations.sql_flush

    def unguarded(self: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
        sql = plain(self, *args, **kwargs)
        before, after = "SET session_replication_role = replica;", "RESET session_replication_role;"
        return [before, *sql, after] if sql else []

    DatabaseOperations.sql_flush = unguarded


@pytest.fixture(autouse=True, scope="session")
def _own_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files of the tests lie apart from those that people keep."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """The test database, always: pytest-django's own makes none when no test of the run asks for `db`.

    Journeys and security do not ask, since they commit; run by themselves they would fill the real one.
    """
    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=request.config.option.verbose, interactive=False, keepdb=keep)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            _end_other_sessions()
            teardown_databases(made, verbosity=request.config.option.verbose)


def _end_other_sessions() -> None:
    """A thread of the live server may still be answering a page that was left; PostgreSQL would not drop.

    Playwright's loop makes Django open a second connection in our own thread; so we begin with a fresh one.
    """
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def reference(db: None) -> None:
    """The regions, delivery units and authorities."""
    load_reference(on=date(2021, 6, 26))


@pytest.fixture
def person_with(reference: None) -> Callable[..., User]:
    """`person_with("auditor", region="H")`: an account that holds one role."""
    return make_person_with


@pytest.fixture
def browse(person_with: Callable[..., User]) -> Callable[..., Client]:
    """`browse("auditor", region="H")`: a browser in which such a person has signed in."""

    def signed_in(role: str, **place: str) -> Client:
        client = Client()
        client.force_login(person_with(role, **place), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the demonstration goes last: it is committed once and stays to the end of the run.

    The longest of it goes first, so that two workers are done at nearly the same time.
    """
    items.sort(key=lambda item: (_needs_the_demonstration(item), _rank(item.path.stem)))


def _rank(name: str) -> int:
    return LONG.index(name) if name in LONG else len(LONG)


def _needs_the_demonstration(item: pytest.Item) -> bool:
    return any(folder in item.path.parts for folder in ("journeys", "security"))


@pytest.fixture(scope="session")
def demonstration(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A small demonstration in the database: extract, run, accounts, audit rounds and a report."""
    with django_db_blocker.unblock():
        build_demo(tmp_path_factory.mktemp("demo") / "extract")
