"""`manage.py load_standards FILE`: read a published document of standards and keep it as an edition."""

import json
from argparse import ArgumentParser
from dataclasses import asdict, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.inspections.standards_publishing import Loaded, load, load_own_words, read, same_as, suggested
from apps.inspections.standards_queries import difference, newest_published, words_missing
from rules.definitions import standards_document
from rules.definitions.standards_document import counts
from rules.definitions.standards_reading import Reading
from rules.definitions.standards_text import MOST_BYTES


class Command(BaseCommand):
    help = "Read a published document of inspection standards (plain text, UTF-8) and keep it as an edition."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the document as text")
        parser.add_argument("--edition", default="", help="its name; without it the month that it prints")
        parser.add_argument("--title", default="")
        parser.add_argument(
            "--valid-from", type=_day, default=None, metavar="DATE", help="such as 2021-08-01"
        )
        parser.add_argument("--check", action="store_true", help="read and count it, and keep nothing")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
        parser.add_argument(
            "--own-words", action="store_true", help="make an edition of the product's own short words"
        )

    def handle(self, **options: Any) -> None:
        if bool(options["file"]) == options["own_words"]:
            raise CommandError("Name one file, or say --own-words")
        if options["own_words"]:
            loaded = load_own_words(by=None)
            self.stdout.write(f"{loaded.edition}: {'loaded' if loaded.is_new else 'already there'}")
            return
        self._load(options["file"], options)

    def _load(self, path: Path, options: dict[str, Any]) -> None:
        content = _content(path)
        try:
            reading = read(content)
            told = _told(path, content, reading)
            loaded = None if options["check"] else _loaded(path, content, reading, options)
        except standards_document.Refused as refused:
            self._refuse(path, refused, as_json=options["json"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        told |= {
            "edition": loaded.edition.edition if loaded else "",
            "stored": bool(loaded and loaded.is_new),
            "same_as": told["same_as"] if loaded is None or not loaded.is_new else "",
        }
        self.stdout.write(
            json.dumps(told, indent=2, ensure_ascii=False) if options["json"] else _in_words(told)
        )

    def _refuse(self, path: Path, refused: standards_document.Refused, *, as_json: bool) -> None:
        faults = [asdict(fault) for fault in refused.faults]
        if as_json:
            self.stdout.write(json.dumps({"file": path.name, "faults": faults}, indent=2, ensure_ascii=False))
        lines = "\n".join(f"  {fault}" for fault in refused.faults)
        raise CommandError(f"{path.name} is refused, nothing is kept:\n{lines}")


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _content(path: Path) -> bytes:
    """One byte more than a document may have is enough to refuse it."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def _loaded(path: Path, content: bytes, reading: Reading, options: dict[str, Any]) -> Loaded:
    naming = suggested(reading.document, today=timezone.localdate())
    given = {key: options[key] for key in ("edition", "title", "valid_from") if options[key]}
    return load(
        content,
        reading,
        file_name=path.name,
        naming=replace(naming, **given),
        is_named=bool(options["edition"]),
        by=None,
    )


def _told(path: Path, content: bytes, reading: Reading) -> dict[str, Any]:
    """What the command says of the document, before anything of it is kept."""
    *levels, total = counts(reading.document)
    newest, same = newest_published(), same_as(content, reading.document)
    return {
        "file": path.name,
        "sha256": sha256(content).hexdigest(),
        "levels": [
            {"id": each.level.id, "title": each.level.title} | _numbers(each) for each in levels if each.level
        ],
        "total": _numbers(total),
        "findings": [asdict(finding) for finding in reading.findings],
        "faults": [],
        "short_words_without_a_prompt": words_missing(reading.document),
        "compared_with": newest.edition if newest else "",
        "changes": list(difference(newest, reading.document).tallied) if newest else [],
        "same_as": same.edition if same else "",
    }


def _numbers(count: standards_document.LevelCount) -> dict[str, int]:
    return {"standards": count.standards, "key_questions": count.questions, "prompts": count.prompts}


def _in_words(told: dict[str, Any]) -> str:
    lines = [f"{each['title'] or each['id']} ({each['id']}): {_sum(each)}" for each in told["levels"]]
    lines.append(f"All: {_sum(told['total'])}")
    lines.append(f"Findings: {len(told['findings']) or 'none'}")
    lines += [
        f"  {each['place']}: found {each['found']}; expected {each['expected']}" for each in told["findings"]
    ]
    if missing := told["short_words_without_a_prompt"]:
        lines.append(f"Short words of the product for which this document has no prompt: {missing}")
    if told["compared_with"]:
        changes = ", ".join(told["changes"]) or "nothing"
        lines.append(f"Changed against edition {told['compared_with']}: {changes}")
    return "\n".join([*lines, _outcome(told)])


def _sum(numbers: dict[str, int]) -> str:
    parts = ("standards", "key_questions", "prompts")
    return ", ".join(f"{numbers[part]} {part.replace('_', ' ')}" for part in parts)


def _outcome(told: dict[str, Any]) -> str:
    if told["stored"]:
        return f"Loaded as edition {told['edition']}"
    if told["same_as"]:
        return f"Already loaded as edition {told['same_as']}: no second edition is made"
    return "Checked: nothing is kept"
