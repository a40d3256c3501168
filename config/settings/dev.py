"""`make run`: the product on one machine, with embedded servers and a key of its own."""

import secrets

from config.logs import configured
from config.settings.addresses import broker_url, database
from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, env


def _local_key() -> str:
    """A secret key made once for this checkout."""
    path = BASE_DIR / "var" / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


DATABASES = {"default": database()}
CELERY_BROKER_URL = broker_url()
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or _local_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
LOGGING = configured("words", env.str("LOG_LEVEL", default="INFO"))
