"""The tests: quick passwords, eager tasks, no locks on sign-in."""

from config.logs import configured
from config.settings.addresses import database
from config.settings.base import *  # noqa: F403

DATABASES = {"default": database("test")}
DEBUG = False
SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = "memory://"
AXES_ENABLED = False
LOGGING = configured("words", "WARNING")
# Each test's browser sets up the middleware anew: looking for every file first took a third of its time.
WHITENOISE_AUTOREFRESH = True
