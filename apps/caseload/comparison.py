"""What would change if an extract went live: rows, people and sentences against the live one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import duckdb

from apps.caseload import kept
from apps.caseload.contract import load_contract
from apps.caseload.models import Extract


@dataclass(frozen=True, kw_only=True)
class Change:
    """A count before and after."""

    label: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, kw_only=True)
class People:
    """People of two extracts, by their ids. `changed` are in both, with another row."""

    new: int
    gone: int
    kept: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """An extract against the live one; against nothing when none is live (`live_name` is then empty)."""

    live_name: str
    live_as_at: date | None
    live_demo: bool
    as_at: date
    demo: bool
    tables: tuple[Change, ...]
    people: People
    sentences_by_region: tuple[Change, ...]

    @property
    def goes_back(self) -> bool:
        """Whether the live extract is of a later day."""
        return self.live_as_at is not None and self.live_as_at > self.as_at

    @property
    def is_demo_over_real(self) -> bool:
        return bool(self.live_name) and self.demo and not self.live_demo


def compare(extract: Extract, live: Extract | None, *, regions: Mapping[str, str]) -> Comparison:
    """What putting `extract` live would change. `regions`: name by code, in the order to show.

    Raises KeptFileChanged when files of either are missing.
    """
    before, after = live.rows if live else {}, extract.rows
    tables = [
        Change(label=table.title, before=before.get(name, 0), after=after.get(name, 0))
        for name, table in load_contract().tables.items()
        if before.get(name) or after.get(name)
    ]
    return Comparison(
        live_name=live.name if live else "",
        live_as_at=live.as_at if live else None,
        live_demo=live.demo if live else False,
        as_at=extract.as_at,
        demo=extract.demo,
        tables=tuple(tables),
        people=_people(extract, live),
        sentences_by_region=_by_region(extract, live, regions),
    )


def _by_region(extract: Extract, live: Extract | None, regions: Mapping[str, str]) -> tuple[Change, ...]:
    before = dict(_sentences(live)) if live else {}
    after = dict(_sentences(extract))
    return tuple(
        Change(label=name, before=before.get(code, 0), after=after.get(code, 0))
        for code, name in regions.items()
    )


def _sentences(extract: Extract) -> tuple[tuple[str, int], ...]:
    found = kept.table_of(extract, "sentences")
    return _count_sentences(found) if found else ()


# Kept files never change, so what was counted once stays true.
@lru_cache(maxsize=32)
def _count_sentences(found: kept.KeptTable) -> tuple[tuple[str, int], ...]:
    with kept.open_reader() as db:
        rows = db.execute(f"SELECT court_region_code, count(*) FROM {found.sql(db)} GROUP BY 1").fetchall()  # noqa: S608
    return tuple((code, count) for code, count in rows)


def _people(extract: Extract, live: Extract | None) -> People:
    after = kept.table_of(extract, "people")
    before = kept.table_of(live, "people") if live else None
    if after is None or before is None:
        return People(new=extract.rows.get("people", 0), gone=0, kept=0, changed=0)
    return _compare_people(after, before)


@lru_cache(maxsize=32)
def _compare_people(after: kept.KeptTable, before: kept.KeptTable) -> People:
    with kept.open_reader() as db:
        return _join_people(db, after.sql(db), before.sql(db))


def _join_people(db: duckdb.DuckDBPyConnection, after: str, before: str) -> People:
    new, gone, both, changed = db.execute(
        "SELECT count(*) FILTER (b.person_id IS NULL), count(*) FILTER (a.person_id IS NULL),"  # noqa: S608 (own SQL)
        " count(*) FILTER (a.person_id = b.person_id), count(*) FILTER (a.whole <> b.whole)"
        f" FROM (SELECT person_id, hash(p) AS whole FROM {after} p) a"
        f" FULL JOIN (SELECT person_id, hash(p) AS whole FROM {before} p) b USING (person_id)"
    ).fetchall()[0]
    return People(new=new, gone=gone, kept=both, changed=changed)
