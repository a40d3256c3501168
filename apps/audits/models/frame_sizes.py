"""How many cases each frame of an extract holds: counted once, shown as often as a lead plans."""

from django.db import models
from django.db.models import F, Q

from apps.caseload.models import Extract


class FrameSizes(models.Model):
    """The sizes of every region's frame of one kind and window in one extract, which never change.

    `counts`: region -> rows [kind, unit, level, cases]. A copy of what the caseload says, never drawn from.
    """

    extract = models.ForeignKey(Extract, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    first_on = models.DateField()
    last_on = models.DateField()
    counts = models.JSONField()
    counted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["extract", "kind", "first_on", "last_on"], name="frame_counted_once_per_extract"
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="counted_window_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.first_on} to {self.last_on}"
