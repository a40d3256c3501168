"""Runs of the measures: asked for, carried out, given up."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models.functions import Now

from apps.caseload.models import Extract
from apps.caseload.queries import live_extract
from apps.organisation.actions import record
from apps.organisation.models import User
from apps.performance import case_rows, locks, vintages
from apps.performance.agreement import compare_sample
from apps.performance.executors import Executor, Span, postgres
from apps.performance.executors.choosing import judging_kept_files, judging_with
from apps.performance.executors.files import OpenFiles, RunFiles, opened
from apps.performance.models import MeasureOutcome, MeasureProgress, MeasureRun
from apps.performance.queries.runs import NOT_FINISHED, current_run
from rules.definitions.calendar import load_calendar
from rules.definitions.measures import MeasureDefinition, MeasureNotDefined, UnknownMeasure, load_measures
from rules.definitions.measures import measure as measure_definition
from rules.periods import Month, OutsideCalendar, months_between

MOST_MONTHS = 120
MOST_ATTEMPTS = 3

Watch = Callable[[str, str], None]


class RunRefused(Exception):
    """A run that cannot be: the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class RunPlan:
    """What to judge: measures that have a definition, and an inclusive range of months."""

    measures: Sequence[str]
    first: Month
    last: Month


def plan_run(*, first: Month, last: Month, measure: str | None = None) -> RunPlan:
    """Check what was asked for. `measure`: an id, with a space or an underscore; None: every defined one.

    Raises RunRefused for months in the wrong order, too many or outside the calendar of business days, an
    unknown measure, or one that cannot be judged.
    """
    if last < first:
        raise RunRefused(f"The first month ({first}) is after the last ({last}).")
    months = len(list(months_between(first, last)))
    if months > MOST_MONTHS:
        raise RunRefused(f"{first} to {last} is {months} months; a run takes at most {MOST_MONTHS}.")
    try:
        for end in (first.first_on, last.last_on):
            load_calendar().is_business_day(end)
    except OutsideCalendar as error:
        raise RunRefused(sentence(error)) from error
    measures = [_to_run(measure).id] if measure else sorted(load_measures())
    return RunPlan(measures=measures, first=first, last=last)


def _to_run(wanted: str) -> MeasureDefinition:
    """A measure by its id; RunRefused for a clock, of which no rate is run or published."""
    definition = measure_named(wanted)
    if definition.framework == "operational_clock":
        raise RunRefused(f"{definition.id} is a clock of the due list: it has no rate, so it is not run.")
    return definition


def measure_named(wanted: str) -> MeasureDefinition:
    """The defined measure with that id; "CRS SL001" and "crs_sl001" are CRS_SL001. Raises RunRefused."""
    try:
        return measure_definition(wanted.strip().upper().replace(" ", "_"))
    except (UnknownMeasure, MeasureNotDefined) as error:
        raise RunRefused(sentence(error)) from error


def request_run(*, plan: RunPlan, by: User | None, note: str = "") -> MeasureRun:
    """A waiting run over the live extract. Raises RunRefused without one, or while another run is open."""
    fail_dead_runs()
    extract = live_extract()
    if extract is None:
        raise RunRefused("No extract is live. Import one and put it live, then run the measures.")
    try:
        with transaction.atomic():
            run = _create(plan=plan, extract=extract, by=by, note=note)
    except IntegrityError as error:
        raise _already_open(extract) from error
    return run


def _create(
    *, plan: RunPlan, extract: Extract, by: User | None, note: str, is_trial: bool = False
) -> MeasureRun:
    run = MeasureRun.objects.create(
        extract=extract,
        measures=sorted(plan.measures),
        first_month=str(plan.first),
        last_month=str(plan.last),
        by=by,
        note=note,
        is_trial=is_trial,
    )
    MeasureProgress.objects.bulk_create(MeasureProgress(run=run, measure=name) for name in run.measures)
    after = {"measures": run.measures, "first_month": run.first_month, "last_month": run.last_month}
    record("run_measures", by=by, subject=run, after=after)
    return run


