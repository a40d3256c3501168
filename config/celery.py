"""The Celery application; its settings live in config.settings under the prefix CELERY_."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("probity")
app.config_from_object("django.conf:settings", namespace="CELERY")
# By name: the step imports Django's models, which are not ready while the settings import this file.
app.steps["worker"].add("django_structlog.celery.steps:DjangoStructLogInitStep")
app.autodiscover_tasks()


@setup_logging.connect
def _log_as_the_site_does(**kwargs: Any) -> None:  # noqa: ARG001
    """Keep Celery from putting its own shape of log lines in the place of ours."""
    from django.conf import settings  # the settings import this module

    logging.config.dictConfig(settings.LOGGING)
