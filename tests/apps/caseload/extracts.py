"""A small valid extract that tests take and break."""

import csv
import hashlib
import io
import json
import shutil
import zipfile
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from apps.caseload.contract import load_contract

AS_AT = "2024-06-30"
PARQUET_TYPES = {
    "date": "DATE",
    "wall_clock": "TIMESTAMP",
    "instant": "TIMESTAMPTZ",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
}
ROWS: dict[str, list[dict[str, str]]] = {
    "people": [
        {"person_id": "X1", "date_of_birth": "1990-02-03", "sex": "male", "ethnicity": "white"},
        {"person_id": "X2", "date_of_birth": "1985-12-31", "sex": "female", "pregnancy": "no"},
        {"person_id": "X3", "date_of_birth": "2001-06-15", "sex": "unknown"},
    ],
    "deaths": [{"person_id": "X3", "died_on": "2024-05-20"}],
    "custody_periods": [
        {
            "custody_id": "C1",
            "person_id": "X2",
            "reason": "sentence",
            "start_on": "2023-01-10",
            "end_on": "2024-01-09",
        },
        {"custody_id": "C2", "person_id": "X2", "reason": "recall", "start_on": "2024-03-05"},
    ],
    "sentences": [
        {
            "sentence_id": "S1",
            "person_id": "X1",
            "sentence_type": "community_order",
            "sentenced_on": "2024-01-15",
            "court_region_code": "H",
            "offence_group": "theft",
            "expected_end_on": "2025-01-14",
        },
        {
            "sentence_id": "S2",
            "person_id": "X2",
            "sentence_type": "custodial_determinate",
            "sentenced_on": "2023-01-10",
            "court_region_code": "A",
            "offence_group": "violence",
        },
        {
            "sentence_id": "S3",
            "person_id": "X3",
            "sentence_type": "suspended_sentence_order",
            "sentenced_on": "2024-02-01",
            "court_region_code": "H",
            "offence_group": "drugs",
        },
    ],
    "releases": [
        {
            "release_id": "R1",
            "person_id": "X2",
            "sentence_id": "S2",
            "released_on": "2024-01-09",
            "release_type": "licence",
            "prison_region_code": "A",
            "after_recall": "false",
        },
    ],
    "requirements": [
        {
            "requirement_id": "Q1",
            "sentence_id": "S1",
            "requirement_type": "unpaid_work",
            "imposed_on": "2024-01-15",
            "imposed_by": "original_sentence",
            "hours": "120",
        },
    ],
    "supervision_periods": [
        {
            "period_id": "P1",
            "person_id": "X1",
            "kind": "community",
            "region_code": "H",
            "unit_code": "H103",
            "practitioner_code": "H103-P01",
            "start_on": "2024-01-16",
        },
        {
            "period_id": "P2",
            "person_id": "X2",
            "kind": "licence",
            "region_code": "A",
            "unit_code": "A25",
            "practitioner_code": "A25-P01",
            "start_on": "2024-01-09",
            "end_on": "2024-03-05",
        },
    ],
    "contacts": [
        {
            "contact_version_id": "V1",
            "contact_id": "K1",
            "person_id": "X1",
            "mode": "office",
            "provider": "practitioner",
            "scheduled_on": "2024-01-19",
            "recorded_at": "2024-01-15T16:30:00",
            "superseded_at": "2024-01-17T09:00:00",
        },
        {
            "contact_version_id": "V2",
            "contact_id": "K1",
            "person_id": "X1",
            "mode": "office",
            "provider": "practitioner",
            "scheduled_on": "2024-01-22",
            "recorded_at": "2024-01-17T09:00:00",
            "outcome": "attended",
        },
        {
            "contact_version_id": "V3",
            "contact_id": "K2",
            "person_id": "X2",
            "mode": "telephone",
            "provider": "practitioner",
            "scheduled_on": "2024-01-10",
            "recorded_at": "2024-01-10T11:00:00",
            "outcome": "attended",
        },
        {
            "contact_version_id": "V4",
            "contact_id": "K3",
            "person_id": "X1",
            "mode": "home_visit",
            "provider": "practitioner",
            "scheduled_on": "2024-07-10",
            "recorded_at": "2024-06-20T10:00:00",
        },
    ],
    "recalls": [
        {
            "recall_id": "L1",
            "person_id": "X2",
            "release_id": "R1",
            "decided_at": "2024-03-04T15:00:00Z",
            "request_received_at": "2024-03-04T17:30:00+00:00",
            "returned_on": "2024-03-05",
            "part_b_due_on": "2024-03-19",
        },
    ],
    "unpaid_work_sessions": [
        {
            "session_version_id": "U1",
            "session_id": "U1",
            "person_id": "X1",
            "requirement_id": "Q1",
            "session_type": "work",
            "scheduled_on": "2024-02-03",
            "recorded_at": "2024-01-25T12:00:00",
            "outcome": "attended",
        },
    ],
    "crs_contracts": [
        {
            "contract_id": "T1",
            "supplier_code": "SUP1",
            "supplier_name": "Made-up Supplier",
            "service": "accommodation",
            "region_code": "H",
            "size": "large",
            "start_on": "2021-06-26",
        },
    ],
    "crs_referrals": [
        {"referral_id": "F1", "person_id": "X1", "contract_id": "T1", "referred_on": "2024-02-05"},
    ],
    "crs_appointments": [
        {
            "appointment_version_id": "A1",
            "appointment_id": "A1",
            "referral_id": "F1",
            "purpose": "assessment",
            "scheduled_on": "2024-02-12",
            "recorded_at": "2024-02-06T10:00:00",
            "outcome": "attended",
        },
    ],
}


