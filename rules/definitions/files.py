"""Reads a definition file whole: unknown keys, duplicate keys and wrong types refused, all faults at once."""

import csv
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a definition file."""

    file: str
    key: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.problem}" if self.key else f"{self.file}: {self.problem}"


class DefinitionError(ValueError):
    """A definition file that cannot be used; carries every fault found, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Definition(BaseModel):
    """The base of every definition's schema: frozen, no unknown keys, no silent conversion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


M = TypeVar("M", bound=BaseModel)


class _UniqueKeys(yaml.CSafeLoader):
    """YAML quietly keeps the last of two equal keys; a definition must not.

    PyYAML's parser in C: every process reads some hundred files, in seconds with the one in Python.
    """

    def construct_mapping(  # the signature is PyYAML's
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002
    ) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.MarkedYAMLError(problem=f"line {key_node.start_mark.line + 1} has a list as a key")
            if key in seen:
                line = key_node.start_mark.line + 1
                raise yaml.MarkedYAMLError(problem=f"duplicate key {key!r} on line {line}")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def parse_yaml(text: str, *, file: str) -> Any:
    """The value of a YAML text; `file` names it in faults. Nothing executes while it is read.

    Raises DefinitionError for text that is not YAML, repeats a key or points back at itself.
    """
    try:
        value = yaml.load(text, Loader=_UniqueKeys)  # noqa: S506 (a SafeLoader)
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or str(error)
        raise DefinitionError([Fault(file, "", f"not readable as YAML: {problem}")]) from error
    except ValueError as error:  # the reader makes dates of what looks like one, such as 2021-06-31
        raise DefinitionError([Fault(file, "", f"found a day that is none: {error}")]) from error
    if key := _key_of_a_cycle(value):
        raise DefinitionError([Fault(file, key, "found an alias to what it stands in; expected no cycle")])
    return value


def _key_of_a_cycle(value: Any, key: str = "", inside: tuple[int, ...] = ()) -> str:
    """Where an alias of YAML points at something that it is a part of; empty without one."""
    if not isinstance(value, dict | list):
        return ""
    if id(value) in inside:
        return key
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    found = (_key_of_a_cycle(part, f"{key}.{name}".strip("."), (*inside, id(value))) for name, part in parts)
    return next(filter(None, found), "")


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, whatever the machine's own encoding. Raises DefinitionError."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise DefinitionError([Fault(path.name, "", f"is not UTF-8 text: {error}")]) from error


def read_yaml(path: Path) -> Any:
    """The value of a YAML file. Raises DefinitionError like `parse_yaml`."""
    return parse_yaml(read_text(path), file=path.name)


def read_csv(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """(line, row) of a CSV file that has these columns and no others, in any order; blank lines passed over.

    Raises DefinitionError for another header, a quote that does not close, and every line of another length.
    """
    lines = _lines(path)
    header = lines[0][1] if lines else []
    if sorted(header) != sorted(columns):
        raise DefinitionError([Fault(path.name, "header", f"found {header}, expected {list(columns)}")])
    wanted = f"expected {len(header)}"
    faults = [
        Fault(path.name, f"line {line}", f"found {len(cells)} cells, {wanted}")
        for line, cells in lines
        if len(cells) != len(header)
    ]
    if faults:
        raise DefinitionError(faults)
    return [(line, {name: cells[place] for place, name in enumerate(header)}) for line, cells in lines[1:]]


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """The last line of each record, and its cells; without blank lines."""
    reader = csv.reader(StringIO(read_text(path), newline=""), strict=True)
    try:
        return [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as error:
        raise DefinitionError([Fault(path.name, f"line {reader.line_num}", str(error))]) from error


def validated(model: type[M], raw: Any, *, file: str) -> M:
    """`raw` as a `model`, lists as tuples. Raises DefinitionError with a fault for each key that is wrong."""
    try:
        return model.model_validate(frozen(raw))
    except ValidationError as error:
        raise DefinitionError(
            Fault(file, ".".join(str(part) for part in found["loc"]), found["msg"])
            for found in _own_faults(error.errors())
        ) from error


def _own_faults(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Without a list being called too short only because its entries were refused."""
    for one in errors:
        within = (other["loc"] for other in errors if other is not one)
        is_follow_on = any(loc[: len(one["loc"])] == one["loc"] for loc in within)
        if not (one["type"] == "too_short" and is_follow_on):
            yield one


def frozen(raw: Any) -> Any:
    """Lists become tuples, so that what was loaded cannot change later."""
    if isinstance(raw, dict):
        return {key: frozen(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return tuple(frozen(value) for value in raw)
    return raw
