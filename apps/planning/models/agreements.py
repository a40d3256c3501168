"""Delivery agreements: who delivers what, for whom and where, for how long and for how much."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.planning.models.files import WithFile, file_is_whole

_USER = settings.AUTH_USER_MODEL


class Agreement(models.Model):
    """A delivery plan, contract or grant between the regional director and somebody who delivers.

    kind: an id of the governance rules. value: pounds over the whole term; None where no money changes hands.
    ended_on: the last day, where it ended before `last_on`. contract: the extract's contract under which
    people are referred to it; extracts come and go, so it is kept by its id. `version` counts its changes.
    """

    region = models.ForeignKey("organisation.Region", models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    provider = models.CharField(max_length=200)
    reference = models.CharField(max_length=60, blank=True)
    first_on = models.DateField()
    last_on = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)
    contract = models.CharField(max_length=40, blank=True, default="")
    renews = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="renewed_by")
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["region", "last_on", "id"]
        indexes = [models.Index(fields=["region", "last_on"], name="agreements_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(provider=""), name="agreement_says_who_and_what"
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="agreement_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="agreement_costs_no_less_than_nothing"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_reason="")
                | (Q(ended_on__isnull=False, ended_on__lte=F("last_on")) & ~Q(ended_reason="")),
                name="agreement_ends_early_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.provider})"


class Provision(models.Model):
    """What an agreement provides in one delivery unit: a need, for a cohort, for so many people a year.

    A row that no longer holds is taken back; it stays for what was frozen before.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="provision")
    need = models.CharField(max_length=30)
    unit = models.ForeignKey("organisation.ProbationDeliveryUnit", models.PROTECT, related_name="+")
    cohort = models.CharField(max_length=30)
    capacity = models.PositiveIntegerField()
    made_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["agreement", "need", "unit", "cohort", "id"]
        verbose_name_plural = "provision"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "need", "unit", "cohort"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_provision_per_need_unit_and_cohort",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="provision_is_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} in {self.unit_id}: {self.capacity}"


class AgreementDocument(WithFile):
    """A document of an agreement, such as the signed text. Never changed or removed (trigger)."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="documents")
    title = models.CharField(max_length=200)
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["agreement", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(file="") & ~Q(title=""), name="agreement_document_is_a_file"),
            file_is_whole("agreement_document_file_is_whole"),
        ]

    def __str__(self) -> str:
        return self.title
