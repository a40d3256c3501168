"""The generated pages say what the definitions say now: `make docs` after a change of a definition."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rules.definitions.bank_catalogue import question_catalogue
from rules.definitions.catalogue import clock_catalogue, measure_catalogue
from rules.definitions.programme_catalogue import programme_catalogue

GENERATED = Path(__file__).resolve().parents[3] / "docs" / "generated"


@pytest.mark.parametrize(
    ("page", "written"),
    [
        ("measures.md", measure_catalogue),
        ("clocks.md", clock_catalogue),
        ("programmes.md", programme_catalogue),
        ("question_banks.md", question_catalogue),
    ],
)
def test_the_page_is_that_of_the_definitions(page: str, written: Callable[[], str]) -> None:
    assert written() == (GENERATED / page).read_text(encoding="utf-8"), "make docs"