def request_trial(extract: Extract, *, by: User | None) -> MeasureRun:
    """A waiting run over an extract that is not live, of what the pages show now, to compare the two.

    Raises RunRefused for the live extract, without a run to compare with, or while another run of it is open.
    """
    fail_dead_runs()
    shown = current_run()
    if extract.state == Extract.State.LIVE:
        raise RunRefused("This extract is live already. Start a run instead.")
    if shown is None:
        raise RunRefused("Nothing is shown on the pages yet, so there is nothing to compare with.")
    last = Month.parse(shown.last_month)
    plan = RunPlan(measures=shown.measures, first=Month.parse(shown.first_month), last=last)
    note = f"Trial beside run {shown.pk}, before the extract goes live"
    try:
        with transaction.atomic():
            return _create(plan=plan, extract=extract, by=by, note=note, is_trial=True)
    except IntegrityError as error:
        raise _already_open(extract) from error


def retry_run(run: MeasureRun, *, by: User | None) -> MeasureRun:
    """A new run of what a failed one should have judged. Raises RunRefused."""
    fail_dead_runs()
    run.refresh_from_db()
    if run.state != MeasureRun.State.FAILED:
        raise RunRefused(f"Run {run.pk} has not failed.")
    if run.is_trial:
        return request_trial(run.extract, by=by)
    plan = RunPlan(
        measures=run.measures, first=Month.parse(run.first_month), last=Month.parse(run.last_month)
    )
    return request_run(plan=plan, by=by, note=f"Again after run {run.pk}")


def give_up(run: MeasureRun, *, by: User | None, why: str) -> None:
    """End a run that no worker has taken up. Raises RunRefused for any other."""
    waiting = MeasureRun.objects.filter(pk=run.pk, state=MeasureRun.State.WAITING)
    with transaction.atomic():
        if not waiting.update(state=MeasureRun.State.FAILED, error=why, finished_at=Now()):
            raise RunRefused(f"Run {run.pk} is not waiting any more.")
        record("give_up_run", by=by, subject=run, reason=why)


def execute_run(
    run_id: int,
    *,
    files: RunFiles = RunFiles(),  # noqa: B008
    watch: Watch | None = None,
    executor: str | None = None,
) -> MeasureRun:
    """Judge, and keep everything or nothing. `watch` hears (measure, what is being done).

    `executor`: duckdb or postgres; None: the one that the settings name. May be called again for a run whose
    process died (three attempts). A run that has ended, or that another process is working on, is returned as
    it is. Whatever goes wrong is kept on the run and raised again.
    """
    run = MeasureRun.objects.select_related("extract").get(pk=run_id)
    if not run.is_open:
        return run
    own_transaction = not connection.in_atomic_block
    try:
        with (
            opened(files) as targets,
            vintages.writing(run) as vintage,
            _side_connection() as side,
            transaction.atomic(),
        ):
            if not locks.take(run.pk):
                return _left_alone(run)
            work = _Work(run=run, side=side, targets=targets, watch=watch, vintage=vintage)
            work.carry_out(executor or settings.MEASURES_EXECUTOR, own_transaction=own_transaction)
    except BaseException as error:
        # BaseException: a run stopped by Ctrl-C or by a worker's shutdown is a failed run as well.
        _fail(run.pk, _in_words(error))
        raise
    case_rows.remove_unlisted()
    run.refresh_from_db()
    return run


def _left_alone(run: MeasureRun) -> MeasureRun:
    """Somebody works on this run, which is well; or on another one, and this one has had its turn."""
    run.refresh_from_db()
    if run.state == MeasureRun.State.WAITING:
        raise RunRefused("Another run is going on. Start this one again when it has ended.")
    return run


