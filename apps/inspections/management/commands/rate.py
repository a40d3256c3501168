"""Rate a unit again from a file of judgements, outside the product's database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.inspections.rated import as_json, as_text
from rules.definitions.files import DefinitionError, read_yaml
from rules.definitions.rating_rules import (
    RatingRules,
    build_rating_rules,
    load_rating_rules,
    rating_rules_in_force,
)
from rules.scoring.answer_files import BadFiles, decode
from rules.scoring.judgement_files import outcome_counts, read_judgements
from rules.scoring.key_questions import count_judgements
from rules.scoring.panel_files import with_panel_file
from rules.scoring.ratings import rate_unit


class Command(BaseCommand):
    help = (
        "Rate a unit from JUDGEMENTS.csv (case_id, key_question, judgement, low_risk_of_harm, standard, "
        "rating): a row is a case judgement (yes, no or na; low risk yes or no) or the direct rating of a "
        "standard. Prints percentage and band of each key question, rating and score of each standard, why "
        "a panel may consider discretion, the total and the overall rating."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("judgements", metavar="JUDGEMENTS.csv", type=Path)
        parser.add_argument(
            "--rules", metavar="EDITION", default="", help="an edition or the YAML file of one; else in force"
        )
        parser.add_argument(
            "--panel", metavar="PANEL.csv", type=Path, help="standard, rating, reason: what a panel decided"
        )
        parser.add_argument("--json", action="store_true", help="print JSON instead of text")

    def handle(self, *, judgements: Path, panel: Path | None, **options: Any) -> None:
        rules = _rules(options["rules"])
        try:
            content = read_judgements(_text(judgements), rules, file=judgements.name)
            rating = rate_unit(count_judgements(content.judgements, rules), content.direct, rules)
            if panel:
                rating = with_panel_file(rating, _text(panel), file=panel.name)
        except BadFiles as error:
            count = len(error.faults)
            things = "1 thing is wrong" if count == 1 else f"{count} things are wrong"
            raise CommandError(f"{things}; nothing was rated\n{error}") from error
        outcomes = outcome_counts(content.outcomes, rules)
        asked = json.dumps(as_json(rating, outcomes), indent=2) if options["json"] else None
        self.stdout.write(asked or as_text(rating, outcomes))


def _rules(name: str) -> RatingRules:
    try:
        if name.endswith((".yaml", ".yml")):
            return build_rating_rules(read_yaml(Path(name)), file=Path(name).name)
        return load_rating_rules(name) if name else rating_rules_in_force()
    except (DefinitionError, OSError, UnicodeDecodeError) as error:
        raise CommandError(f"--rules: {error}") from error


def _text(path: Path) -> str:
    try:
        return decode(path.read_bytes(), file=path.name)
    except OSError as error:
        raise CommandError(f"{path}: cannot be read: {error.strerror}") from error
