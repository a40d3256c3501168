"""Repeat or make a draw from a frame's file, outside any round."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rules.sampling.allocate import SampleTooSmall
from rules.sampling.draw import FrameError, draw, drawn_csv, read_frame


class Command(BaseCommand):
    help = (
        "Draw a sample from FRAME.csv (column case_id and those of --strata) and print every row of the "
        "frame as CSV: case_id, stratum, place, sampled_or_reserve, weight. Cases are ordered by the "
        "hexadecimal SHA-256 of the text SEED|case_id within their stratum."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("frame", metavar="FRAME.csv", type=Path)
        parser.add_argument("--size", type=int, required=True, help="how many cases to sample")
        parser.add_argument("--seed", required=True, help="any text; the same seed gives the same cases")
        parser.add_argument("--strata", default="", help="columns of the frame, separated by commas")

    def handle(self, *, frame: Path, size: int, seed: str, strata: str, **_options: Any) -> None:
        if size < 1:
            raise CommandError(f"--size: found {size}, expected 1 or more")
        columns = [name.strip() for name in strata.split(",") if name.strip()]
        try:
            rows = draw(read_frame(_text(frame), columns), size=size, seed=seed)
        except (FrameError, SampleTooSmall) as error:
            raise CommandError(f"{frame}: {error}") from error
        self.stdout.write(drawn_csv(rows), ending="")


def _text(frame: Path) -> str:
    """The frame's text; a byte-order mark at its start is not part of the first column's name."""
    try:
        return frame.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{frame}: cannot be read as UTF-8 text: {error}") from error
