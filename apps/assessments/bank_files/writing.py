"""A bank as a file: the YAML of its file, or a workbook. Read again, each gives the same bank."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from apps.assessments.bank_files.layout import (
    CHOICES,
    COLUMNS,
    FACTS_GROUP,
    LIMIT_KEYS,
    LIMITS,
    QUESTION_KEYS,
    SETTING_KEYS,
    SETTINGS,
    SURVEY,
    YES_NO_UNKNOWN,
    type_of_fact,
)
from rules.definitions.banks import Bank, Question

Row = Sequence[str | int | None]
_WIDTHS = {"label": 70, "hint": 40, "relevant": 30, "relevant_in_words": 40, "evidence": 40, "source": 25}


def bank_yaml(bank: Bank) -> str:
    """The bank's file as YAML, what is as by default left out."""
    raw = bank.file.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(raw, sort_keys=False, allow_unicode=True, width=100)


def bank_workbook(bank: Bank) -> bytes:
    """The bank as an XLSX workbook with the sheets survey, limits, choices and settings."""
    book = Workbook()
    book.remove(book.active)
    rows = {SURVEY: _survey(bank), LIMITS: _limits(bank), CHOICES: _choices(bank), SETTINGS: _settings(bank)}
    for name, lines in rows.items():
        _fill(book.create_sheet(name), COLUMNS[name], lines)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, columns: Sequence[str], lines: Iterator[Row]) -> None:
    for number, line in enumerate((columns, *lines), start=1):
        for place, value in enumerate(line, start=1):
            if value not in (None, ""):
                _set(sheet.cell(number, place), value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS.get(str(cell.value), 18)
    sheet.freeze_panes = "A2"


def _set(cell: Cell, value: str | int) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = is a text, never a formula
        cell.number_format = "@"  # 1/2 stays a half when a person edits it, and is no day in January
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _survey(bank: Bank) -> Iterator[Row]:
    yield ("begin_group", FACTS_GROUP, "Case facts")
    for fact in map(bank.fact, bank.file.facts):
        yield (type_of_fact(fact), fact.id, fact.label, fact.hint)
    yield ("end_group",)
    for section in bank.sections:
        yield ("begin_group", section.id, section.title)
        for question in section.questions:
            yield _question(question)
        yield ("end_group",)


def _question(question: Question) -> Row:
    raw = question.model_dump(mode="json", exclude_defaults=True)
    values = [raw.get(key) for key in QUESTION_KEYS.values()]
    return (f"select_one {question.scale}", *("yes" if value is True else value for value in values))


def _limits(bank: Bank) -> Iterator[Row]:
    for question in bank.questions.values():
        for limit in question.timing:
            yield (question.id, *(getattr(limit, key) for key in LIMIT_KEYS.values()))


def _choices(bank: Bank) -> Iterator[Row]:
    """Every list that the survey names; they belong to the vocabulary and are read again only to compare."""
    used = {question.scale for question in bank.questions.values()}
    for scale in bank.scales:
        for answer in scale.answers if scale.id in used else ():
            value = None if answer.value is None else str(answer.value)
            yield (scale.id, answer.id, answer.label, value, answer.note)
    if any(fact.kind == "yes_no" for fact in bank.facts):
        for name, label in (("yes", "Yes"), ("no", "No"), ("unknown", "Not known")):
            yield (YES_NO_UNKNOWN, name, label)
    for fact in bank.facts:
        for option in fact.options:
            yield (fact.id, option.id, option.label)


def _settings(bank: Bank) -> Iterator[Row]:
    raw = bank.file.model_dump(mode="json", exclude_none=True)
    yield tuple(_at(raw, key) for key in SETTING_KEYS.values())


def _at(raw: dict[str, Any], key: str) -> Any:
    """The value under a key such as frame.months."""
    value: Any = raw
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value
