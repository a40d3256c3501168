"""`make test`, `check`, `fix` and their like."""

import os
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.front_door import browser, set_up
from config.front_door.console import fail, run_logged, say, step
from config.front_door.places import LOGS, ROOT, VENV, VENV_PYTHON

TAKE_ARGUMENTS = {"test", "proof", "bench"}
# Each brings a database and a browser of its own, and builds the demonstration once more.
MOST_WORKERS = 4
# What `check --deploy` needs to see production's settings; nothing is connected to.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "a-key-for-the-check-alone-of-more-than-fifty-different-characters-0123456789",
    "ALLOWED_HOSTS": "probity.example",
    "DATABASE_URL": "postgres://probity@localhost/probity",
    "CELERY_BROKER_URL": "redis://localhost/0",
}


@dataclass(frozen=True)
class Check:
    """One check: its name, its command, and what its environment has besides ours."""

    name: str
    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


def _tool(name: str) -> str:
    return str(VENV / "bin" / name)


def _manage(*words: str) -> tuple[str, ...]:
    return (str(VENV_PYTHON), "manage.py", *words)


CHECKS = (
    Check("Style (ruff)", (_tool("ruff"), "check", ".")),
    Check("Format (ruff)", (_tool("ruff"), "format", "--check", ".")),
    Check("Types (mypy, strict in rules)", (_tool("mypy"),)),
    Check("Imports (import-linter)", (_tool("lint-imports"),)),
    Check("Definitions of policy", (str(VENV_PYTHON), "-m", "rules.definitions")),
    Check("Worked examples", (str(VENV_PYTHON), "-m", "rules.measures.worked")),
    Check(
        "Migrations match the models",
        _manage("makemigrations", "--check", "--dry-run"),
        (("DJANGO_SETTINGS_MODULE", "config.settings.test"),),
    ),
    Check(
        "Production settings",
        _manage("check", "--deploy", "--fail-level", "WARNING"),
        tuple(PRODUCTION.items()),
    ),
)


def test(arguments: Sequence[str]) -> int:
    """All checks, then all tests; the last line says what came of them. The code is the tests', else 1."""
    began = time.monotonic()
    say("Probity: tests")
    environment = _test_environment()
    faults = _failing_checks()
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    say(f"  Tests (pytest, {workers} at once)")
    tested = _pytest(["-m", "not proof", "--quiet", *_spread_over(workers), *arguments], environment)
    say(verdict([*faults, *(["Tests (pytest)"] if tested else [])], seconds=time.monotonic() - began))
    return tested or (1 if faults else 0)


def _spread_over(workers: int) -> list[str]:
    """A file's tests stay together, since they share what is dear to make, and files keep their order."""
    if workers < 2:
        return []
    return ["--numprocesses", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]


def verdict(faults: Sequence[str], *, seconds: float) -> str:
    """One line: whether all went well, else what did not, and the time that it took."""
    took = f"{int(seconds) // 60} min {int(seconds) % 60} s"
    if faults:
        return f"FAILED: {', '.join(faults)} (after {took})"
    return f"PASSED: {len(CHECKS)} checks and all tests, in {took}"


def check() -> int:
    """Every check, all of them even if one fails."""
    say("Probity: checks")
    set_up.provide("test")
    try:
        return 1 if _failing_checks() else 0
    finally:
        _stop_test_database(os.environ)


def fix() -> None:
    """Format the code and correct what ruff can."""
    set_up.provide("test")
    subprocess.run([_tool("ruff"), "check", "--fix", "."], check=False, cwd=ROOT)
    subprocess.run([_tool("ruff"), "format", "."], check=True, cwd=ROOT)


def proof(arguments: Sequence[str]) -> int:
    """The tests at full size, which take tens of minutes."""
    say("Probity: proof at full size")
    return _pytest(["-m", "proof", *arguments], _test_environment())


def bench(arguments: Sequence[str]) -> int:
    """Every bench_*.py in bench/, one after the other; each prints its own figures."""
    set_up.provide("test")
    programs = sorted((ROOT / "bench").glob("bench_*.py"))
    if not programs:
        fail("There is no bench_*.py in bench/.")
    codes = [_bench(program, arguments) for program in programs]
    return max(codes)


def docs() -> None:
    """Write docs/generated from the definitions."""
    set_up.provide("run")
    with step("Write docs/generated"):
        run_logged([VENV_PYTHON, "-m", "docs.generate"], log="docs")


def pins() -> None:
    """Compile every requirements file and the npm lock anew, to the newest versions that the lines admit."""
    set_up.provide("test")
    compiler = [
        VENV / "bin" / "uv", "pip", "compile", "--upgrade", "--universal", "--python-version", "3.11",
        "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet",
    ]  # fmt: skip
    for name, more in PINNED.items():
        with step(f"Compile {name}.txt"):
            run_logged([*compiler, *more, f"{name}.in", "-o", f"{name}.txt"], log="pins")
    with step("Compile package-lock.json"):
        npm = shutil.which("npm") or _tool("npm")
        run_logged([npm, "update", "--package-lock-only"], log="pins")


# The tests' pins keep to the product's, so that both can share one environment.
PINNED = {
    "requirements-uv": (),
    "requirements-build": (),
    "requirements": (),
    "requirements-dev": ("--constraint", "requirements.txt"),
}


def _test_environment() -> dict[str, str]:
    set_up.provide("test", browser.needs_of_the_tests())
    return dict(os.environ) | browser.provide()


def _failing_checks() -> list[str]:
    """Run every check and print what the failing ones said; their names."""
    LOGS.mkdir(parents=True, exist_ok=True)
    return [each.name for each in CHECKS if not _passes(each)]


def _passes(check: Check) -> bool:
    with step(check.name):
        done = subprocess.run(
            check.command, check=False, cwd=ROOT, env=dict(os.environ) | dict(check.environment),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
    if done.returncode:
        say(done.stdout)
        say(f"  FAILED: {check.name}")
    return done.returncode == 0


def _pytest(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    try:
        return subprocess.run(
            [_tool("pytest"), *arguments], check=False, cwd=ROOT, env=environment
        ).returncode
    finally:
        _stop_test_database(environment)


def _stop_test_database(environment: Mapping[str, str]) -> None:
    """Stop the embedded server that the test settings started, if they did."""
    if not environment.get("DATABASE_URL"):
        stop = [VENV_PYTHON, "-m", "config.embedded", "stop", "test"]
        subprocess.run(stop, check=False, cwd=ROOT, capture_output=True)


def _bench(program: Path, arguments: Sequence[str]) -> int:
    say(f"\n{program.stem}")
    return subprocess.run(
        [VENV_PYTHON, "-m", f"bench.{program.stem}", *arguments], check=False, cwd=ROOT
    ).returncode
