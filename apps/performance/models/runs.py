"""Runs of the measures, and what they found: counts per cell and one verdict per occurrence."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rules.facts import Verdict

MONTH_PATTERN = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
VERDICT_COUNTS = tuple(str(verdict) for verdict in Verdict)


class Bytewise(models.CharField):
    """Text that sorts by its bytes (C collation), as the rules sort it; codes and ids, never prose."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)


class MeasureRun(models.Model):
    """One judgement of some measures over some months of one extract. This row is the truth about it.

    A finished run that covers what the pages show becomes `current` for its extract; its cells and outcomes
    were written in the transaction that finished it, so an unfinished run has none.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        FINISHED = "finished", "Finished"
        FAILED = "failed", "Failed"

    OPEN_STATES = (State.WAITING, State.RUNNING)

    extract = models.ForeignKey("caseload.Extract", models.PROTECT, related_name="measure_runs")
    measures = ArrayField(Bytewise(max_length=20))
    first_month = Bytewise(max_length=7)
    last_month = Bytewise(max_length=7)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    is_current = models.BooleanField(default=False)
    # Of an extract that was not live: judged from its kept files to see what it would change, never shown.
    is_trial = models.BooleanField(default=False)
    # Cleared when newer runs replace this one: the cells stay, the rows of single cases go.
    holds_outcomes = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    note = models.CharField(max_length=300, blank=True)
    requested_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
    # Every verdict of the run in one file; empty for runs of before there were vintages, and unfinished ones.
    vintage_file = models.CharField(max_length=200, blank=True, help_text="Path below MEDIA_ROOT")
    vintage_sha256 = Bytewise(max_length=64, blank=True)
    vintage_rows = models.PositiveBigIntegerField(null=True, blank=True)
    # Set where only some people were judged again: everybody else's verdicts are that run's.
    derived_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="derived")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(vintage_file="", vintage_sha256="", vintage_rows__isnull=True)
                | (
                    ~Q(vintage_file="")
                    & Q(vintage_sha256__regex=r"^[0-9a-f]{64}$", vintage_rows__isnull=False)
                ),
                name="run_vintage_whole_or_absent",
            ),
            models.UniqueConstraint(
                fields=["extract"], condition=Q(is_current=True), name="one_current_run_per_extract"
            ),
            models.UniqueConstraint(
                fields=["extract"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_open_run_per_extract",
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(state="finished"), name="current_run_is_finished"
            ),
            models.CheckConstraint(
                condition=~Q(is_trial=True, is_current=True), name="trial_run_is_never_current"
            ),
            models.CheckConstraint(
                condition=Q(first_month__regex=MONTH_PATTERN, last_month__regex=MONTH_PATTERN)
                & Q(first_month__lte=F("last_month")),
                name="run_months_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["finished", "failed"], finished_at__isnull=False)
                | Q(state__in=["waiting", "running"], finished_at__isnull=True),
                name="run_ended_iff_finished_at",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(started_at__isnull=False), name="running_run_has_started"
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="failed_run_says_why"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} ({self.first_month} to {self.last_month}, {self.get_state_display().lower()})"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def as_at(self) -> date:
        return self.extract.as_at


class MeasureProgress(models.Model):
    """How far a run is with one measure. Apart from the run, so that it can be read while the run's own
    transaction is still open."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Judging"
        CHECKING = "checking", "Checking a sample"
        FINISHED = "finished", "Judged"

    run = models.ForeignKey(MeasureRun, models.CASCADE, related_name="progress")
    measure = Bytewise(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    occurrences = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    # How many occurrences the second engine judged as well; every one of them agreed, else the run failed.
    compared = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["run", "measure"]
        constraints = [
            models.UniqueConstraint(fields=["run", "measure"], name="one_progress_row_per_run_and_measure")
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.get_state_display().lower()}"


class MeasureCell(models.Model):
    """How many occurrences of one measure got each verdict, in one month and delivery unit.

    Quarters, regions and the nation are sums of these counts, never means of rates.
    """

    run = models.ForeignKey(MeasureRun, models.CASCADE, related_name="cells")
    measure = Bytewise(max_length=20)
    edition = Bytewise(max_length=20)
    period = Bytewise(max_length=7)
    region = Bytewise(max_length=20)
    unit = Bytewise(max_length=20)
    denominator = models.PositiveIntegerField()
    not_in_population = models.PositiveIntegerField()
    excluded = models.PositiveIntegerField()
    pending = models.PositiveIntegerField()
    not_recorded = models.PositiveIntegerField()
    numerator = models.PositiveIntegerField()
    exception = models.PositiveIntegerField()
    denominator_only = models.PositiveIntegerField()

    class Meta:
        ordering = ["measure", "edition", "period", "region", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "measure", "period", "region", "unit", "edition"], name="one_row_per_cell"
            ),
            models.CheckConstraint(
                condition=Q(denominator=F("numerator") + F("denominator_only")),
                name="denominator_is_the_sum_of_its_verdicts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.period} {self.unit}: {self.numerator} of {self.denominator}"


class MeasureOutcome(models.Model):
    """The verdict on one occurrence. Only the rows that people list are kept: not those that met their
    measure, nor `not_in_population`; the cells count them and `explain` can always tell them again.

    The database keeps one partition a run (`case_rows`), and no key on the id alone."""

    # Of a measure where lower is better the missed cases are the numerator, and only they are kept.
    MISSED = (Verdict.DENOMINATOR_ONLY, Verdict.NUMERATOR)
    LISTED_AS_WELL = (Verdict.NOT_RECORDED, Verdict.EXCEPTION, Verdict.EXCLUDED, Verdict.PENDING)

    # No constraint in the database: two million foreign keys checked one by one would double a run's time,
    # and rows are written and removed only together with their run.
    run = models.ForeignKey(
        MeasureRun, models.CASCADE, related_name="outcomes", db_constraint=False, db_index=False
    )
    measure = Bytewise(max_length=20)
    edition = Bytewise(max_length=20)
    occurrence_id = Bytewise(max_length=80)
    person_id = Bytewise(max_length=40)
    region = Bytewise(max_length=20)
    unit = Bytewise(max_length=20)
    counts_in = Bytewise(max_length=7)
    due_on = models.DateField(null=True, blank=True)
    verdict = models.CharField(max_length=20)
    reason = models.CharField(max_length=60)
    # Who held the case at the trigger; empty when nobody was recorded.
    practitioner_code = Bytewise(max_length=40, blank=True)

    class Meta:
        ordering = ["measure", "occurrence_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "occurrence_id", "run"], name="one_outcome_per_occurrence"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="not_in_population"),
                name="only_listed_verdicts_are_kept",
            ),
        ]
        # Of each partition: it holds one run, so none of these begins with it.
        indexes = [
            models.Index(fields=["counts_in", "unit"], name="cases_in_place_and_month"),
            models.Index(fields=["practitioner_code"], name="cases_of_case_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.occurrence_id}: {self.verdict}"
