"""Databases of the benchmarks' own, beside the one of DATABASE_URL or in the embedded server."""

from collections.abc import Iterator
from contextlib import contextmanager

import environ
import psycopg
from psycopg import sql


@contextmanager
def database(name: str) -> Iterator[str]:
    """The address of a new, empty database; it goes when the work is done."""
    identifier, url = sql.Identifier(name), _server()
    with connect(url) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(identifier))
    try:
        yield _with_name(url, name)
    finally:
        with connect(url) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def connect(url: str) -> psycopg.Connection:
    """Open an address as Django reads it: in a socket's, the folder stands before the database's name."""
    at = environ.Env.db_url_config(url)
    return psycopg.connect(
        host=at["HOST"] or None, port=at["PORT"] or None, user=at["USER"] or None,
        password=at["PASSWORD"] or None, dbname=at["NAME"], autocommit=True,
    )  # fmt: skip


def _server() -> str:
    given = environ.Env().str("DATABASE_URL", default="")
    if given:
        return given
    from config import embedded  # only then are the embedded binaries needed

    return embedded.database_url()


def _with_name(url: str, name: str) -> str:
    """The address of another database of the same server."""
    address, _slash, rest = url.rpartition("/")
    _name, question, query = rest.partition("?")
    return f"{address}/{name}{question}{query}"
