"""Commissioned rehabilitative services: contracts and referrals, as received in the live extract."""

from django.db import models

from apps.caseload.models.fields import RefField
from apps.caseload.models.ordering import in_order


class CrsContract(models.Model):
    contract_id = RefField(primary_key=True)
    supplier_code = RefField()
    supplier_name = models.TextField()
    service = models.TextField()
    region_code = RefField()
    size = models.TextField()
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_crs_contracts"
        constraints = [in_order("crs_contract", "start_on", "end_on")]

    def __str__(self) -> str:
        return self.contract_id


class CrsReferral(models.Model):
    referral_id = RefField(primary_key=True)
    person_id = RefField()
    contract_id = RefField()
    referred_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawal_reason = models.TextField(null=True, blank=True)
    suitable = models.TextField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(null=True, blank=True)

    class Meta:
        db_table = "caseload_crs_referrals"
        indexes = [
            models.Index(fields=["person_id", "referred_on"], name="crs_referral_person"),
            models.Index(fields=["referred_on"], name="crs_referral_date"),
            models.Index(fields=["contract_id"], name="crs_referral_contract"),
        ]
        constraints = [in_order("crs_referral", "referred_on", "ended_on")]

    def __str__(self) -> str:
        return self.referral_id
