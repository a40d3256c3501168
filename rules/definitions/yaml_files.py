"""Reads a YAML data file strictly and checks it against a schema, every fault collected.

An unknown key, a duplicate key, a wrong type: refused with file and field, all at once.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

Schema = TypeVar("Schema", bound=BaseModel)

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a data file. field is a dotted path, empty for the whole file."""

    file: str
    field: str
    found: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.found}" if self.field else f"{self.file}: {self.found}"


class DefinitionFault(ValueError):
    """Data files that were refused; `faults` holds every fault, the message lists them a line each."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Strict(BaseModel):
    """A schema that refuses unknown keys and silent conversions, and whose values cannot change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _UniqueKeyLoader(yaml.SafeLoader):
    """YAML keeps the last of two equal keys without a word; this loader refuses them."""


def _mapping(loader: _UniqueKeyLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: dict[Hashable, int] = {}
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if key in seen:
            raise _DuplicateKey(
                f"line {line}: duplicate key {key!r}, first on line {seen[key]}; expected it once"
            )
        seen[key] = line
    return loader.construct_mapping(node, deep=True)


class _DuplicateKey(ValueError):
    pass


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> Any:
    """The plain content of a YAML file; raises DefinitionFault for a file that is not sound YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)  # noqa: S506 - a SafeLoader
    except (_DuplicateKey, yaml.YAMLError, UnicodeDecodeError) as fault:
        raise DefinitionFault([Fault(shown(path), "", " ".join(str(fault).split()))]) from fault


def load(path: Path, schema: type[Schema]) -> Schema:
    """A YAML file as an object of its schema; raises DefinitionFault with every fault of the file."""
    content = read_yaml(path)
    try:
        return schema.model_validate(content)
    except ValidationError as fault:
        raise DefinitionFault(_faults(path, fault)) from fault


def _faults(path: Path, error: ValidationError) -> Iterator[Fault]:
    for each in error.errors():
        field = ".".join(str(part) for part in each["loc"])
        message = each["msg"].removeprefix("Value error, ")
        found = each["input"]
        said = (
            message
            if each["type"] == "value_error" or len(repr(found)) > 80
            else f"{message}; found {found!r}"
        )
        yield Fault(shown(path), field, said)


def shown(path: Path) -> str:
    """The path as people read it: from rules/data down where it lies there."""
    return str(path.relative_to(DATA.parent.parent)) if path.is_relative_to(DATA) else path.name
