"""The whole check of one extract, from the files as handed in to the list of everything wrong."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from apps.caseload.checking import crossing, values
from apps.caseload.checking.byte_pass import Received, copy_in
from apps.caseload.checking.faults import Fault, FaultLog, quoted
from apps.caseload.checking.limits import Limits
from apps.caseload.checking.package import Package, Resource, faults_of_files, read_package
from apps.caseload.checking.reading import Source, csv_source, parquet_source, place_faults
from apps.caseload.checking.receiving import PACKAGE, Entry, Refused, entries_of, read_small
from apps.caseload.contract import load_contract

Progress = Callable[[int, str], None]
FAULTS = "faults.csv"
FILES = "files"


@dataclass(frozen=True, kw_only=True)
class Task:
    """What is to be checked, where to work, and what the world outside the extract is."""

    source: Path
    folder: Path
    today: date
    regions: frozenset[str]
    units: dict[str, str]
    held: frozenset[str] = frozenset()  # hashes of the extracts that passed these checks before
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """One table's file. `plain`: PostgreSQL reads its bytes exactly as they were checked."""

    table: str
    path: str
    sha256: str
    rows: int
    plain: bool
    crlf: bool


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What came out: no fault and a description of the extract, or how many faults of which kinds."""

    fault_count: int
    fault_counts: list[dict[str, object]]
    sha256: str = ""
    name: str = ""
    contract_version: str = ""
    as_at: str = ""
    demo: bool = False
    files: list[dict[str, Any]] = field(default_factory=list)


def check(task: Task, progress: Progress) -> Verdict:
    """Check everything. Leaves the files in `folder/files` and, with faults, all of them in faults.csv."""
    scratch = task.folder / "scratch"
    scratch.mkdir(parents=True)
    (task.folder / FILES).mkdir()
    db = duckdb.connect(str(scratch / "check.duckdb"))
    try:
        _limit(db, task.limits, scratch)
        log = FaultLog(db)
        verdict = _Check(task, db, log, progress).run()
        if verdict.fault_count:
            log.write(task.folder / FAULTS)
        return verdict
    finally:
        db.close()
        shutil.rmtree(scratch)


def _limit(db: duckdb.DuckDBPyConnection, limits: Limits, scratch: Path) -> None:
    for name, value in (
        ("memory_limit", f"{limits.memory_mb}MB"),
        ("threads", str(limits.threads)),
        ("temp_directory", str(scratch / "spilled")),
        ("TimeZone", "UTC"),
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("enable_progress_bar", "false"),
    ):
        db.execute(f"SET {name} = '{quoted(value)}'")
    # The file is thrown away as soon as it is closed.
    db.execute("PRAGMA disable_checkpoint_on_shutdown")


class _Check:
    def __init__(self, task: Task, db: duckdb.DuckDBPyConnection, log: FaultLog, progress: Progress) -> None:
        self.task = task
        self.db = db
        self.log = log
        self.progress = progress
        self.contract = load_contract()
        self.rows: dict[str, int] = {}

    def run(self) -> Verdict:
        try:
            entries = entries_of(self.task.source, self.task.limits)
            package = self._read_package(entries)
            received = self._receive(package, entries)
            sha256 = content_hash(package, {name: file.sha256 for name, (file, _) in received.items()})
            if sha256 in self.task.held and not self.log.total():
                return Verdict(fault_count=0, fault_counts=[], sha256=sha256)
        except Refused as refused:
            self.log.add(*refused.faults)
            return self._refused()
        known = self._read(package, received)
        self.progress(70, "Checking rows against each other")
        frame = crossing.Frame(as_at=package.as_at, regions=self.task.regions, units=self.task.units)
        crossing.run(self.db, known, frame, self.log)
        for source in known.sources.values():
            place_faults(self.db, source, self.log)
        return self._refused() if self.log.total() else self._accepted(package, known)

    def _refused(self) -> Verdict:
        return Verdict(fault_count=self.log.total(), fault_counts=self.log.counts())

    def _read_package(self, entries: list[Entry]) -> Package:
        self.progress(1, "Reading the description")
        found = next((entry for entry in entries if entry.name == PACKAGE), None)
        if found is None:
            raise Refused(
                Fault(file=PACKAGE, code="missing_package", found="no such file", expected="datapackage.json")
            )
        content = read_small(found, self.task.limits)
        (self.task.folder / FILES / PACKAGE).write_bytes(content)
        package = read_package(content, contract=self.contract, today=self.task.today)
        self.log.add(*faults_of_files(package, [entry.name for entry in entries]))
        return package

    def _receive(self, package: Package, entries: list[Entry]) -> dict[str, tuple[Received, bool]]:
        """By table: the file as copied in, and whether its bytes are worth reading."""
        by_name = {entry.name: entry for entry in entries}
        present = [resource for resource in package.resources if resource.path in by_name]
        total, done = sum(by_name[resource.path].size for resource in present) or 1, 0
        received = {}
        for resource in present:
            self.progress(1 + 29 * done // total, f"Receiving {resource.path}")
            received[resource.table] = self._receive_one(resource, by_name[resource.path])
            done += by_name[resource.path].size
        return received

    def _receive_one(self, resource: Resource, entry: Entry) -> tuple[Received, bool]:
        received, faults = copy_in(
            entry,
            folder=self.task.folder / FILES,
            header=self.contract.tables[resource.table].header,
            is_parquet=resource.is_parquet,
            limits=self.task.limits,
        )
        self.log.add(*faults)
        if resource.sha256 and resource.sha256 != received.sha256:
            self.log.add(
                Fault(file=entry.name, code="wrong_sha256", found=received.sha256, expected=resource.sha256)
            )
        return received, not faults

    def _read(self, package: Package, received: dict[str, tuple[Received, bool]]) -> crossing.Known:
        sources, whole = {}, set()
        readable = [
            resource for resource in package.resources if received.get(resource.table, (None, False))[1]
        ]
        total = sum(received[resource.table][0].size for resource in readable) or 1
        done = 0
        for resource in readable:
            file = received[resource.table][0]
            self.progress(30 + 40 * done // total, f"Reading {file.name}")
            source = self._source(resource, file)
            done += file.size
            if source is not None:
                sources[resource.table] = source
                if self._load(resource, source):
                    whole.add(resource.table)
        return crossing.Known(sources=sources, whole=frozenset(whole))

    def _source(self, resource: Resource, file: Received) -> Source | None:
        table = self.contract.tables[resource.table]
        if not file.is_parquet:
            return csv_source(table, file)
        source, faults = parquet_source(self.db, table, file)
        self.log.add(*faults)
        return source

    def _load(self, resource: Resource, source: Source) -> bool:
        """Read a table's rows; whether all of its lines could be read."""
        read, unread = values.load(self.db, source, self.log)
        self.rows[resource.table] = read
        if read + unread != resource.rows:
            found, expected = f"{read + unread} rows", f"{resource.rows} rows, as datapackage.json says"
            self.log.add(Fault(file=source.file, code="wrong_row_count", found=found, expected=expected))
        if resource.table == "people" and read + unread == 0:
            self.log.add(Fault(file=source.file, code="no_rows", found="0 rows", expected="people"))
        return unread == 0

    def _accepted(self, package: Package, known: crossing.Known) -> Verdict:
        files = [
            KeptFile(
                table=resource.table,
                path=resource.path,
                sha256=known.sources[resource.table].received.sha256,
                rows=self.rows[resource.table],
                plain=known.sources[resource.table].is_one_row_a_line(self.rows[resource.table]),
                crlf=known.sources[resource.table].received.crlf,
            )
            for resource in package.resources
        ]
        return Verdict(
            fault_count=0,
            fault_counts=[],
            sha256=content_hash(package, {file.table: file.sha256 for file in files}),
            name=package.name,
            contract_version=package.contract_version,
            as_at=package.as_at.isoformat(),
            demo=package.demo,
            files=[asdict(file) for file in files],
        )


def content_hash(package: Package, tables: Mapping[str, str]) -> str:
    """The extract's identity: its tables' hashes, its day, and whether it is real.

    The same whether it came as a folder or a zip, in whatever order and under whatever file names.
    """
    content = {
        "as_at": package.as_at.isoformat(),
        "contract_version": package.contract_version,
        "demo": package.demo,
        "tables": dict(tables),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
