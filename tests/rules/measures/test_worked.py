"""Examples that do not come out as written are refused, with the file, the example and both results."""

from pathlib import Path

import pytest

from rules.definitions.examples import Examples
from rules.definitions.files import read_yaml, validated
from rules.measures.worked import failing, main

BAD = Path(__file__).resolve().parents[2] / "bad_definitions" / "examples"


@pytest.mark.parametrize("bad", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_an_example_that_fails_is_told_with_what_was_found_and_expected(bad: Path) -> None:
    said = bad.read_text(encoding="utf-8").splitlines()[0].removeprefix("# refused: ")
    examples = validated(Examples, read_yaml(bad), file=bad.name).examples
    faults = [str(fault) for fault in failing("SL004", examples)]
    assert any(said in fault for fault in faults), faults
    assert {fault.split(": ")[2].split()[0] for fault in faults} == {"found", "expected"}


def test_every_shipped_example_comes_out_as_worked_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0, capsys.readouterr().out
