"""Checks rows against each other and against the outside: ids, parents, order of time, versions, places.

Each check is a SELECT of ordinal, field, found, expected, code over the typed tables `t_<name>`.
A value that is bad in itself is null there or not compared again, so that one mistake is one fault;
rows are compared with another table only when that table could be read whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import duckdb

from apps.caseload.checking.faults import FaultLog, quoted
from apps.caseload.checking.reading import Source
from apps.caseload.contract import Column, Kind, Parent, Table, Versions
from apps.caseload.contract.follows import FOLLOWS

LONDON = ZoneInfo("Europe/London")
ATTENDED = "outcome IN ('attended', 'attended_late', 'sent_home', 'held')"


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What the checks know beside the extract's own rows."""

    as_at: date
    regions: frozenset[str]
    units: Mapping[str, str]  # unit code -> region code


@dataclass(frozen=True, kw_only=True)
class Known:
    """The tables that were read; `whole` those of which every line could be read."""

    sources: Mapping[str, Source]
    whole: frozenset[str]

    def parent(self, parent: Parent) -> bool:
        return parent.table in self.whole


def _fault(field: str, found: str, expected: str, code: str, *, ordinal: str = "c.rowid") -> str:
    return (
        f"SELECT {ordinal}, '{field}', coalesce(CAST({found} AS VARCHAR), ''), '{quoted(expected)}', '{code}'"
    )


def _shown(column: Column, alias: str = "c") -> str:
    """SQL of a value as the file writes it."""
    name = f"{alias}.{column.name}"
    if column.kind is Kind.WALL_CLOCK:
        return f"replace(CAST({name} AS VARCHAR), ' ', 'T')"
    if column.kind is Kind.INSTANT:  # the session's time zone is UTC
        return f"replace(CAST(CAST({name} AS TIMESTAMP) AS VARCHAR), ' ', 'T') || 'Z'"
    return name


def run(db: duckdb.DuckDBPyConnection, known: Known, frame: Frame, log: FaultLog) -> None:
    """Log every fault between rows."""
    # In one transaction: some hundred statements would each wait for the disk.
    db.begin()
    _make_places(db, frame)
    for source in known.sources.values():
        for select in _selects(db, source.table, known, frame):
            log.add_rows(source.file, select)
    db.commit()


def _make_places(db: duckdb.DuckDBPyConnection, frame: Frame) -> None:
    db.execute("CREATE TABLE regions (code VARCHAR)")
    db.execute("CREATE TABLE units (code VARCHAR, region VARCHAR)")
    db.execute("INSERT INTO regions SELECT unnest(?)", [sorted(frame.regions)])
    units = sorted(frame.units)
    db.execute(
        "INSERT INTO units SELECT unnest(?), unnest(?)", [units, [frame.units[code] for code in units]]
    )


def _selects(db: duckdb.DuckDBPyConnection, table: Table, known: Known, frame: Frame) -> Iterator[str]:
    yield from _same_ids(db, table)
    for parent in table.parents:
        if known.parent(parent):
            yield from _parents(table, parent, known.sources[parent.table].table)
    for column in table.columns:
        yield from _column_order(table, column, frame, known)
    yield from _places(table)
    yield from _appointments(table, frame, known)
    if table.versions:
        yield from _versions(db, table, table.versions)
        yield from _two_in_force(db, table, (table.versions.of,))
    elif table.one_in_force_within:
        yield from _two_in_force(db, table, table.one_in_force_within)
    if table.unique_within:
        yield from _same_rows(db, table, table.unique_within)
    yield from _own_checks(table, known)


def _own_checks(table: Table, known: Known) -> Iterator[str]:
    """What only this table can get wrong."""
    if table.no_overlap_within:
        yield _overlaps(table)
    for child, *follows in FOLLOWS:
        if child == table.name and follows[2] in known.whole:
            yield _follows(table, *follows)
    if table.name == "releases" and "sentences" in known.whole:
        yield _shared_ids()
    if table.name == "people":
        yield from _without_region(known)


def _same_ids(db: duckdb.DuckDBPyConnection, table: Table) -> Iterator[str]:
    """Ids that come twice. Hashes are counted first: 64 bits a row fit where eight million texts do not."""
    key, name = table.key, table.name
    rows, distinct = db.execute(
        f"SELECT count({key}), count(DISTINCT hash({key})) FROM t_{name} WHERE {key} IS NOT NULL"
    ).fetchall()[0]
    if rows != distinct:
        yield (
            _fault(key, f"c.{key}", "an id that no earlier row has", "same_id_twice")
            + f" FROM (SELECT rowid, {key}, row_number() OVER (PARTITION BY {key} ORDER BY rowid) AS nth"
            f" FROM t_{name} WHERE {key} IS NOT NULL) c WHERE nth > 1"
        )


def _is_good(table: Table, column: str, alias: str = "c") -> str:
    """SQL: this column's own value passed its check."""
    return f"{alias}.bad & {1 << table.header.index(column)} = 0"


