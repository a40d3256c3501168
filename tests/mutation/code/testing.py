"""Which tests are asked about a module: files that import it or what imports it, else those of its room."""

import ast
import os
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path

import pytest

from tests.mutation.code.loading import ROOT, imports_of, modules

_HERE = Path(__file__).resolve().parent
_OPTIONS = [
    "-q", "-x", "-c", str(_HERE / "pytest.ini"), f"--rootdir={ROOT}",
    f"--confcutdir={ROOT / 'tests' / 'rules'}",
    "-p", "no:cacheprovider", "--import-mode=importlib", "-m", "not django_db and not proof",
]  # fmt: skip


def warm_up() -> None:
    """pytest without the plugins that only Django and browsers need, imported before any copy is made."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    with redirect_stdout(StringIO()):
        pytest.main([*_OPTIONS, "--collect-only", str(ROOT / "tests" / "rules" / "test_facts.py")])


def tests_of(module: str) -> list[Path]:
    """The file named like the module first, then those that import it, then those that import what does."""
    files = sorted((ROOT / "tests" / "rules").rglob("test_*.py"))
    built_on = {each for each in modules() if module in imports_of(each)}
    importing = [path for path in files if _imports(path) & {module, *built_on}]
    room = ROOT.joinpath("tests", *module.split(".")[:2])
    found = importing or [path for path in files if path.is_relative_to(room)]
    named = f"test_{module.split('.')[-1]}"
    return sorted(found, key=lambda path: (path.stem != named, module not in _imports(path), path))


@cache
def _imports(path: Path) -> frozenset[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.update((node.module, *(f"{node.module}.{alias.name}" for alias in node.names)))
    return frozenset(found & set(modules()))


def failing_test(files: list[Path]) -> str:
    """The first file with a test that fails; empty when all pass."""
    for path in files:
        if pytest.main([*_OPTIONS, str(path)]) not in (0, 5):
            return str(path.relative_to(ROOT))
    return ""
