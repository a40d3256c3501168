"""Evidence that a marker writes down beside the answers: what was read or said, where, and a file of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.assessments.models.marking import Assignment


class EvidenceEntry(models.Model):
    """One piece of evidence of one marking. It is never changed; a wrong one is struck out with a reason.

    `file` is the path of its attachment under MEDIA_ROOT, named by its hash; the person's own name of it is
    kept apart and only ever printed.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="evidence")
    question = models.CharField(max_length=20, blank=True, help_text="Empty for the case as a whole")
    source = models.CharField(max_length=20)
    on = models.DateField(null=True, blank=True)
    words = models.TextField()
    file = models.CharField(max_length=160, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    file_media_type = models.CharField(max_length=100, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    file_sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["assignment", "id"]
        verbose_name_plural = "evidence entries"
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="evidence_says_what"),
            models.CheckConstraint(
                condition=Q(file="", file_name="", file_sha256="")
                | (~Q(file="") & ~Q(file_name="") & ~Q(file_sha256="")),
                name="evidence_file_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_by__isnull=True, struck_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
                name="evidence_is_struck_out_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk} of {self.assignment_id}"

    @property
    def is_struck(self) -> bool:
        return self.struck_at is not None
