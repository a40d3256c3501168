"""Where PostgreSQL and the broker are: the environment's addresses, else the embedded servers."""

from typing import Literal

import environ

env = environ.Env()


def database(cluster: Literal["main", "test"] = "main") -> dict:
    """Django's DATABASES entry; starts the embedded PostgreSQL when DATABASE_URL is unset."""
    url = env.str("DATABASE_URL", default="")
    if not url:
        from config import embedded  # only then are the embedded binaries needed

        url = embedded.database_url(cluster)
    return database_at(url)


def database_at(url: str) -> dict:
    """Django's DATABASES entry for an address."""
    return environ.Env.db_url_config(url) | {"ATOMIC_REQUESTS": True, "CONN_HEALTH_CHECKS": True}


def broker_url() -> str:
    """Celery's broker; starts the embedded Valkey when CELERY_BROKER_URL is unset."""
    url = env.str("CELERY_BROKER_URL", default="")
    if url or env.bool("CELERY_TASK_ALWAYS_EAGER", default=False):
        return url or "memory://"
    from config import embedded  # only then are the embedded binaries needed

    return embedded.broker_url()
