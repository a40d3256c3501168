"""Judges some people again: rows for the caller, or a new run that says the same of everybody else.

A run is frozen. Judging people again never touches one: it tells how it would differ, or makes another run
whose vintage is the earlier one without these people, and their new rows.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.functions import Now
from psycopg import sql

from apps.caseload.contract import load_contract
from apps.caseload.models import Extract
from apps.caseload.queries import live_extract
from apps.organisation.actions import record
from apps.organisation.models import User
from apps.performance import case_rows, locks, vintages
from apps.performance.actions import RunRefused
from apps.performance.agreement import compare_sample
from apps.performance.executors import Executor, Span, postgres
from apps.performance.executors.at_once import JUDGED, AtOnce
from apps.performance.executors.choosing import judging_people
from apps.performance.executors.columns import VERDICT_COLUMNS, counts_of_a_cell
from apps.performance.executors.duckdb import scratch, tables_read
from apps.performance.executors.of_people import about, reading_people
from apps.performance.models import MeasureOutcome, MeasureProgress, MeasureRun
from apps.performance.queries.runs import current_run
from apps.performance.queries.vintages import Difference, difference_from_before, stand_before
from rules.definitions.measures import load_measures
from rules.measures import run_steps
from rules.periods import Month


@dataclass(frozen=True, kw_only=True)
class Rejudged:
    """The people's rows by measure, in the columns of a vintage, and how they differ from the run's."""

    run: MeasureRun
    rows: dict[str, pa.Table]
    difference: Difference


def rejudge(
    people: Sequence[str], *, tables: Collection[str] | None = None, run: MeasureRun | None = None
) -> Rejudged:
    """Judge the people by the live extract over the run's measures and months; nothing is written.

    tables: the tables of the extract in which something about the people changed, where that is known; then
    only the measures that rest on one of them are judged and compared. None: every measure. run: None for the
    one that the pages show. People whom the extract does not have lose their rows. Measures that are about
    nobody (surveys of judges) are left out. Raises RunRefused without a run, for a table that no extract has,
    or when the live extract is as at another day: then what is pending has changed for everybody.
    """
    base, _extract = _base(run)
    measures, own_transaction = _resting_on(base, tables), not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor, scratch() as there:
        postgres.prepare(cursor, locks.event_tables())
        with AtOnce(there, span=_span(base), measures=measures) as work:
            work.alongside(lambda other: stand_before(other, base, people, measures))
            with reading_people(people, own_transaction=own_transaction) as reader:
                work.judge(reader)
        difference = difference_from_before(there, JUDGED)
        return Rejudged(run=base, rows=_by_measure(there, measures), difference=difference)


def keep_rejudged(people: Sequence[str], *, by: User | None, run: MeasureRun | None = None) -> MeasureRun:
    """Judge the people again and make it a run, current in the earlier one's place; all of it or nothing.

    Raises RunRefused as `rejudge` does, while another run goes on, and when the run's case rows are gone.
    """
    base, extract = _base(run)
    if not base.holds_outcomes:
        raise RunRefused(f"Run {base.pk} keeps no rows of cases any more. Run the measures in full.")
    new = _derived(base, extract, by)
    with vintages.writing(new) as vintage, transaction.atomic():
        new.save(force_insert=True)
        if not locks.take(new.pk):
            raise RunRefused("Another run is going on. Try again when it has ended.")
        _Keeping(base=base, new=new, people=people, vintage=vintage).carry_out()
        after = {"derived_from": base.pk, "people": len(people)}
        record("rejudge_people", by=by, subject=new, after=after)
    case_rows.remove_unlisted()
    new.refresh_from_db()
    return new


def _base(run: MeasureRun | None) -> tuple[MeasureRun, Extract]:
    base, extract = run or current_run(), live_extract()
    if base is None or extract is None or not base.vintage_file:
        raise RunRefused("There is no run with kept verdicts to start from. Run the measures in full.")
    if base.as_at != extract.as_at:
        raise RunRefused(
            f"Run {base.pk} is as at {base.as_at}, the live extract as at {extract.as_at}: what is pending"
            " has changed for everybody. Run the measures in full."
        )
    return base, extract


def _derived(base: MeasureRun, extract: Extract, by: User | None) -> MeasureRun:
    number = MeasureRun.objects.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [number])
        pk = cursor.fetchone()[0]
    return MeasureRun(
        pk=pk,
        extract=extract,
        measures=base.measures,
        first_month=base.first_month,
        last_month=base.last_month,
        state=MeasureRun.State.WAITING,
        derived_from=base,
        by=by,
        note=f"Some people judged again after run {base.pk}",
    )


def _of_people(run: MeasureRun) -> list[str]:
    """The run's measures whose occurrences are people's: the rows of the others stay as they are."""
    nobodys = {table for table in load_contract().tables if about(table) is None}
    return [name for name in run.measures if not nobodys.intersection(load_measures()[name].occurrence)]


def _resting_on(run: MeasureRun, tables: Collection[str] | None) -> list[str]:
    """The run's measures of people whose verdicts rest on one of the tables."""
    measures = _of_people(run)
    if tables is None:
        return measures
    unknown = sorted(set(tables) - set(load_contract().tables))
    if unknown:
        raise RunRefused(f"No extract has a table {', '.join(unknown)}.")
    span = _span(run)
    steps = {name: run_steps(name, as_at=span.as_at, first=span.first, last=span.last) for name in measures}
    return [name for name in measures if tables_read(steps[name]) & set(tables)]


@contextmanager
def _judging(cursor: CursorWrapper, run: MeasureRun, people: Sequence[str]) -> Iterator[Executor]:
    with judging_people(people, cursor, span=_span(run), measures=_of_people(run)) as judge:
        yield judge


