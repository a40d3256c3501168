"""The Celery application; its settings live in config.settings under the prefix CELERY_."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("probity")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
