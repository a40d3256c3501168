"""Brings a module with a mistake into this process, and everything that is built on it anew."""

import ast
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("rules", "tests")


def modules() -> list[str]:
    """Every module of rules/, by name."""
    paths = sorted((ROOT / "rules").rglob("*.py"))
    return [_name(path) for path in paths]


def source_of(module: str) -> str:
    return _path(module).read_text(encoding="utf-8")


def _path(module: str) -> Path:
    base = ROOT.joinpath(*module.split("."))
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports_of(module: str) -> frozenset[str]:
    """The modules of rules/ that a module of rules/ imports itself."""
    known, found = set(modules()), set()
    for node in ast.walk(ast.parse(source_of(module))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found & known)


@cache
def reach_of(module: str) -> frozenset[str]:
    """A module and all that it is built on."""
    reached, waiting = {module}, [module]
    while waiting:
        new = imports_of(waiting.pop()) - reached
        reached |= new
        waiting += new
    return frozenset(reached)


class _Finder(importlib.abc.MetaPathFinder):
    """Gives one module other code than its file holds."""

    def __init__(self, module: str, code: CodeType) -> None:
        self.module, self.code = module, code

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        code = self.code

        class _Loader(importlib.machinery.SourceFileLoader):
            def get_code(self, fullname: str) -> CodeType:
                return code

        place = _path(self.module)
        packages = [str(place.parent)] if place.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(
            fullname, place, loader=_Loader(fullname, str(place)), submodule_search_locations=packages
        )


def put_in(module: str, tree: ast.Module) -> None:
    """From now on, `module` is what `tree` says; what is built on it is imported anew when asked for."""
    sys.meta_path.insert(0, _Finder(module, compile(tree, str(_path(module)), "exec")))
    for name in list(sys.modules):
        if name.split(".")[0] in ROOMS and not name.startswith("tests.mutation") and _stands_on(name, module):
            _forget(name)
    importlib.import_module(module)


def _stands_on(name: str, module: str) -> bool:
    if name.startswith("rules"):
        return module in reach_of(name)
    return name.startswith(("tests.rules", "tests.spec", "tests.differential"))


def _forget(name: str) -> None:
    gone = sys.modules.pop(name)
    parent, _, last = name.rpartition(".")
    holder: ModuleType | None = sys.modules.get(parent)
    if holder is not None and getattr(holder, last, None) is gone:
        delattr(holder, last)
