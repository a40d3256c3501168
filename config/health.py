"""Health pages for operators: plain words, no sign-in, nothing about people or addresses."""

import dataclasses
from typing import Any

from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from health_check.base import HealthCheck
from health_check.contrib.celery import Ping
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView

BROKER_SECONDS = 2


@dataclasses.dataclass
class Broker(HealthCheck):
    """Whether the broker takes messages."""

    def run(self) -> None:
        """Raise ServiceUnavailable when no connection can be opened in time."""
        transport = current_app.connection_for_write().transport
        try:
            with current_app.connection_for_write(connect_timeout=BROKER_SECONDS) as connection:
                connection.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)
        except (OSError, *transport.connection_errors) as fault:
            raise ServiceUnavailable("The broker does not answer") from fault


class PlainHealthView(HealthCheckView):
    """The package's own page has inline styles, which our content security policy refuses: text instead."""

    def render_to_response(self, context: Any, status: int = 200, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Answer a browser as any other client: one line a check, 500 when one fails."""
        return self.render_to_response_text(status)


# For whatever sends people here: no worker is needed to serve a page.
site = login_not_required(PlainHealthView.as_view(checks=["health_check.checks.Database", Broker]))
# For whoever watches the background work: a worker answers within a second.
worker = login_not_required(PlainHealthView.as_view(checks=[(Ping, {"limit": 1})]))
