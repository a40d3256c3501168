"""Where people live and work, what suppliers achieved and were paid, as received in the live extract."""

from django.db import models

from apps.caseload.models.fields import RefField, WallClockField
from apps.caseload.models.ordering import in_order


class AccommodationRecord(models.Model):
    accommodation_id = RefField(primary_key=True)
    person_id = RefField()
    status = models.TextField()
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)
    recorded_at = WallClockField()

    class Meta:
        db_table = "caseload_accommodation"
        indexes = [models.Index(fields=["person_id"], name="accommodation_person")]
        constraints = [in_order("accommodation", "start_on", "end_on")]

    def __str__(self) -> str:
        return self.accommodation_id


class EmploymentRecord(models.Model):
    employment_id = RefField(primary_key=True)
    person_id = RefField()
    status = models.TextField()
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)
    recorded_at = WallClockField()

    class Meta:
        db_table = "caseload_employment"
        indexes = [models.Index(fields=["person_id"], name="employment_person")]
        constraints = [in_order("employment", "start_on", "end_on")]

    def __str__(self) -> str:
        return self.employment_id


class CrsOutcome(models.Model):
    outcome_id = RefField(primary_key=True)
    referral_id = RefField()
    outcome_type = models.TextField()
    result = models.TextField(null=True, blank=True)
    recorded_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_crs_outcomes"
        indexes = [models.Index(fields=["referral_id"], name="crs_outcome_referral")]

    def __str__(self) -> str:
        return self.outcome_id


class CrsPayment(models.Model):
    payment_id = RefField(primary_key=True)
    contract_id = RefField()
    month_on = models.DateField()
    amount_pence = models.BigIntegerField()

    class Meta:
        db_table = "caseload_crs_payments"
        indexes = [models.Index(fields=["contract_id"], name="crs_payment_contract")]

    def __str__(self) -> str:
        return self.payment_id
