"""What the machine itself must have: checked in the first second, installed in one call where we may."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.front_door.console import fail, run_logged, say, step


@dataclass(frozen=True)
class Need:
    """A thing of the machine, how to see that it is there, and the Debian packages that bring it."""

    what: str
    packages: tuple[str, ...]
    is_met: Callable[[], bool]


def needs_of_the_product() -> list[Need]:
    """What building and running the product takes: durable-rules comes as source, PDF needs Pango."""
    return [
        Need("the venv module of Python", (_python_package("venv"),), _has_venv),
        Need("a C compiler and Python.h", ("gcc", "libc6-dev", _python_package("dev")), _compiles),
        Need("Pango (PDF)", ("libpangoft2-1.0-0",), lambda: _loads("libpangoft2-1.0.so.0")),
        Need("HarfBuzz subset (PDF)", ("libharfbuzz-subset0",), lambda: _loads("libharfbuzz-subset.so.0")),
    ]


def provide(needs: Sequence[Need]) -> None:
    """See to it that all needs are met, or stop with the exact command that would meet them."""
    missing = [need for need in needs if not need.is_met()]
    if not missing:
        return
    packages = list(dict.fromkeys(package for need in missing for package in need.packages))
    names = ", ".join(need.what for need in missing)
    by_hand = f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        fail(f"This machine lacks: {names}.\nInstall what your system calls: {' '.join(packages)}")
    become_root = way_to_root()
    if become_root is None:
        fail(
            f"This machine lacks: {names}.\nThis account may not install them. Run this, then try again:"
            f"\n\n  {by_hand}"
        )
    say(f"  This machine lacks: {names}")
    with step(f"Install {' '.join(packages)}"):
        _install(packages, become_root, by_hand)
    if still := [need.what for need in missing if not need.is_met()]:
        fail(f"After installing {' '.join(packages)} this machine still lacks: {', '.join(still)}.")


def _install(packages: list[str], become_root: list[str], by_hand: str) -> None:
    apt = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    # Without a package list (a fresh image) or with an old one this fails at once; only then is it fetched.
    first_try = subprocess.run(install, check=False, capture_output=True, stdin=subprocess.DEVNULL)
    if first_try.returncode == 0:
        return
    run_logged([*apt, "update"], log="machine", advice=f"By hand: {by_hand}")
    run_logged(install, log="machine", advice=f"By hand: {by_hand}")


def way_to_root() -> list[str] | None:
    """The words before a command that make it root's; None where this account cannot become root."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def _python_package(part: str) -> str:
    """Debian's package for a part of this Python: that of the default version, or of exactly this one."""
    default = Path("/usr/bin/python3")
    ours = Path(sys.executable).resolve()
    name = (
        "python3" if default.exists() and default.resolve() == ours else f"python3.{sys.version_info.minor}"
    )
    return f"{name}-{part}"


def _has_venv() -> bool:
    # Debian ships venv without ensurepip, which makes environments that have no pip.
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def _compiles() -> bool:
    compiler = (sysconfig.get_config_var("CC") or "cc").split()
    headers = sysconfig.get_paths()["include"]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "try.c"
        source.write_text("#include <stdio.h>\n#include <Python.h>\n")
        try:
            # Compiles for good: with -fsyntax-only a missing assembler would go unseen.
            command = [*compiler, "-c", f"-I{headers}", "-o", f"{folder}/try.o", str(source)]
            return subprocess.run(command, check=False, capture_output=True).returncode == 0
        except FileNotFoundError:
            return False


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
