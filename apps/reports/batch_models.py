"""A batch: one document of every region, asked for at once. How it stands is told by its editions' rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Batch(models.Model):
    """All regions' documents of a kind, year and language. Each part is built by itself."""

    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    year = models.CharField(max_length=7)
    language = models.CharField(max_length=2, default="en")
    requested_at = models.DateTimeField(auto_now_add=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-requested_at", "-id"]
        verbose_name_plural = "batches"
        constraints = [
            models.CheckConstraint(
                condition=Q(year__regex=r"^[0-9]{4}-[0-9]{2}$"), name="batch_year_is_a_performance_year"
            ),
            models.CheckConstraint(condition=Q(language__in=["en", "cy"]), name="batch_language_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, all regions, {self.year}"


class BatchPart(models.Model):
    """One region's document in a batch: its edition, or why none could be asked for."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="parts")
    region = models.ForeignKey("organisation.Region", models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        "reports.ReportEdition", models.PROTECT, null=True, blank=True, related_name="batch_parts"
    )
    refused = models.TextField(blank=True)

    class Meta:
        ordering = ["batch", "region"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "region"], name="one_part_per_batch_and_region"),
            models.CheckConstraint(
                condition=Q(edition__isnull=False, refused="") | (Q(edition__isnull=True) & ~Q(refused="")),
                name="batch_part_has_an_edition_or_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} in {self.batch}"
