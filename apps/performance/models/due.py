"""The live due list: what falls due or fell due, what changed of it, and who is told how."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.performance.models.runs import Bytewise
from rules.facts import Verdict

LISTED = (Verdict.PENDING, Verdict.NUMERATOR, Verdict.DENOMINATOR_ONLY)


class DueItem(models.Model):
    """One thing to be done by a day, for one person, as judged last. Replaced as a whole by each judgement.

    `done_on`: the day on which it was or will be done, late or not, as far as is recorded. `revision`: how
    often it changed, for calendars.
    """

    measure = Bytewise(max_length=40)
    edition = Bytewise(max_length=20)
    occurrence_id = Bytewise(max_length=80)
    person_id = Bytewise(max_length=64)
    region = Bytewise(max_length=20)
    unit = Bytewise(max_length=20)
    # Who holds the case on the as-at day; empty when nobody is recorded.
    practitioner_code = Bytewise(max_length=64, blank=True)
    trigger_on = models.DateField()
    due_on = models.DateField()
    verdict = models.CharField(max_length=20)
    reason = models.CharField(max_length=60)
    done_on = models.DateField(null=True, blank=True)
    as_at = models.DateField()
    judged_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["due_on", "measure", "occurrence_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "measure", "occurrence_id"], name="one_due_item_per_occurrence"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[str(verdict) for verdict in LISTED]),
                name="due_item_has_a_listed_verdict",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_on"], name="due_in_unit"),
            models.Index(fields=["region", "due_on"], name="due_in_region"),
            models.Index(fields=["practitioner_code", "due_on"], name="due_for_case_holder"),
            # Every explanation asks whose an occurrence is: without this it reads the whole list.
            models.Index(fields=["occurrence_id", "measure"], name="due_by_occurrence"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.occurrence_id} due {self.due_on}"


class DueChange(models.Model):
    """What a judgement changed of one item. Never changed or removed (database triggers).

    A `before_` of an item that is new is empty, and so is an `after_` of one that is no longer listed.
    """

    class Kind(models.TextChoices):
        APPEARED = "appeared", "New on the list"
        CHANGED = "changed", "Changed"
        GONE = "gone", "No longer on the list"

    kind = models.CharField(max_length=10, choices=Kind)
    measure = Bytewise(max_length=40)
    occurrence_id = Bytewise(max_length=80)
    person_id = Bytewise(max_length=64)
    region = Bytewise(max_length=20)
    unit = Bytewise(max_length=20)
    practitioner_code = Bytewise(max_length=64, blank=True)
    before_verdict = models.CharField(max_length=20, blank=True)
    before_due_on = models.DateField(null=True, blank=True)
    before_done_on = models.DateField(null=True, blank=True)
    after_verdict = models.CharField(max_length=20, blank=True)
    after_due_on = models.DateField(null=True, blank=True)
    after_done_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    # The events that led to it; none when an extract did.
    event_ids = models.JSONField(default=list)
    extract = models.ForeignKey("caseload.Extract", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person_id", "measure", "occurrence_id"], name="due_change_of_item")]

    def __str__(self) -> str:
        return f"{self.measure} {self.occurrence_id} {self.kind}"


class DueListBuild(models.Model):
    """The list was built over an extract; the newest row says which one the list shows."""

    extract = models.ForeignKey("caseload.Extract", models.PROTECT, related_name="+")
    built_at = models.DateTimeField()
    items = models.PositiveIntegerField()
    seconds = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"due list over {self.extract}"


class CalendarLink(models.Model):
    """A secret address under which a calendar program reads its owner's due list. Only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="one_open_calendar_link_per_user"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="calendar_link_is_revoked_after_it_is_made",
            ),
        ]

    def __str__(self) -> str:
        return f"calendar link of {self.user}"


class DigestChoice(models.Model):
    """Whether somebody wants the daily e-mail. `sent_for`: the last day for which one was sent."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="digest_choice")
    wanted = models.BooleanField(default=False)
    sent_for = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["user"]

    def __str__(self) -> str:
        return f"{self.user}: {'daily e-mail' if self.wanted else 'no e-mail'}"
