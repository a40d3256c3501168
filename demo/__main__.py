"""`python -m demo --people N --seed S --out DIR [--parquet] [--disparities]`, without Django."""

import argparse
import sys
from pathlib import Path
from typing import TextIO

from demo.make import make_extract


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="demo", description="Writes a made-up caseload extract.")
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--parquet", action="store_true")
    parser.add_argument("--disparities", action="store_true")
    options = parser.parse_args(arguments)
    rows = make_extract(
        options.out,
        people=options.people,
        seed=options.seed,
        parquet=options.parquet,
        disparities=options.disparities,
        progress=lambda made, of: _say(sys.stderr, f"{made:,} of {of:,} people"),
    )
    for name, count in rows.items():
        _say(sys.stdout, f"{name:24} {count:>12,}")


def _say(stream: TextIO, line: str) -> None:
    stream.write(line + "\n")


if __name__ == "__main__":
    main()