def _parents(table: Table, parent: Parent, other: Table) -> Iterator[str]:
    column = parent.column
    yield (
        _fault(column, f"c.{column}", f"an id of {parent.table}", "missing_parent")
        + f" FROM t_{table.name} c ANTI JOIN t_{parent.table} p ON p.{parent.key} = c.{column}"
        f" WHERE c.{column} IS NOT NULL AND {_is_good(table, column)}"
    )
    if column != "person_id" and table.has("person_id") and other.has("person_id"):
        yield (
            _fault("person_id", "c.person_id", f"the person of its row in {parent.table}", "other_person")
            + f" FROM t_{table.name} c JOIN t_{parent.table} p ON p.{parent.key} = c.{column}"
            " WHERE p.person_id <> c.person_id"
        )


def _as_at_bound(column: Column, frame: Frame) -> str:
    """SQL that holds when the event lies after the end of the as-at day in England and Wales."""
    name = f"c.{column.name}"
    if column.kind is Kind.INSTANT:
        end = datetime.combine(frame.as_at + timedelta(days=1), time(), tzinfo=LONDON)
        return f"{name} >= TIMESTAMPTZ '{end.isoformat()}'"
    return f"CAST({name} AS DATE) > DATE '{frame.as_at.isoformat()}'"


def _column_order(table: Table, column: Column, frame: Frame, known: Known) -> Iterator[str]:
    name, shown, rows = column.name, _shown(column), f" FROM t_{table.name} c WHERE "
    if column.actual:
        expected = f"not after the as-at day, {frame.as_at.isoformat()}"
        yield _fault(name, shown, expected, "after_as_at") + rows + _as_at_bound(column, frame)
    if column.not_before:
        earlier = column.not_before
        yield _fault(name, shown, f"not before {earlier}", "out_of_order") + (
            f"{rows} c.{name} < c.{earlier}"
        )
    if column.requires:
        needed = column.requires
        yield _fault(name, shown, f"empty, or {needed} given too", "missing_companion") + (
            f"{rows} c.{name} IS NOT NULL AND c.{needed} IS NULL AND {_is_good(table, needed)}"
        )
    if column.first_of_month:
        yield (
            _fault(name, shown, "the first day of a month", "not_first_of_month")
            + f"{rows} day(c.{name}) <> 1"
        )
    if column.not_after_death and "deaths" in known.whole:
        yield (
            _fault(name, shown, "not after the person's death", "after_death")
            + f" FROM t_{table.name} c JOIN t_deaths d USING (person_id) WHERE c.{name} > d.died_on"
        )
    if column.after_birth and "people" in known.whole:
        yield (
            _fault(name, shown, "not before the person's birth", "before_birth")
            + f" FROM t_{table.name} c JOIN t_people p USING (person_id)"
            f" WHERE c.{name} < p.date_of_birth"
        )


def _places(table: Table) -> Iterator[str]:
    for column in table.columns:
        if column.place:
            yield (
                _fault(
                    column.name,
                    f"c.{column.name}",
                    f"the code of a {column.place}",
                    f"unknown_{column.place}",
                )
                + f" FROM t_{table.name} c ANTI JOIN {column.place}s k ON k.code = c.{column.name}"
                f" WHERE c.{column.name} IS NOT NULL AND {_is_good(table, column.name)}"
            )
    if table.has("region_code", "unit_code"):
        yield (
            _fault("unit_code", "c.unit_code", "a unit of the row's region", "unit_outside_region")
            + f" FROM t_{table.name} c JOIN units k ON k.code = c.unit_code"
            " JOIN regions r ON r.code = c.region_code WHERE k.region <> c.region_code"
        )


def _appointments(table: Table, frame: Frame, known: Known) -> Iterator[str]:
    """What a version of an appointment can be: nobody attends before the day, or after being called off."""
    if not table.has("scheduled_on", "recorded_at", "outcome"):
        return
    rows = f" FROM t_{table.name} c WHERE "
    as_at = frame.as_at.isoformat()
    yield _fault(
        "outcome", "c.outcome", f"empty for a day after the as-at day, {as_at}", "outcome_too_early"
    ) + (f"{rows} c.outcome IS NOT NULL AND c.scheduled_on > DATE '{as_at}'")
    yield _fault("outcome", "c.outcome", "no attendance at what was cancelled", "cancelled_and_attended") + (
        f"{rows} c.cancelled_at IS NOT NULL AND c.{ATTENDED}"
    )
    # Arranged for a day already gone and nothing said of it: no reader can tell what it was.
    yield _fault(
        "recorded_at",
        "replace(CAST(c.recorded_at AS VARCHAR), ' ', 'T')",
        "by the end of its day, or with an outcome",
        "recorded_after_its_day",
    ) + (
        f"{rows} CAST(c.recorded_at AS DATE) > c.scheduled_on AND c.outcome IS NULL"
        f" AND {_is_good(table, 'outcome')} AND c.cancelled_at IS NULL AND c.superseded_at IS NULL"
    )
    if table.has("person_id") and "deaths" in known.whole:
        yield (
            _fault("scheduled_on", "c.scheduled_on", "attendance not after the person's death", "after_death")
            + f" FROM t_{table.name} c JOIN t_deaths d USING (person_id)"
            f" WHERE c.{ATTENDED} AND c.scheduled_on > d.died_on"
        )


