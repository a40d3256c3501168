"""The extracts themselves: what was received, what is live, and the work that is under way."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Extract(models.Model):
    """A snapshot of the caseload that passed every check. Its files are kept under its hash."""

    class State(models.TextChoices):
        HELD = "held", "Waiting"
        LIVE = "live", "Live"
        SUPERSEDED = "superseded", "Earlier"

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    contract_version = models.CharField(max_length=20)
    as_at = models.DateField()
    demo = models.BooleanField()
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    imported_at = models.DateTimeField(default=timezone.now)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    live_at = models.DateTimeField(null=True, blank=True)
    live_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    rows = models.JSONField(help_text="Rows per table: {table: count}")
    files = models.JSONField(default=list, help_text="[{table, path, sha256, rows, plain, crlf}]")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-imported_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="live"), name="one_live_extract"),
            models.CheckConstraint(
                condition=Q(state="held") | Q(live_at__isnull=False),
                name="live_extract_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} as at {self.as_at:%d %B %Y}".replace(" 0", " ")

    @property
    def short_hash(self) -> str:
        """The first eight characters of the hash: enough for a person to tell two apart."""
        return self.sha256[:8]


class ExtractJob(models.Model):
    """One piece of long work on an extract: the row is the truth about how far it is."""

    class Kind(models.TextChoices):
        IMPORT = "import", "Import"
        PUT_LIVE = "put_live", "Put live"

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    source = models.CharField(max_length=300, help_text="What was handed in, as its owner named it")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
    extract = models.ForeignKey(Extract, models.PROTECT, null=True, blank=True, related_name="jobs")
    percent = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    fault_count = models.BigIntegerField(default=0)
    fault_counts = models.JSONField(default=list, help_text="[{file, code, count}]")
    already_held = models.BooleanField(default=False)
    demo_over_real = models.BooleanField(default=False)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["-queued_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state__in=["queued", "running"]) & Q(finished_at__isnull=True))
                | (Q(state__in=["done", "refused", "failed"]) & Q(finished_at__isnull=False)),
                name="job_is_finished_when_it_says_so",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("queued_at")),
                name="job_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.source}: {self.get_state_display()}"

    @property
    def is_over(self) -> bool:
        return self.state not in (self.State.QUEUED, self.State.RUNNING)
