"""`python -m docs.generate`: writes docs/generated from the definitions of policy, and the extract's page."""

from pathlib import Path

from apps.caseload.contract.document import document as extract_document
from rules.definitions.bank_catalogue import question_catalogue
from rules.definitions.catalogue import clock_catalogue, measure_catalogue
from rules.definitions.programme_catalogue import programme_catalogue

GENERATED = Path(__file__).resolve().parent / "generated"


def main() -> None:
    """Write every page anew; a page that nothing writes any more is for a person to remove."""
    GENERATED.mkdir(exist_ok=True)
    (GENERATED / "measures.md").write_text(measure_catalogue(), encoding="utf-8")
    (GENERATED / "clocks.md").write_text(clock_catalogue(), encoding="utf-8")
    (GENERATED / "programmes.md").write_text(programme_catalogue(), encoding="utf-8")
    (GENERATED / "question_banks.md").write_text(question_catalogue(), encoding="utf-8")
    (GENERATED.parent / "extract.md").write_text(extract_document(), encoding="utf-8")


if __name__ == "__main__":
    main()
