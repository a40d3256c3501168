"""The evidence register of an inspection: what was read, heard and seen of the body as a whole."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.inspections.models.inspections import Inspection


class RegisterEntry(models.Model):
    """One item of evidence. Never changed (trigger); a wrong one is struck out with a reason.

    kind, weight: ids of the register's rules; `weight_why` says in words why it carries that weight. `file`
    is the path of its attachment under MEDIA_ROOT, named by its hash.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    on = models.DateField(null=True, blank=True)
    words = models.TextField()
    weight = models.CharField(max_length=20)
    weight_why = models.TextField(blank=True)
    file = models.CharField(max_length=160, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    file_media_type = models.CharField(max_length=100, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    file_sha256 = models.CharField(max_length=64, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "register entries"
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(source="") & ~Q(words=""), name="register_entry_says_what"
            ),
            models.CheckConstraint(
                condition=Q(file="", file_name="", file_sha256="")
                | (~Q(file="") & ~Q(file_name="") & ~Q(file_sha256="")),
                name="register_file_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_by__isnull=True, struck_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
                name="register_entry_is_struck_out_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_struck(self) -> bool:
        return self.struck_at is not None


class RegisterLink(models.Model):
    """How an item bears on one prompt, by the prompt's key. Never changed (trigger)."""

    entry = models.ForeignKey(RegisterEntry, models.PROTECT, related_name="links")
    level = models.CharField(max_length=20)
    question = models.CharField(max_length=20)
    ordinal = models.PositiveSmallIntegerField()
    bearing = models.CharField(max_length=20)

    class Meta:
        ordering = ["entry", "question", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "level", "question", "ordinal"], name="entry_bears_once_on_a_prompt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.question} prompt {self.ordinal}: {self.bearing}"
