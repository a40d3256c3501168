"""Tries mistakes of the code of rules/ and prints those that nobody notices. Needs no database."""

import argparse
import json
import os
import random
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import django
import yaml

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from hypothesis import HealthCheck, settings  # noqa: E402

from tests.mutation.code.loading import ROOT, modules, source_of  # noqa: E402
from tests.mutation.code.mistakes import mistakes  # noqa: E402
from tests.mutation.code.noticing import Kept  # noqa: E402
from tests.mutation.code.testing import warm_up  # noqa: E402
from tests.mutation.code.trying import Trial, Tried  # noqa: E402

_FOLDER = ROOT / "var" / "mutation"


def main() -> int:
    """Print each module's survivors and share; write every mistake tried, a line of JSON each."""
    asked = _asked()
    kept = _ready(asked.folder)
    killed: Counter[bool] = Counter()
    with asked.folder.joinpath("tried.jsonl").open("a", encoding="utf-8") as out:
        for module in modules():
            if module.startswith(tuple(asked.modules)):
                for each in _try(module, kept, asked):
                    killed[bool(each.by)] += 1
                    out.write(json.dumps(asdict(each)) + "\n")
                out.flush()
    sys.stdout.write(f"{killed[True]} of {killed.total()} killed\n")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.code", description=__doc__)
    parser.add_argument("modules", nargs="*", default=["rules"], help="the beginnings of their names")
    parser.add_argument("--most", type=int, default=10, help="mistakes of a module, drawn at random")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=_FOLDER, help="where to write what was tried")
    parser.add_argument("--survivors", type=Path, help="what was tried before: only its survivors again")
    return parser.parse_args()


def _ready(folder: Path) -> Kept:
    folder.mkdir(parents=True, exist_ok=True)
    _remember_yaml()
    warm_up()
    settings.register_profile(
        "mistakes", deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    settings.load_profile("mistakes")
    return Kept(folder)


def _remember_yaml() -> None:
    """The shipped files are parsed once: most mistakes are not in what parses them.

    What a test reads by itself it may change, and so has a value of its own.
    """
    parse, known = yaml.load, {}

    def load(text: Any, Loader: Any) -> Any:  # noqa: N803 (PyYAML's)
        if not Loader.__module__.startswith("rules"):
            return parse(text, Loader=Loader)
        key = (text, Loader.__module__, Loader.__qualname__)
        if key not in known:
            known[key] = parse(text, Loader=Loader)
        return known[key]

    yaml.load = load


def _try(module: str, kept: Kept, asked: argparse.Namespace) -> list[Tried]:
    numbers = _numbers(module, asked)
    if not numbers:
        return []
    trial = Trial.of(module, kept)
    if wrong := trial.without_mistake():
        sys.stdout.write(f"{module}: not tried, {wrong} fails without any mistake\n")
        return []
    found = list(trial.tried(numbers, asked.at_once))
    alive = [each for each in found if not each.by]
    sys.stdout.writelines(f"    survived: {module}:{each.line}: {each.said}\n" for each in alive)
    possible = len(mistakes(source_of(module)))
    sys.stdout.write(f"{module}: {len(found) - len(alive)} of {len(found)} killed, {possible} possible\n")
    sys.stdout.flush()
    return found


def _numbers(module: str, asked: argparse.Namespace) -> list[int]:
    every = mistakes(source_of(module))
    if asked.survivors:
        before = map(json.loads, asked.survivors.read_text(encoding="utf-8").splitlines())
        alive = {
            (each["line"], each["said"]) for each in before if each["module"] == module and not each["by"]
        }
        return [number for number, each in enumerate(every) if each in alive]
    drawn = random.Random(f"{asked.seed} {module}").sample(range(len(every)), min(asked.most, len(every)))
    return sorted(drawn)


if __name__ == "__main__":
    sys.exit(main())
