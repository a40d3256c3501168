"""`python -m rules.definitions`: every file of policy is read, and every fault is a line."""

from pathlib import Path

import pytest

from rules.definitions import __main__ as command
from rules.definitions.files import DefinitionError, Fault
from rules.definitions.measures import load_clocks, load_measures

GROUPS = [
    "calendar", "geography", "roles", "measures", "catalogue of measures", "clocks", "clocks kept elsewhere",
    "frameworks", "composites", "targets", "fixed figures", "question banks", "programmes",
    "criteria of programmes", "disclosure", "due list", "caseload profile", "rating rules in force",
    "boundaries of outcomes", "standards of inspection", "planning of inspections", "rounds of audits",
    "second marks", "evidence of audits", "actions and challenges", "small numbers of audits",
    "characteristics of audits", "items of data quality", "checks of data quality", "retention of vintages",
]  # fmt: skip


def test_every_group_of_files_is_read_by_its_name() -> None:
    names = [name for name, _ in command.loaders()]
    assert set(GROUPS) <= set(names)
    assert {f"examples of {each}" for each in [*load_measures(), *load_clocks()]} <= set(names)
    assert any(name.startswith("regional dates of ") for name in names)
    assert any(name.startswith("bands ") for name in names)
    assert any(name.startswith("rating rules probation") for name in names)
    assert len(names) == len(set(names))


def test_files_of_one_kind_are_read_in_the_order_of_their_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bands").mkdir()
    for name in "gbecafhd":
        (tmp_path / f"{name}.csv").touch()
        (tmp_path / "bands" / f"{name}.yaml").touch()
    monkeypatch.setattr(command, "DATA", tmp_path)
    monkeypatch.setattr(command, "REGIONAL_DATES", tmp_path)
    names = [name for name, _ in command.loaders()]
    for kind in ("regional dates of", "bands"):
        assert [name for name in names if name.startswith(kind)] == [f"{kind} {name}" for name in "abcdefgh"]


def test_every_fault_of_every_file_is_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def faulty() -> None:
        raise DefinitionError([Fault("a.yaml", "key", "is wrong"), Fault("b.yaml", "", "is empty")])

    def missing() -> None:
        raise FileNotFoundError(2, "No such file", "c.yaml")

    groups = [("first", faulty), ("sound", lambda: None), ("last", missing)]
    monkeypatch.setattr(command, "loaders", lambda: iter(groups))
    assert command.main() == 1
    assert capsys.readouterr().out.splitlines() == [
        "first: a.yaml: key: is wrong",
        "first: b.yaml: is empty",
        "last: c.yaml is missing",
    ]


def test_sound_files_are_said_to_be_sound(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "loaders", lambda: iter([("sound", lambda: None)]))
    assert command.main() == 0
    assert capsys.readouterr().out == "Every definition is sound.\n"
