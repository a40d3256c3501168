"""Score a round again from files, outside the product's database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.assessments.reproduced import as_json, as_text
from rules.definitions.banks import Bank, build_bank, load_bank, load_banks
from rules.definitions.files import DefinitionError, read_yaml
from rules.sampling.drawn_files import is_drawn, read_drawn
from rules.sampling.frames import FrameError, decode_frame, read_frame
from rules.scoring.answer_files import BadFiles, FactFile, decode, read_answers, read_facts
from rules.scoring.reproduction import FrameRow, reproduce


class Command(BaseCommand):
    help = (
        "Score the cases of ANSWERS.csv (case_id, question_id, answer, reason) against a bank and print "
        "each case's score and the round's score, band and interval. FACTS.csv (case_id, fact, value) says "
        "which questions apply; a fact that is missing is unknown. FRAME.csv is the frame or the draw that "
        "draw_sample reads or prints: its strata then weigh as they are large."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "bank", metavar="BANK", help="a bank's id, such as QM102, or the YAML file of one"
        )
        parser.add_argument("answers", metavar="ANSWERS.csv", type=Path)
        parser.add_argument("--facts", metavar="FACTS.csv", type=Path)
        parser.add_argument("--frame", metavar="FRAME.csv", type=Path)
        parser.add_argument(
            "--strata", default="", help="columns of a frame that is not drawn yet, with commas"
        )
        parser.add_argument("--edition", default="", help="the bank's edition; the newest without it")
        parser.add_argument("--json", action="store_true", help="print JSON instead of text")

    def handle(
        self, *, bank: str, answers: Path, facts: Path | None, frame: Path | None, **options: Any
    ) -> None:
        asked = _bank(bank, options["edition"])
        try:
            found = reproduce(
                asked,
                read_answers(decode(_bytes(answers), file=answers.name), asked, file=answers.name),
                read_facts(decode(_bytes(facts), file=facts.name), asked, file=facts.name)
                if facts
                else FactFile("facts.csv"),
                _frame(frame, options["strata"]) if frame else None,
            )
        except BadFiles as error:
            raise CommandError(
                f"{len(error.faults)} things are wrong; nothing was scored\n{error}"
            ) from error
        text = json.dumps(as_json(found), indent=2) if options["json"] else as_text(found)
        self.stdout.write(text)


def _bank(name: str, edition: str) -> Bank:
    try:
        if name.endswith((".yaml", ".yml")):
            return build_bank(read_yaml(Path(name)), file=Path(name).name)
        if edition:
            return load_bank(name, edition)
        editions = [each for each in load_banks() if each.id == name]
    except (DefinitionError, OSError, UnicodeDecodeError) as error:
        raise CommandError(f"the bank {name} cannot be read: {error}") from error
    if not editions:
        known = ", ".join(sorted({each.id for each in load_banks()}))
        raise CommandError(f"BANK: found {name!r}, expected one of {known}, or the path of a YAML file")
    return max(editions, key=lambda each: [int(part) for part in each.edition.split(".")])


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: cannot be read: {error.strerror}") from error


def _frame(path: Path, strata: str) -> dict[str, FrameRow]:
    """The frame's cases; of a draw with its own strata, of a frame with those of the columns named."""
    columns = [name.strip() for name in strata.split(",") if name.strip()]
    try:
        text = decode_frame(_bytes(path))
        if not is_drawn(text):
            return {case: FrameRow(stratum) for case, stratum in read_frame(text, columns).items()}
        if columns:
            raise FrameError("this is a draw and has its strata already: leave --strata out")
        return {case: FrameRow(*row) for case, row in read_drawn(text).items()}
    except FrameError as error:
        raise CommandError(f"{path.name}: {error}") from error