def _span(run: MeasureRun) -> Span:
    return Span(as_at=run.as_at, first=Month.parse(run.first_month), last=Month.parse(run.last_month))


def _judged(judge: Executor, measure: str) -> pa.Table:
    judge.judge(measure)
    return judge.judged().read_all().cast(vintages.SCHEMA)


def _by_measure(there: duckdb.DuckDBPyConnection, measures: Sequence[str]) -> dict[str, pa.Table]:
    columns = ", ".join(vintages.SCHEMA.names)
    select = f"SELECT {columns} FROM {JUDGED} ORDER BY measure, occurrence_id"  # noqa: S608 (own names)
    every = there.sql(select).to_arrow_table().cast(vintages.SCHEMA)
    found, place = dict.fromkeys(measures, vintages.SCHEMA.empty_table()), 0
    for run_of_rows in every["measure"].combine_chunks().value_counts().to_pylist():
        found[run_of_rows["values"]] = every.slice(place, run_of_rows["counts"])
        place += run_of_rows["counts"]
    return found


class _Keeping:
    """Writes a derived run, inside its transaction."""

    def __init__(
        self, *, base: MeasureRun, new: MeasureRun, people: Sequence[str], vintage: vintages.Writing
    ) -> None:
        self.base, self.new, self.people, self.vintage = base, new, list(people), vintage

    def carry_out(self) -> None:
        with connection.cursor() as cursor:
            postgres.prepare(cursor, locks.event_tables())
            case_rows.begin(cursor, self.new.pk)
            self._copy_outcomes(cursor)
            with _judging(cursor, self.base, self.people) as judge, duckdb.connect() as there:
                there.register("people", pa.table({"person_id": pa.array(self.people, pa.string())}))
                judged = set(_of_people(self.base))
                for measure in self.base.measures:
                    rows = self._judge(judge, measure) if measure in judged else None
                    self._keep(there, measure, rows)
            case_rows.attach(cursor, self.new.pk)
            kept = self.vintage.keep()
            self._count(cursor)
        self._finish(kept)

    def _judge(self, judge: Executor, measure: str) -> pa.Table:
        rows = _judged(judge, measure)
        listed = (load_measures()[measure].missed, *MeasureOutcome.LISTED_AS_WELL)
        judge.write_outcomes(run_id=self.new.pk, verdicts=listed)
        compared = compare_sample(judge, name=measure, seed=self.new.pk)
        MeasureProgress.objects.create(
            run=self.new,
            measure=measure,
            state=MeasureProgress.State.FINISHED,
            occurrences=rows.num_rows,
            compared=compared,
        )
        return rows

    def _keep(self, there: duckdb.DuckDBPyConnection, measure: str, rows: pa.Table | None) -> None:
        """Everybody else's rows as they were, these people's as they are now."""
        columns = ", ".join(vintages.SCHEMA.names)
        there.register("again", vintages.SCHEMA.empty_table() if rows is None else rows)
        others = "" if rows is None else "AND person_id NOT IN (SELECT person_id FROM people)"
        self.vintage.add(
            there.sql(
                f"SELECT {columns} FROM read_parquet('{_quoted(vintages.path_of(self.base))}')"  # noqa: S608
                f" WHERE measure = '{measure}' {others}"
                f" UNION ALL SELECT {columns} FROM again ORDER BY occurrence_id"
            ).to_arrow_reader()
        )

    def _copy_outcomes(self, cursor: CursorWrapper) -> None:
        columns = ", ".join((*VERDICT_COLUMNS, "practitioner_code"))
        cursor.execute(
            f"INSERT INTO {case_rows.table_of(self.new.pk)} (run_id, {columns}) SELECT %s, {columns}"  # noqa: S608
            " FROM performance_measureoutcome WHERE run_id = %s"
            " AND NOT (measure = ANY(%s) AND person_id = ANY(%s::text[]))",
            [self.new.pk, self.base.pk, _of_people(self.base), self.people],
        )

    def _count(self, cursor: CursorWrapper) -> None:
        """The cells of the whole new vintage: no count is carried over."""
        counts = counts_of_a_cell()
        names = ("measure", "edition", "period", "region", "unit", *counts)
        with duckdb.connect() as there:
            cells = there.sql(
                f"SELECT measure, edition, counts_in, region, unit, {', '.join(counts.values())}"  # noqa: S608
                f" FROM read_parquet('{_quoted(self.vintage.path)}') GROUP BY ALL"
            ).fetchall()
        statement = sql.SQL("COPY performance_measurecell ({}) FROM STDIN").format(
            sql.SQL(", ").join(map(sql.Identifier, ("run_id", *names)))
        )
        with cursor.copy(statement) as copy:
            for cell in cells:
                copy.write_row((self.new.pk, *cell))

    def _finish(self, kept: vintages.Kept) -> None:
        takes_over = self.base.is_current
        stale = MeasureRun.objects.filter(pk=self.base.pk)
        if takes_over:
            MeasureRun.objects.filter(extract=self.new.extract, is_current=True).update(is_current=False)
            stale.update(holds_outcomes=False)
        MeasureRun.objects.filter(pk=self.new.pk).update(
            state=MeasureRun.State.FINISHED,
            is_current=takes_over,
            holds_outcomes=True,
            finished_at=Now(),
            vintage_file=kept.file,
            vintage_sha256=kept.sha256,
            vintage_rows=kept.rows,
        )


def _quoted(path: Path | None) -> str:
    """A path inside quotation marks of SQL."""
    return str(path).replace("'", "''")
