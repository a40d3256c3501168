"""One shape for every log line: an event, its time, and the id of the request or task that it belongs to."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog
from django.core.exceptions import PermissionDenied

# The secret address of somebody's calendar would let every reader of the logs read it too.
_CALENDAR = re.compile(r"(/due/calendar/)[^/\s'\"]+?(\.ics)")
# The one-use link of a survey was sent to one person: a log of it would tell who answered when.
_SURVEY = re.compile(r"(/say/)[^/\s'\"]+")


def without_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The line with the secrets of calendar links and survey links left out."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = _SURVEY.sub(r"\1***", _CALENDAR.sub(r"\1***\2", value))
    return event


def one_line_for_a_refusal(record: logging.LogRecord) -> bool:
    """Leaves the traceback out of a 403: whom the roles keep out is no fault, and the line says it."""
    if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
        record.exc_info = None
    return True


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configured(shape: Literal["words", "json"], level: str) -> dict[str, Any]:
    """Django's LOGGING; 'words' for a person at a terminal, 'json' for a machine that gathers logs."""
    structlog.configure(
        processors=[
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    without_secrets,
                    *_rendered(shape),
                ],
                "foreign_pre_chain": SHARED,
            }
        },
        "filters": {"refusals": {"()": lambda: one_line_for_a_refusal}},
        "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["standard_error"], "level": level},
        "loggers": {
            "django.request": {"filters": ["refusals"]},
            "django.server": {"handlers": [], "propagate": True},  # else Django prints its own lines as well
            "weasyprint.progress": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
        },
    }


def _rendered(shape: Literal["words", "json"]) -> list[Any]:
    if shape == "json":
        return [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()]
    return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
