"""Audit rounds: one bank, one region or contract, one window."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.assessments.models import Assignment, BankEdition, Sample, SampledCase
from apps.audits.models.groups import RoundGroup
from apps.organisation.models import Region


class AuditRound(models.Model):
    """One bank, one place, one window: from the plan of a sample to a locked score.

    The place is a region or, for commissioned services, one contract of a supplier in the region; supplier
    and service are kept as they were when the round was opened.
    """

    class State(models.TextChoices):
        OPEN = "open", "Opened, not drawn"
        DRAWN = "drawn", "Being scored"
        LOCKED = "locked", "Score published"
        WITHDRAWN = "withdrawn", "Withdrawn before the draw"

    UNDRAWN = (State.OPEN, State.WITHDRAWN)
    RUNNING = (State.OPEN, State.DRAWN)

    region = models.ForeignKey(Region, models.PROTECT, related_name="audit_rounds")
    group = models.ForeignKey(RoundGroup, models.PROTECT, null=True, blank=True, related_name="rounds")
    # Ids of the extract are up to 64 characters long; a supplier's name is a text of any length there.
    contract_id = models.CharField(max_length=64, blank=True)
    supplier_code = models.CharField(max_length=64, blank=True, db_index=True)
    supplier_name = models.TextField(blank=True)
    service = models.CharField(max_length=60, blank=True)
    edition = models.ForeignKey(BankEdition, models.PROTECT, related_name="rounds")
    window_first_on = models.DateField()
    window_last_on = models.DateField()
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=80)
    strata_columns = models.JSONField(default=list)
    due_on = models.DateField()
    auditors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    sample = models.OneToOneField(Sample, models.PROTECT, null=True, blank=True, related_name="round")
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(window_last_on__gte=F("window_first_on")), name="round_window_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"], sample__isnull=True)
                | (~Q(state__in=["open", "withdrawn"]) & Q(sample__isnull=False)),
                name="round_is_drawn_with_its_sample",
            ),
            models.UniqueConstraint(
                fields=["region", "contract_id", "edition", "window_first_on", "window_last_on"],
                condition=~Q(state="withdrawn"),
                name="one_round_per_place_bank_and_window",
            ),
            models.CheckConstraint(
                condition=Q(contract_id="", supplier_code="", supplier_name="", service="")
                | ~Q(contract_id="") & ~Q(supplier_code="") & ~Q(service=""),
                name="round_names_its_whole_contract",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition.bank} {self.edition.title}, {self.place}, {self.window_text}"

    @property
    def place(self) -> str:
        """The region, or the contract in it."""
        return f"{self.region}, {self.contract_text}" if self.contract_id else str(self.region)

    @property
    def contract_text(self) -> str:
        """The contract in words: what is bought from whom; empty without a contract."""
        if not self.contract_id:
            return ""
        service = self.service.replace("_", " ")
        return f"{service}, {self.supplier_name or self.supplier_code} ({self.contract_id})"

    @property
    def window_text(self) -> str:
        return f"{_day(self.window_first_on)} to {_day(self.window_last_on)}"

    @property
    def assignments(self) -> models.QuerySet[Assignment]:
        """The first marks of the cases that this round marks now; none before the draw.

        Cases submitted before the round moved to a minor edition of its bank keep the one before.
        """
        return Assignment.objects.filter(
            sampled_case__sample=self.sample_id,
            sampled_case__standing=SampledCase.Standing.SAMPLED,
            edition__bank=self.edition.bank,
            mark=Assignment.FIRST_MARK,
        )


def _day(day) -> str:
    return f"{day.day} {day:%B %Y}"