def _versions(db: duckdb.DuckDBPyConnection, table: Table, versions: Versions) -> Iterator[str]:
    """Versions of one thing concern one subject. Looked for by hash first, as in `_same_ids`."""
    of, subject, name = versions.of, versions.subject, table.name
    if of != subject and _any(
        db, f"FROM t_{name} GROUP BY hash({of}) HAVING min(hash({subject})) <> max(hash({subject}))"
    ):
        yield (
            _fault(subject, f"c.{subject}", f"the {subject} of the first with this {of}", "versions_differ")
            + f" FROM (SELECT rowid, {subject},"
            f" first_value({subject}) OVER (PARTITION BY {of} ORDER BY rowid) AS firstly"
            f" FROM t_{name} WHERE {of} IS NOT NULL) c WHERE firstly <> {subject}"
        )


def _any(db: duckdb.DuckDBPyConnection, rest: str) -> bool:
    return bool(db.execute(f"SELECT 1 {rest} LIMIT 1").fetchall())


def _given(names: tuple[str, ...]) -> str:
    return " AND ".join(f"{name} IS NOT NULL" for name in names)


def _two_in_force(db: duckdb.DuckDBPyConnection, table: Table, of: tuple[str, ...]) -> Iterator[str]:
    """At most one version of each thing is not superseded; `of` are the columns that say which thing."""
    within, name = ", ".join(of), table.name
    in_force = f"FROM t_{name} WHERE superseded_at IS NULL AND {_given(of)}"
    if _any(db, f"{in_force} GROUP BY hash({within}) HAVING count(*) > 1"):
        yield (
            _fault(
                "superseded_at", "''", f"given in all rows but one of this {within}", "two_versions_in_force"
            )
            + f" FROM (SELECT rowid, row_number() OVER (PARTITION BY {within} ORDER BY rowid) AS nth"
            f" {in_force} AND {_is_good(table, 'superseded_at', f't_{name}')}) c WHERE nth > 1"
        )


def _same_rows(db: duckdb.DuckDBPyConnection, table: Table, of: tuple[str, ...]) -> Iterator[str]:
    """No two rows have the same values in these columns."""
    within, rows = ", ".join(of), f"FROM t_{table.name} WHERE {_given(of)}"
    if _any(db, f"{rows} GROUP BY hash({within}) HAVING count(*) > 1"):
        last = of[-1]
        yield (
            _fault(last, f"c.{last}", f"one row for each {within}", "same_row_twice")
            + f" FROM (SELECT rowid, {last}, row_number() OVER (PARTITION BY {within} ORDER BY rowid) AS nth"
            f" {rows}) c WHERE nth > 1"
        )


def _overlaps(table: Table) -> str:
    within = ", ".join(table.no_overlap_within)
    given = _given(table.no_overlap_within)
    return (
        _fault("start_on", "c.start_on", f"after the end of the period before it ({within} alike)", "overlap")
        + " FROM (SELECT rowid, start_on,"
        f" max(coalesce(end_on, DATE '2199-12-31')) OVER (PARTITION BY {within}"
        " ORDER BY start_on, rowid ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_it"
        f" FROM t_{table.name} WHERE {given}) c"
        " WHERE start_on <= before_it"
    )


def _day_of(table: Table, column: str) -> str:
    """SQL of the day of a column, as days are counted in England and Wales."""
    if table.column(column).kind is Kind.INSTANT:
        return f"CAST(timezone('{LONDON.key}', c.{column}) AS DATE)"
    return f"c.{column}"


def _follows(table: Table, column: str, link: str, parent: str, earlier: str) -> str:
    return (
        _fault(column, f"c.{column}", f"not before {earlier} of its row in {parent}", "before_its_parent")
        + f" FROM t_{table.name} c JOIN t_{parent} p ON p.{link} = c.{link}"
        f" WHERE {_day_of(table, column)} < p.{earlier}"
    )


def _shared_ids() -> str:
    return (
        _fault("release_id", "c.release_id", "an id that no sentence has", "shared_id")
        + " FROM t_releases c SEMI JOIN t_sentences s ON s.sentence_id = c.release_id"
    )


def _without_region(known: Known) -> Iterator[str]:
    """People whom no row of any table puts in a region: nobody could ever answer for them."""
    placing = [
        (name, column.name)
        for name in known.sources
        for column in known.sources[name].table.columns
        if column.place == "region" and known.sources[name].table.has("person_id")
    ]
    if not placing or not {"sentences", "supervision_periods", "releases"} <= known.whole:
        return
    placed = " UNION ALL ".join(
        f"SELECT person_id FROM t_{name} WHERE {region} IS NOT NULL" for name, region in placing
    )
    yield (
        _fault(
            "person_id", "c.person_id", "a sentence, release or supervision period with a region", "no_region"
        )
        + f" FROM t_people c ANTI JOIN ({placed}) k USING (person_id) WHERE c.person_id IS NOT NULL"
    )
