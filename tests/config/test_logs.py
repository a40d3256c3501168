"""What the logs leave out."""

import logging

import pytest
from django.core.exceptions import PermissionDenied

from config.logs import configured


def logged(error: Exception, capsys: pytest.CaptureFixture[str]) -> str:
    """What Django's own logger of refused and failed requests writes about an exception."""
    logging.config.dictConfig(configured("words", "INFO"))
    try:
        raise error
    except type(error) as caught:
        logging.getLogger("django.request").warning("Forbidden: %s", "/performance/", exc_info=caught)
    return capsys.readouterr().err


@pytest.fixture
def own_logging() -> object:
    """The loggers as they were before."""
    root, request = logging.getLogger(), logging.getLogger("django.request")
    before = (list(root.handlers), root.level, list(request.filters), list(request.handlers), request.level)
    yield
    root.handlers, root.level, request.filters, request.handlers, request.level = before


def test_a_refused_request_is_one_line(own_logging: object, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = logged(PermissionDenied(), capsys).splitlines()
    assert "Forbidden: /performance/" in line


def test_a_fault_keeps_its_traceback(own_logging: object, capsys: pytest.CaptureFixture[str]) -> None:
    text = logged(ValueError("a fault"), capsys)
    assert "Traceback" in text
    assert "ValueError: a fault" in text
