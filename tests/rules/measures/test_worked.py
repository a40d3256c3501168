"""Examples that do not come out as written are refused, with the file, the example and both results."""

from pathlib import Path

import pytest

from rules.definitions.examples import Example, Examples
from rules.definitions.files import read_yaml, validated
from rules.measures import worked
from rules.measures.worked import failing, main

BAD = Path(__file__).resolve().parents[2] / "bad_definitions" / "examples"


@pytest.mark.parametrize("bad", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_an_example_that_fails_is_told_with_what_was_found_and_expected(bad: Path) -> None:
    said = bad.read_text(encoding="utf-8").splitlines()[0].removeprefix("# refused: ")
    examples = validated(Examples, read_yaml(bad), file=bad.name).examples
    faults = [str(fault) for fault in failing("SL004", examples)]
    assert any(said in fault for fault in faults), faults
    assert {fault.split(": ")[2].split()[0] for fault in faults} == {"found", "expected"}


def example(file: str) -> Example:
    (only,) = validated(Examples, read_yaml(BAD / file), file=file).examples
    return only


def test_what_is_found_and_what_is_expected_come_in_order_of_their_ids() -> None:
    bad = example("another_verdict.yaml")
    (sentence,), (expected,) = bad.events["sentences"], bad.expect
    names = [f"S{number}" for number in (5, 3, 8, 1, 6, 2, 7)]
    many = bad.model_copy(
        update={
            "events": {**bad.events, "sentences": [{**sentence, "sentence_id": name} for name in names]},
            "expect": tuple(expected.model_copy(update={"occurrence": name}) for name in names),
        }
    )
    said = [str(fault).split(": ")[2].split()[:2] for fault in failing("SL004", [many])]
    assert said == [[word, name] for word in ("found", "expected") for name in sorted(names)]


def test_months_that_an_example_does_not_speak_of_are_not_asked_about() -> None:
    monthly = next(each for each in worked.load_examples("SL007") if len(each.expect) > 1)
    assert not list(failing("SL007", [monthly]))
    fewer = monthly.model_copy(update={"expect": monthly.expect[:1]})
    assert not list(failing("SL007", [fewer]))


def test_every_shipped_example_comes_out_as_worked_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    assert capsys.readouterr().out == "Every example comes out as worked by hand.\n"


def test_examples_that_fail_are_printed_a_line_each_and_leave_another_exit_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = example("another_verdict.yaml")
    monkeypatch.setattr(worked, "load_clocks", dict)
    monkeypatch.setattr(worked, "load_measures", lambda: {"SL004": None})
    monkeypatch.setattr(worked, "load_examples", lambda _: [bad])
    assert main() == 1
    found, expected = capsys.readouterr().out.splitlines()
    assert found.startswith("SL004/examples.yaml: an appointment on the due day: found S1 numerator")
    assert expected.startswith("SL004/examples.yaml: an appointment on the due day: expected S1")
