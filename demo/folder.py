"""Writes tables into an extract folder: one CSV or Parquet file a table and datapackage.json."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from demo.columns import Coded, Column, Ids, Table, rows_of
from demo.contract import Contract, Field

# Nothing in the demo needs quotes; "none" raises should that ever change.
PLAIN = pcsv.WriteOptions(include_header=False, quoting_style="none", batch_size=16384)


class ExtractFolder:
    """Appends pieces of tables, then `close` writes datapackage.json.

    Raises FileExistsError for a folder that already holds files: nothing of a reader's is overwritten.
    """

    def __init__(self, out: Path, contract: Contract, *, parquet: bool = False) -> None:
        out.mkdir(parents=True, exist_ok=True)
        if any(out.iterdir()):
            raise FileExistsError(f"{out} is not empty; give a new or empty folder.")
        self.out, self.contract, self.parquet = out, contract, parquet
        self.rows: dict[str, int] = {}
        self._open: dict[str, object] = {}

    def append(self, name: str, table: Table) -> None:
        """Adds rows. Columns that the contract has and `table` lacks stay empty."""
        self._write(name, as_arrow(self.contract.tables[name], table, name))

    def append_rows(self, name: str, rows: list[dict[str, object]]) -> None:
        """Adds rows given one by one: dates, datetimes, words and empty values by column name."""
        fields = self.contract.tables[name]
        unknown = {key for row in rows for key in row} - {field.name for field in fields}
        if unknown:
            raise ValueError(f"{name}: the contract has no column {', '.join(sorted(unknown))}.")
        schema = pa.schema([(field.name, ARROW_TYPES.get(field.kind, pa.string())) for field in fields])
        self._write(name, pa.Table.from_pylist(rows, schema=schema))

    def close(self, *, as_at: str, title: str) -> None:
        """Closes the files and writes datapackage.json with rows and sha256 of each.

        A required table without rows is written with its header alone.
        """
        for name in set(self.contract.required) - set(self.rows):
            self.append_rows(name, [])
        for handle in self._open.values():
            handle.close()
        package = {
            "profile": "tabular-data-package",
            "name": "probity-extract",
            "title": title,
            "contract_version": self.contract.version,
            "as_at": as_at,
            "demo": True,
            "resources": [self._described(name) for name in self.contract.tables if name in self.rows],
        }
        (self.out / "datapackage.json").write_text(json.dumps(package, indent=1) + "\n", encoding="utf-8")

    def _write(self, name: str, piece: pa.Table) -> None:
        self.rows[name] = self.rows.get(name, 0) + len(piece)
        if self.parquet:
            self._writer(name, piece.schema).write_table(piece)
        else:
            self._append_csv(name, piece)

    def path(self, name: str) -> Path:
        return self.out / f"{name}.{'parquet' if self.parquet else 'csv'}"

    def _described(self, name: str) -> dict[str, object]:
        with self.path(name).open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        return {"name": name, "path": self.path(name).name, "rows": self.rows[name], "sha256": digest}

    def _writer(self, name: str, schema: pa.Schema) -> pq.ParquetWriter:
        if name not in self._open:
            self._open[name] = pq.ParquetWriter(self.path(name), schema, compression="zstd")
        return self._open[name]

    def _append_csv(self, name: str, piece: pa.Table) -> None:
        if name not in self._open:
            self._open[name] = self.path(name).open("wb")
            self._open[name].write((",".join(piece.column_names) + "\n").encode())
        pcsv.write_csv(_as_text(piece), self._open[name], PLAIN)


def as_arrow(fields: tuple[Field, ...], table: Table, name: str) -> pa.Table:
    """The contract's columns in its order. Raises ValueError for a column or a word that it does not know."""
    unknown = set(table) - {field.name for field in fields}
    if unknown:
        raise ValueError(f"{name}: the contract has no column {', '.join(sorted(unknown))}.")
    count = rows_of(table)
    return pa.table(
        {field.name: _arrow_column(field, table.get(field.name), count, name) for field in fields}
    )


ARROW_TYPES = {
    "date": pa.date32(),
    "datetime": pa.timestamp("s"),
    "instant": pa.timestamp("s", tz="UTC"),
    "integer": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}


def _arrow_column(field: Field, column: Column | None, count: int, table: str) -> pa.Array:
    kind = ARROW_TYPES.get(field.kind, pa.string())
    if column is None:
        if field.required:
            raise ValueError(f"{table}.{field.name} is required by the contract, and nothing generates it.")
        return pa.nulls(count, kind)
    if isinstance(column, Coded) and field.kind == "boolean":
        return pa.array(column.is_("true"), kind, mask=column.codes < 0)
    if isinstance(column, Coded):
        return _words(field, column, table)
    if isinstance(column, Ids):
        return _references(column)
    if field.kind == "integer":
        return pa.array(column, kind, mask=column < 0)
    if field.kind == "instant":
        return pa.array(column, pa.timestamp("s")).cast(kind)
    return pa.array(column, kind)


def _words(field: Field, column: Coded, table: str) -> pa.Array:
    strange = set(column.words) - set(field.words) if field.words else set()
    if strange:
        raise ValueError(f"{table}.{field.name}: the contract has no word {', '.join(sorted(strange))}.")
    indices = pa.array(column.codes.astype(np.int32), mask=column.codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(column.words, pa.string())).cast(pa.string())


def _references(column: Ids) -> pa.Array:
    digits = pa.array(column.numbers, mask=column.numbers < 0).cast(pa.string())
    return pc.binary_join_element_wise(column.prefix, pc.utf8_lpad(digits, column.digits, "0"), "")


def _as_text(piece: pa.Table) -> pa.Table:
    """Arrow writes an instant with a space where the contract has a T."""
    for position, field in enumerate(piece.schema):
        if pa.types.is_timestamp(field.type):
            text = piece.column(position).cast(pa.string())
            piece = piece.set_column(position, field.name, pc.binary_replace_slice(text, 10, 11, "T"))
    return piece
