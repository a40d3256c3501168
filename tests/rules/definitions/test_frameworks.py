"""Frameworks: one that has ended says how it is read."""

from datetime import date
from pathlib import Path

import pytest

from rules.definitions.files import DefinitionError
from rules.definitions.frameworks import load_frameworks

SOURCE = "{document: product, reference: a reason}"
RUNNING = f"id: probation_service, title: A framework, began_on: 2021-07-01, source: {SOURCE}"


def written(folder: Path, *frameworks: str) -> Path:
    path = folder / "frameworks.yaml"
    path.write_text("frameworks:\n" + "".join(f"  - {{{each}}}\n" for each in frameworks), encoding="utf-8")
    return path


def test_the_agreement_of_2014_has_ended_and_the_others_run() -> None:
    ended = {name: each.ended_on for name, each in load_frameworks().items() if each.is_historic}
    assert ended == {"service_delivery_2014": date(2015, 3, 31)}
    assert [each.rated_by for each in load_frameworks().values()] == ["month", "month", "quarter"]


def test_a_framework_may_end_on_the_day_it_began(tmp_path: Path) -> None:
    path = written(tmp_path, f"{RUNNING}, ended_on: 2021-07-01, reading: as history")
    assert load_frameworks(path)["probation_service"].is_historic


@pytest.mark.parametrize(
    ("frameworks", "said"),
    [
        ([f"{RUNNING}, ended_on: 2022-01-01"], "reading: expected for a framework that has ended"),
        ([f"{RUNNING}, reading: as history"], "reading: expected for a framework that has ended"),
        ([f"{RUNNING}, ended_on: 2021-06-30, reading: as history"], "ended_on: found 2021-06-30"),
        ([RUNNING, RUNNING], "framework listed twice: probation_service"),
    ],
)
def test_a_framework_that_cannot_be_is_refused(frameworks: list[str], said: str, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=said):
        load_frameworks(written(tmp_path, *frameworks))
