"""One small demo folder for all the tests of this room."""

from pathlib import Path

import pytest

from demo.make import make_extract


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """4,800 people: one of every recipe."""
    out = tmp_path_factory.mktemp("demo") / "extract"
    make_extract(out, people=4_800, seed=7)
    return out
