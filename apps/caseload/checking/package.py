"""Reads datapackage.json: what the extract says of itself, and which file holds which table."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.caseload.checking.faults import Fault
from apps.caseload.checking.receiving import PACKAGE, Refused
from apps.caseload.contract import Contract

FORMATS = (".csv", ".parquet")


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One table's file as the description names it. `sha256` is empty when it gives none."""

    table: str
    path: str
    rows: int
    sha256: str = ""

    @property
    def is_parquet(self) -> bool:
        return self.path.endswith(".parquet")


@dataclass(frozen=True, kw_only=True)
class Package:
    name: str
    contract_version: str
    as_at: date
    demo: bool
    resources: tuple[Resource, ...]


def read_package(content: bytes, *, contract: Contract, today: date) -> Package:
    """The description of an extract. Raises Refused with every fault that it has."""
    reader = _Reader(_parse(content), contract, today)
    package = reader.read()
    if package is None:
        raise Refused(*reader.faults)
    return package


def faults_of_files(package: Package, names: Iterable[str]) -> list[Fault]:
    """Files that the description names and the source lacks, and the other way round."""
    listed = {resource.path for resource in package.resources}
    present = set(names) - {PACKAGE}
    missing = [
        Fault(
            file=path,
            code="missing_file",
            found="no such file",
            expected="the file that datapackage.json names",
        )
        for path in sorted(listed - present)
    ]
    unlisted = [
        Fault(
            file=path, code="unlisted_file", found="a file", expected="only files that datapackage.json names"
        )
        for path in sorted(present - listed)
    ]
    return missing + unlisted


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"the key {twice[0]!r} comes twice")
    return dict(pairs)


def _parse(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content.decode("utf-8"), object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError) as error:
        raise Refused(_fault("bad_package", str(error), "valid JSON in UTF-8")) from error
    if not isinstance(found, dict):
        raise Refused(_fault("bad_package", type(found).__name__, "a JSON object"))
    return found


def _fault(code: str, found: str, expected: str, field: str = "") -> Fault:
    return Fault(file=PACKAGE, code=code, found=found, expected=expected, field=field)


class _Reader:
    def __init__(self, raw: Mapping[str, Any], contract: Contract, today: date) -> None:
        self.raw = raw
        self.contract = contract
        self.today = today
        self.faults: list[Fault] = []

    def read(self) -> Package | None:
        name = self._name()
        version = self._version()
        as_at = self._as_at()
        demo = self._demo()
        resources = self._resources()
        self._missing_tables(resources)
        if self.faults:
            return None
        return Package(
            name=name,
            contract_version=version,
            as_at=as_at or self.today,
            demo=demo,
            resources=tuple(resources),
        )

    def _wrong(self, field: str, found: object, expected: str, code: str = "bad_package") -> None:
        shown = "nothing" if found is None else json.dumps(found)[:200]
        self.faults.append(_fault(code, shown, expected, field))

    def _name(self) -> str:
        name = self.raw.get("name")
        if isinstance(name, str) and 0 < len(name) <= 200 and name.isprintable():
            return name
        self._wrong("name", name, "a name of at most 200 characters")
        return ""

    def _version(self) -> str:
        """Any version of the contract with the same first number: later ones only add."""
        found = self.raw.get("contract_version")
        major = self.contract.version.split(".")[0]
        if isinstance(found, str) and re.fullmatch(rf"{major}(\.\d{{1,4}}){{0,2}}", found):
            return found
        self._wrong(
            "contract_version", found, f"version {major} of the contract, such as {self.contract.version}"
        )
        return ""

    def _as_at(self) -> date | None:
        found = self.raw.get("as_at")
        try:
            as_at = date.fromisoformat(found) if isinstance(found, str) and len(found) == 10 else None
        except ValueError:
            as_at = None
        if as_at is None:
            self._wrong("as_at", found, "a date YYYY-MM-DD")
        elif as_at > self.today or as_at.year < 1900:
            self._wrong("as_at", found, f"a day not after today, {self.today.isoformat()}")
        return as_at

    def _demo(self) -> bool:
        found = self.raw.get("demo")
        if not isinstance(found, bool):
            self._wrong("demo", found, "true for made-up data, false for real data")
        return found is True

    def _resources(self) -> list[Resource]:
        found = self.raw.get("resources")
        if not isinstance(found, list) or not found:
            self._wrong("resources", found if isinstance(found, list) else None, "a list of tables")
            return []
        read = [self._resource(position, item) for position, item in enumerate(found)]
        resources = [resource for resource in read if resource is not None]
        for field in ("table", "path"):
            values = [getattr(resource, field).casefold() for resource in resources]
            for twice in sorted({value for value in values if values.count(value) > 1}):
                self._wrong("resources", twice, f"each {field} once", "same_name_twice")
        return resources

    def _resource(self, position: int, item: object) -> Resource | None:
        where = f"resources[{position}]"
        if not isinstance(item, dict):
            self._wrong(where, None, "an object with name, path and rows")
            return None
        before = len(self.faults)
        name, path, rows = item.get("name"), item.get("path"), item.get("rows")
        sha256 = item.get("sha256", "")
        if not isinstance(name, str) or name not in self.contract.tables:
            self._wrong(f"{where}.name", name, "a table of the contract", "unknown_table")
        if not isinstance(path, str) or not _is_plain(path):
            self._wrong(
                f"{where}.path", path, "a plain file name that ends in .csv or .parquet", "unsafe_path"
            )
        if not isinstance(rows, int) or isinstance(rows, bool) or rows < 0:
            self._wrong(f"{where}.rows", rows, "how many rows the file has")
        if not isinstance(sha256, str) or not re.fullmatch(r"([0-9a-f]{64})?", sha256):
            self._wrong(f"{where}.sha256", sha256, "64 hexadecimal digits, or no such key")
        if len(self.faults) > before:
            return None
        return Resource(table=name, path=path, rows=rows, sha256=sha256)

    def _missing_tables(self, resources: list[Resource]) -> None:
        named = {resource.table for resource in resources}
        raw = self.raw.get("resources")
        named |= (
            {item.get("name") for item in raw if isinstance(item, dict)} if isinstance(raw, list) else set()
        )
        for table in self.contract.tables.values():
            if table.required and table.name not in named:
                self._wrong("resources", None, f"the table {table.name}", "missing_table")


def _is_plain(path: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", path) is not None and path.endswith(FORMATS)