def fail_dead_runs() -> list[MeasureRun]:
    """Mark the runs failed whose process is gone; returns them. What they had written was rolled back."""
    dead = [run for run in MeasureRun.objects.filter(state=MeasureRun.State.RUNNING) if locks.is_free(run.pk)]
    for run in dead:
        _fail(run.pk, NOT_FINISHED)
    return dead


class _Work:
    """One attempt at one run, inside its transaction; what others may watch goes over `side`."""

    def __init__(
        self,
        *,
        run: MeasureRun,
        side: BaseDatabaseWrapper,
        targets: OpenFiles,
        watch: Watch | None,
        vintage: vintages.Writing,
    ) -> None:
        self.run, self.side, self.targets, self.watch, self.vintage = run, side, targets, watch, vintage
        self.replaced = MeasureRun.objects.filter(extract=run.extract, is_current=True).first()
        self.becomes_current = not run.is_trial and (self.replaced is None or covers(run, self.replaced))

    def carry_out(self, executor: str, *, own_transaction: bool) -> None:
        self._begin()
        vintages.remove_orphans(but=self.vintage)
        with connection.cursor() as cursor:
            postgres.prepare(cursor, locks.event_tables())
            self._check_extract()
            if self.becomes_current:
                case_rows.begin(cursor, self.run.pk)
            span = Span(as_at=self.run.as_at, first=self._month("first"), last=self._month("last"))
            with self._judging(executor, cursor, span, own_transaction=own_transaction) as judge:
                for measure in self.run.measures:
                    self._judge(judge, measure)
            if self.becomes_current:
                case_rows.attach(cursor, self.run.pk)
            if self.targets.cells:
                postgres.copy_cells(cursor, run_id=self.run.pk, target=self.targets.cells)
        self._finish(self.vintage.keep())

    def _judging(
        self, executor: str, cursor: CursorWrapper, span: Span, *, own_transaction: bool
    ) -> AbstractContextManager[Executor]:
        measures = self.run.measures
        if self.run.is_trial:
            return judging_kept_files(self.run.extract, cursor, span=span, measures=measures)
        return judging_with(executor, cursor, span=span, measures=measures, own_transaction=own_transaction)

    def _month(self, end: str) -> Month:
        return Month.parse(getattr(self.run, f"{end}_month"))

    def _begin(self) -> None:
        if self.run.attempts >= MOST_ATTEMPTS:
            raise RunRefused(f"Given up after {MOST_ATTEMPTS} attempts, each of which stopped half-way.")
        self._tell(
            "UPDATE performance_measurerun SET state = 'running', attempts = attempts + 1,"
            " started_at = clock_timestamp(), heartbeat_at = clock_timestamp() WHERE id = %s",
            [self.run.pk],
        )
        # The same on this connection: inside a caller's transaction the side connection finds no row yet.
        self.run.attempts += 1

    def _check_extract(self) -> None:
        live = live_extract()
        if self.run.is_trial:
            return
        if live is None or live.pk != self.run.extract_id:
            raise RunRefused("Another extract went live before this run began. Start a new run.")

    def _judge(self, executor: Executor, measure: str) -> None:
        started = time.monotonic()
        self._progress(measure, MeasureProgress.State.RUNNING)
        occurrences = executor.judge(measure)
        self._write(executor, measure)
        self._progress(measure, MeasureProgress.State.CHECKING, occurrences=occurrences)
        compared = compare_sample(executor, name=measure, seed=self.run.pk)
        seconds = Decimal(time.monotonic() - started).quantize(Decimal("0.01"))
        self._progress(
            measure,
            MeasureProgress.State.FINISHED,
            occurrences=occurrences,
            seconds=seconds,
            compared=compared,
        )

    def _write(self, executor: Executor, measure: str) -> None:
        executor.write_cells(run_id=self.run.pk)
        if self.becomes_current:
            listed = (load_measures()[measure].missed, *MeasureOutcome.LISTED_AS_WELL)
            executor.write_outcomes(run_id=self.run.pk, verdicts=listed)
        if self.targets.verdicts:
            executor.copy_verdicts(self.targets.verdicts)
        self.vintage.add(executor.judged())

    def _progress(self, measure: str, state: str, **values: object) -> None:
        if self.watch:
            self.watch(measure, MeasureProgress.State(state).label)
        names = {"state": state, **values}
        columns = ", ".join(f"{name} = %s" for name in names)
        self._tell(
            # Column names are this file's own words.
            f"UPDATE performance_measureprogress SET {columns} WHERE run_id = %s AND measure = %s",  # noqa: S608
            [*names.values(), self.run.pk, measure],
        )
        self._tell(
            "UPDATE performance_measurerun SET heartbeat_at = clock_timestamp() WHERE id = %s", [self.run.pk]
        )

    def _tell(self, sql: str, values: list[object]) -> None:
        with self.side.cursor() as cursor:
            cursor.execute(sql, values)

    def _finish(self, kept: vintages.Kept) -> None:
        if self.becomes_current:
            MeasureRun.objects.filter(extract=self.run.extract, is_current=True).update(is_current=False)
            _let_go_of_outcomes(keep=self.run)
        MeasureRun.objects.filter(pk=self.run.pk).update(
            state=MeasureRun.State.FINISHED,
            is_current=self.becomes_current,
            holds_outcomes=self.becomes_current,
            finished_at=Now(),
            error="",
            note=self._note(),
            vintage_file=kept.file,
            vintage_sha256=kept.sha256,
            vintage_rows=kept.rows,
        )

    def _note(self) -> str:
        if self.becomes_current or self.replaced is None or self.run.is_trial:
            return self.run.note
        return f"Kept beside run {self.replaced.pk}, which the pages go on showing because it covers more."


