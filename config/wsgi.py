"""The web server's entry."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

application = get_wsgi_application()
# A connection opened before the server forks must not be shared by its children.
connections.close_all()
