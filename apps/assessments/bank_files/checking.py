"""Everything that is wrong with a file of a bank, or the bank."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from apps.assessments.bank_files.faults import Fault, Refused, shown
from apps.assessments.bank_files.layout import QUESTION_KEYS
from apps.assessments.bank_files.opening import open_workbook
from apps.assessments.bank_files.reading import Reading, read_sheets
from rules.definitions.banks import BankFile, build_bank
from rules.definitions.files import DefinitionError, frozen, parse_yaml

MOST_BYTES = 2 * 1024 * 1024
MOST_FAULTS = 500
FILE = "the file"
ENDINGS = (".yaml", ".yml", ".xlsx")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, and workbooks behind a password
_KEY_COLUMNS = {key: column for column, key in QUESTION_KEYS.items()} | {"scale": "type", "title": "label"}


@dataclass(frozen=True)
class Checked:
    """The bank as a JSON value, or why there is none; `bank` and `title` as the file says them."""

    content: dict[str, Any] | None
    faults: tuple[Fault, ...]
    bank: str = ""
    title: str = ""


def check(content: bytes, name: str) -> Checked:
    """Read a file of a bank whole. A bank with a fault is no bank."""
    try:
        reading = _read(content, name)
    except Refused as refused:
        return Checked(None, refused.faults[:MOST_FAULTS])
    faults = [*reading.faults, *_faults_of_bank(reading)]
    bank, title = (str(reading.raw.get(key) or "") for key in ("id", "title"))
    if faults:
        return Checked(None, tuple(faults[:MOST_FAULTS]), bank[:20], title[:120])
    found = build_bank(reading.raw, file=name)
    return Checked(found.file.model_dump(mode="json"), (), found.id, found.file.title)


def as_json(checked: Checked) -> dict[str, Any]:
    return asdict(checked)


def _read(content: bytes, name: str) -> Reading:
    low = name.lower()
    if not low.endswith(ENDINGS):
        raise Refused(Fault(place=FILE, found=shown(name), expected=f"a name ending in {', '.join(ENDINGS)}"))
    if not content or len(content) > MOST_BYTES:
        found, expected = f"{len(content):,} bytes", f"1 to {MOST_BYTES:,} bytes"
        raise Refused(Fault(place=FILE, found=found, expected=expected))
    if not low.endswith(".xlsx"):
        return Reading(raw=_raw_yaml(content, name))
    if content.startswith(_OLD_OFFICE):
        found = "an old workbook, or one behind a password"
        raise Refused(Fault(place=FILE, found=found, expected="an XLSX workbook that opens freely"))
    return read_sheets(open_workbook(content))


def _raw_yaml(content: bytes, name: str) -> dict[str, Any]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{content[error.start]:02X}"
        raise Refused(Fault(place=f"line {line}", found=found, expected="UTF-8 text")) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Refused(Fault(place=f"line {line}", found="a NUL character", expected="text only"))
    try:
        _refuse_aliases(text)
        raw = parse_yaml(text, file=name)
    except (DefinitionError, yaml.YAMLError, RecursionError) as error:
        raise Refused(Fault(place=FILE, found=_yaml_problem(error, name), expected="YAML")) from error
    if not isinstance(raw, dict):
        raise Refused(Fault(place=FILE, found=type(raw).__name__, expected="keys and values of a bank"))
    return raw


def _refuse_aliases(text: str) -> None:
    """Ten lines of aliases can stand for a billion values."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            place = f"line {event.start_mark.line + 1}"
            raise Refused(
                Fault(place=place, found=f"the alias *{event.anchor}", expected="values written out")
            )


def _yaml_problem(error: Exception, name: str) -> str:
    if isinstance(error, RecursionError):
        return "values within values without end"
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).removeprefix(f"{name}: ")
    return shown(f"{problem} (line {mark.line + 1})" if mark else problem)


def _faults_of_bank(reading: Reading) -> Iterator[Fault]:
    """What the schema says of single values; only when they are right, what they say of each other."""
    raw = {key: value for key, value in reading.raw.items() if value is not None}
    try:
        BankFile.model_validate(frozen(raw))
    except ValidationError as error:
        for found in error.errors():
            key = ".".join(str(part) for part in found["loc"])
            missing = found["type"] == "missing"
            yield Fault(
                place=_place(reading, key),
                found="nothing" if missing else shown(found["input"]),
                expected="a value" if missing else found["msg"],
            )
        return
    try:
        build_bank(raw, file="")
    except DefinitionError as error:
        for each in error.faults:
            found, _, expected = each.problem.partition(", expected ")
            yield Fault(place=_place(reading, each.file or each.key), found=found, expected=expected)


def _place(reading: Reading, key: str) -> str:
    """Where a part of the bank stood in the workbook; in YAML its key, a question by its id."""
    prefix = max((each for each in reading.places if f"{key}.".startswith(f"{each}.")), key=len, default="")
    if prefix:
        rest = key[len(prefix) :].strip(".")
        return f"{reading.places[prefix]}, {_KEY_COLUMNS.get(rest, rest)}".rstrip(", ")
    return _named(reading.raw, key)


def _named(raw: Mapping[str, Any], key: str) -> str:
    """sections.0.questions.3.weight as E04, weight."""
    value: Any = raw
    parts = key.split(".")
    for at, part in enumerate(parts):
        value = _inside(value, part)
        if parts[at - 1] == "questions" and isinstance(value, dict) and value.get("id"):
            return ", ".join([str(value["id"]), *[".".join(parts[at + 1 :])] * (at + 1 < len(parts))])
    # Faults between the parts of a bank begin with the question's own id: E04.applies.
    return key if parts[0] in raw else ", ".join(parts)


def _inside(value: Any, part: str) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    return (
        value[int(part)] if isinstance(value, list) and part.isdecimal() and int(part) < len(value) else None
    )