def covers(run: MeasureRun, other: MeasureRun) -> bool:
    """Whether `run` judges every measure and month that `other` judged."""
    return (
        set(other.measures) <= set(run.measures)
        and run.first_month <= other.first_month
        and other.last_month <= run.last_month
    )


def _let_go_of_outcomes(*, keep: MeasureRun) -> None:
    """Rows of single cases stay for this run and for the current run of the extract that was live before.

    Those of other runs are dropped once this is committed."""
    earlier = (
        MeasureRun.objects.filter(is_current=True, holds_outcomes=True)
        .exclude(extract=keep.extract)
        .order_by("-extract__as_at", "-pk")
        .values_list("pk", flat=True)[:1]
    )
    stale = MeasureRun.objects.filter(holds_outcomes=True).exclude(pk__in=[keep.pk, *earlier])
    stale.update(holds_outcomes=False)


def _already_open(extract: Extract) -> RunRefused:
    run = MeasureRun.objects.filter(extract=extract, state__in=MeasureRun.OPEN_STATES).first()
    if run is None:  # it ended in between
        return RunRefused("Another run was just ending. Try again.")
    return RunRefused(
        f"Run {run.pk} ({run.first_month} to {run.last_month}) is {run.get_state_display().lower()}."
        " One run at a time: wait for it to end."
    )


def _fail(run_id: int, error: str) -> None:
    MeasureRun.objects.filter(pk=run_id, state__in=MeasureRun.OPEN_STATES).update(
        state=MeasureRun.State.FAILED, error=error, finished_at=Now()
    )


def sentence(error: Exception) -> str:
    """An error's text as a sentence that can be shown."""
    text = str(error).strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


def _in_words(error: BaseException) -> str:
    if isinstance(error, KeyboardInterrupt | SystemExit):
        return "Stopped by hand. Nothing of it was kept."
    return f"{error}".strip() or type(error).__name__


@contextmanager
def _side_connection() -> Iterator[BaseDatabaseWrapper]:
    side = connection.copy()
    try:
        yield side
    finally:
        side.close()
