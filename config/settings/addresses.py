"""Where PostgreSQL and the broker are: the environment's addresses, else the embedded servers."""

from typing import Literal

import environ

env = environ.Env()

# How long an idle connection may wait for its thread's next request.
KEPT_SECONDS = 60


def database(cluster: Literal["main", "test"] = "main") -> dict:
    """Django's DATABASES entry; starts the embedded PostgreSQL when DATABASE_URL is unset."""
    url = env.str("DATABASE_URL", default="")
    if not url:
        from config import embedded  # only then are the embedded binaries needed

        url = embedded.database_url(cluster)
    return database_at(url)


def database_at(url: str) -> dict:
    """Django's DATABASES entry for an address. A thread keeps its connection from one request to the next:
    of a save, PostgreSQL spent two thirds of its time on a new one. `?conn_max_age=0` in it ends that."""
    every = {"ATOMIC_REQUESTS": True, "CONN_HEALTH_CHECKS": True}
    return {"CONN_MAX_AGE": KEPT_SECONDS} | environ.Env.db_url_config(url) | every


def broker_url() -> str:
    """Celery's broker; starts the embedded Valkey when CELERY_BROKER_URL is unset."""
    url = env.str("CELERY_BROKER_URL", default="")
    if url or env.bool("CELERY_TASK_ALWAYS_EAGER", default=False):
        return url or "memory://"
    from config import embedded  # only then are the embedded binaries needed

    return embedded.broker_url()
