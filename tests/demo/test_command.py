"""`manage.py make_demo` and `python -m demo`: the same extract, by two doors."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from demo.__main__ import main


def test_both_doors_write_the_same_extract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = StringIO()
    call_command(
        "make_demo", "--people=150", "--seed=4", f"--out={tmp_path / 'a'}", stdout=said, stderr=StringIO()
    )
    main(["--people", "150", "--seed", "4", "--out", str(tmp_path / "b")])
    assert (tmp_path / "a" / "datapackage.json").read_bytes() == (
        tmp_path / "b" / "datapackage.json"
    ).read_bytes()
    assert said.getvalue() == capsys.readouterr().out


def test_a_folder_in_use_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CommandError, match="give a new or empty folder"):
        call_command("make_demo", "--people=10", f"--out={tmp_path}", stderr=StringIO())
