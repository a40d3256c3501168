"""The walls of docs/decisions/0001 and the habits of the house, held by machine."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("apps", "charts", "config", "demo", "rules")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
VAGUE = {"utils", "util", "common", "core", "helpers", "helper", "lib", "misc", "shared"}
CLOCK = re.compile(
    r"\b(date\.today|datetime\.now|datetime\.utcnow|timezone\.now|timezone\.localdate|time\.time)\("
)


def _sources(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_run_down_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_package_at_the_top_has_its_place_among_the_rooms() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found == {*PACKAGES, "tests"}


def test_no_room_has_a_name_that_says_nothing() -> None:
    vague = [_named(path) for path in _sources(*PACKAGES, "tests") if VAGUE & {path.stem, *path.parent.parts}]
    assert vague == []


def test_no_file_holds_more_than_one_idea_fits_in() -> None:
    long = {
        _named(path): lines
        for path in _sources(*PACKAGES, "tests", "bench")
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def _long_functions() -> Iterator[str]:
    for path in _sources(*PACKAGES):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    yield f"{_named(path)}: {node.name} has {length} lines"


def test_no_function_is_longer_than_fifty_lines() -> None:
    assert list(_long_functions()) == []


@pytest.mark.parametrize("folder", ["rules", "charts", "demo"])
def test_decisions_charts_and_the_demo_never_ask_the_clock(folder: str) -> None:
    asking = [_named(path) for path in _sources(folder) if CLOCK.search(path.read_text())]
    assert asking == []


def test_no_lock_file_names_a_host() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    addressed = [name for name, package in lock["packages"].items() if "resolved" in package]
    assert addressed == []
    assert "http" not in (ROOT / "package-lock.json").read_text()


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_every_pinned_package_has_a_hash_and_no_address(path: Path) -> None:
    text = path.read_text()
    assert "://" not in text
    pinned = re.findall(r"^[\w.-]+(?:\[[\w,-]+\])?==.*?(?=^[\w.-]+(?:\[[\w,-]+\])?==|\Z)", text, re.M | re.S)
    assert pinned
    assert [block.split()[0] for block in pinned if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.in")), ids=lambda path: path.name)
def test_every_required_package_says_what_it_is_for(path: Path) -> None:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith(("#", "-r"))]
    silent = [line for line in lines if "#" not in line and path.name != "requirements-build.in"]
    assert silent == []


def test_tests_and_product_share_one_set_of_versions() -> None:
    product, tests = (_versions(name) for name in ("requirements.txt", "requirements-dev.txt"))
    assert {name: tests.get(name) for name in product} == product


def _versions(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", (ROOT / name).read_text(), re.M))


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    assert [path.name for path in sorted(folder.glob("0*.md")) if f"({path.name})" not in index] == []


def test_the_glossary_is_in_the_order_of_the_alphabet() -> None:
    words = re.findall(r"^\| \*\*(.+?)\*\*", (ROOT / "docs" / "GLOSSARY.md").read_text(), re.M)
    assert words == sorted(words, key=str.casefold)


def test_durable_rules_stays_within_its_room_and_weasyprint_too() -> None:
    importers = {
        library: [_named(path) for path in _sources(*PACKAGES) if _imports(path, library)]
        for library in ("durable", "weasyprint")
    }
    assert importers == {
        "durable": ["rules/engine/durable_adapter.py"],
        "weasyprint": ["apps/reports/render.py"],
    }


def _imports(path: Path, library: str) -> bool:
    return re.search(rf"^\s*(?:import|from) {library}\b", path.read_text(), re.M) is not None
