"""The four-phase cycle of a plan: which product is there, who holds it, when it is due."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.planning.models.files import WithFile, file_is_whole
from apps.planning.models.plans import Plan

_USER = settings.AUTH_USER_MODEL


class ProductEntry(WithFile):
    """What was said of one product of a plan's cycle; the newest holds. Never changed (trigger)."""

    class State(models.TextChoices):
        NOT_BEGUN = "not_begun", "Not begun"
        IN_HAND = "in_hand", "In hand"
        IN_PLACE = "in_place", "In place"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="products")
    product = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=State)
    holder = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    due_on = models.DateField()
    words = models.TextField()
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["plan", "product", "id"]
        verbose_name_plural = "product entries"
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="product_entry_says_something"),
            file_is_whole("product_entry_file_is_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.product} of {self.plan_id}: {self.state}"
