"""How much unpaid work is completed on the way to its due date: management information beside SL029."""

from django.db import models
from django.db.models import F, Q

from apps.performance.models.quality_checks import QualityReading
from apps.performance.models.runs import Bytewise


class UnpaidWorkCount(models.Model):
    """Requirements whose first so many months ended in a month, and how many were completed by then."""

    reading = models.ForeignKey(QualityReading, models.CASCADE, related_name="unpaid_work", db_index=False)
    edition = Bytewise(max_length=20)
    after_months = models.PositiveSmallIntegerField()
    counts_in = Bytewise(max_length=7)
    region = Bytewise(max_length=20)
    unit = Bytewise(max_length=20)
    requirements = models.PositiveIntegerField()
    completed = models.PositiveIntegerField()

    class Meta:
        ordering = ["reading", "after_months", "counts_in", "region", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "after_months", "counts_in", "region", "unit", "edition"],
                name="one_unpaid_work_count_per_place_and_month",
            ),
            models.CheckConstraint(
                condition=Q(completed__lte=F("requirements")), name="completed_of_the_requirements"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.counts_in}: {self.completed} of {self.requirements}"
