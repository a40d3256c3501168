"""`manage.py make_demo --people N --seed S --out DIR`: a made-up caseload as an extract."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.make import make_extract


class Command(BaseCommand):
    help = "Writes a made-up caseload as an extract folder, ready for import_extract. Same seed, same bytes."
    requires_system_checks: list[str] = []  # it touches no database

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=12_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--out", type=Path, required=True, help="a new or empty folder")
        parser.add_argument("--parquet", action="store_true", help="Parquet files in place of CSV")
        parser.add_argument("--disparities", action="store_true", help="let some groups of people fare worse")

    def handle(self, *, people: int, seed: int, out: Path, **options: object) -> None:
        chosen = {name: bool(options[name]) for name in ("parquet", "disparities")}
        try:
            rows = make_extract(out, people=people, seed=seed, **chosen, progress=self._told)
        except (FileExistsError, ValueError) as fault:
            raise CommandError(str(fault)) from fault
        for name, count in rows.items():
            self.stdout.write(f"{name:24} {count:>12,}")

    def _told(self, made: int, of: int) -> None:
        self.stderr.write(f"{made:,} of {of:,} people")
