"""Where PostgreSQL and the broker are: the environment's addresses, else the embedded servers."""

import environ

env = environ.Env()


def database() -> dict:
    """Django's DATABASES entry; starts the embedded PostgreSQL when DATABASE_URL is unset."""
    url = env.str("DATABASE_URL", default="")
    if not url:
        from config import embedded  # only then are the embedded binaries needed

        url = embedded.database_url()
    return environ.Env.db_url_config(url) | {"ATOMIC_REQUESTS": True, "CONN_HEALTH_CHECKS": True}


def broker_url() -> str:
    """Celery's broker; starts the embedded Valkey when CELERY_BROKER_URL is unset."""
    url = env.str("CELERY_BROKER_URL", default="")
    if url or env.bool("CELERY_TASK_ALWAYS_EAGER", default=False):
        return url or "memory://"
    from config import embedded  # only then are the embedded binaries needed

    return embedded.broker_url()
