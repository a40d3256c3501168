"""Repeat or make a draw from a frame's file, outside any round."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rules.sampling.allocate import SampleTooSmall
from rules.sampling.draw import draw, drawn_csv
from rules.sampling.frames import MOST_BYTES, FrameError, decode_frame, read_frame


class Command(BaseCommand):
    help = (
        "Draw a sample from FRAME.csv (column case_id and those of --strata) and print every row of the "
        "frame as CSV: case_id, stratum, place, sampled_or_reserve, weight. Cases are ordered by the "
        "hexadecimal SHA-256 of the UTF-8 text SEED|case_id, ascending, within their stratum."
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
        if not _is_text(seed):
            raise CommandError("--seed: expected a text in UTF-8")
        columns = [name.strip() for name in strata.split(",") if name.strip()]
        try:
            rows = draw(read_frame(decode_frame(_bytes(frame)), columns), size=size, seed=seed)
        except FrameError as error:
            raise CommandError("\n".join(f"{frame}: {line}" for line in str(error).splitlines())) from error
        except SampleTooSmall as error:
            raise CommandError(f"--size: {error}") from error
        self.stdout.write(drawn_csv(rows), ending="")


def _bytes(frame: Path) -> bytes:
    """The file's content, never more than it takes to see that it is too much."""
    try:
        with frame.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{frame}: cannot be read: {error.strerror}") from error


def _is_text(seed: str) -> bool:
    """Bytes on the command line that are no UTF-8 reach Python as lone surrogates, which have no hash."""
    return not any("\ud800" <= letter <= "\udfff" for letter in seed)
