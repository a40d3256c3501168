"""The generated pages say what the definitions say now: `make docs` after a change of a definition."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rules.definitions import bank_catalogue
from rules.definitions.bank_catalogue import question_catalogue
from rules.definitions.banks import load_bank
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


def test_a_bar_in_a_question_ends_no_cell_of_its_table(monkeypatch: pytest.MonkeyPatch) -> None:
    bank = load_bank("QM102", "1.0")
    section = bank.sections[0]
    question = section.questions[0].model_copy(update={"text": "This | that"})
    section = section.model_copy(update={"questions": (question,)})
    file = bank.file.model_copy(update={"sections": (section,)})
    monkeypatch.setattr(bank_catalogue, "load_banks", lambda: (bank.model_copy(update={"file": file}),))
    lines = question_catalogue().splitlines()
    assert lines[-1] == (
        r"| E01 | This \| that | Met, partly met or not met | always | 2 |  | S2 2.4.1; TOM 2908 |"
    )
    assert lines[4] == "## QM102 Enforcement quality, edition 1.0 (published)"
    assert "1 questions, weight 2. Cases: orders and licences with" in lines[8]
