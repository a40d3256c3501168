"""The generated pages say what the definitions say now: `make docs` after a change of a definition."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rules.definitions.catalogue import clock_catalogue, measure_catalogue

GENERATED = Path(__file__).resolve().parents[3] / "docs" / "generated"


@pytest.mark.parametrize(
    ("page", "written"), [("measures.md", measure_catalogue), ("clocks.md", clock_catalogue)]
)
def test_the_page_is_that_of_the_definitions(page: str, written: Callable[[], str]) -> None:
    assert written() == (GENERATED / page).read_text(encoding="utf-8"), "make docs"