@dataclass
class Draft:
    """An extract in the making: rows by table, and anything of it that a test wants otherwise.

    `bytes_of` replaces a file's content, `package` entries of datapackage.json (None takes one away),
    `resource` entries of one table's description.
    """

    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: deepcopy(ROWS))
    package: dict[str, Any] = field(default_factory=dict)
    resource: dict[str, dict[str, Any]] = field(default_factory=dict)
    bytes_of: dict[str, bytes] = field(default_factory=dict)
    more_files: dict[str, bytes] = field(default_factory=dict)
    parquet: bool = False

    def row(self, table: str, position: int) -> dict[str, str]:
        return self.rows[table][position]

    def csv(self, table: str, *, line_end: str = "\n") -> bytes:
        """The table's file as it would be written."""
        out = io.StringIO(newline="")
        columns = load_contract().tables[table].header
        writer = csv.DictWriter(out, columns, restval="", lineterminator=line_end)
        writer.writeheader()
        writer.writerows(self.rows[table])
        return out.getvalue().encode()

    def files(self) -> dict[str, bytes]:
        made = {f"{table}.csv": self.csv(table) for table in self.rows}
        described = json.dumps(self._package()).encode()
        return {**made, "datapackage.json": described, **self.bytes_of, **self.more_files}

    def _package(self) -> dict[str, Any]:
        resources = [
            {"name": table, "path": f"{table}.csv", "rows": len(rows), **self.resource.get(table, {})}
            for table, rows in self.rows.items()
        ]
        made = {
            "profile": "tabular-data-package",
            "name": "small",
            "contract_version": "1.0.0",
            "as_at": AS_AT,
            "demo": True,
            "resources": resources,
            **self.package,
        }
        return {key: value for key, value in made.items() if value is not None}

    def write(self, folder: Path) -> Path:
        """The extract as a folder of CSV files."""
        folder.mkdir(parents=True)
        for name, content in self.files().items():
            (folder / name).write_bytes(content)
        return folder

    def write_zip(self, path: Path, *, within: str = "") -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.files().items():
                archive.writestr(within + name, content)
        return path

    def write_parquet(self, folder: Path) -> Path:
        """The extract as Parquet, each column of its proper type."""
        self.resource = {table: {"path": f"{table}.parquet"} for table in self.rows}
        self.write(folder)
        for table in self.rows:
            source, target = folder / f"{table}.csv", folder / f"{table}.parquet"
            columns = ", ".join(
                f"CAST({column.name} AS {PARQUET_TYPES.get(column.kind, 'VARCHAR')}) AS {column.name}"
                for column in load_contract().tables[table].columns
            )
            duckdb.sql(
                f"SELECT {columns} FROM read_csv('{source}', all_varchar=true, header=true)"
            ).write_parquet(str(target))
            source.unlink()
        return folder


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def copy_of(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to)
    return to
