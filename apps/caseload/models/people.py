"""The person and what takes a person out of supervision, as received in the live extract."""

from django.db import models

from apps.caseload.models.fields import RefField
from apps.caseload.models.ordering import in_order


class Person(models.Model):
    person_id = RefField(primary_key=True)
    date_of_birth = models.DateField()
    sex = models.TextField(null=True, blank=True)
    gender_identity = models.TextField(null=True, blank=True)
    ethnicity = models.TextField(null=True, blank=True)
    religion = models.TextField(null=True, blank=True)
    sexual_orientation = models.TextField(null=True, blank=True)
    disability = models.TextField(null=True, blank=True)
    marital_status = models.TextField(null=True, blank=True)
    pregnancy = models.TextField(null=True, blank=True)
    care_leaver = models.TextField(null=True, blank=True)
    ex_armed_services = models.TextField(null=True, blank=True)

    class Meta:
        db_table = "caseload_people"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.person_id


class Death(models.Model):
    person_id = RefField(primary_key=True)
    died_on = models.DateField()

    class Meta:
        db_table = "caseload_deaths"

    def __str__(self) -> str:
        return f"{self.person_id} died on {self.died_on}"


class TransferOut(models.Model):
    transfer_id = RefField(primary_key=True)
    person_id = RefField()
    transferred_on = models.DateField()
    destination = models.TextField()

    class Meta:
        db_table = "caseload_transfers_out"
        indexes = [models.Index(fields=["person_id", "transferred_on"], name="transfer_out_person")]

    def __str__(self) -> str:
        return self.transfer_id


class CustodyPeriod(models.Model):
    custody_id = RefField(primary_key=True)
    person_id = RefField()
    reason = models.TextField()
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_custody_periods"
        indexes = [models.Index(fields=["person_id", "start_on"], name="custody_person")]
        constraints = [in_order("custody", "start_on", "end_on")]

    def __str__(self) -> str:
        return self.custody_id


class DetentionPeriod(models.Model):
    detention_id = RefField(primary_key=True)
    person_id = RefField()
    kind = models.TextField()
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_detention_periods"
        indexes = [models.Index(fields=["person_id", "start_on"], name="detention_person")]
        constraints = [in_order("detention", "start_on", "end_on")]

    def __str__(self) -> str:
        return self.detention_id


class CaseFlag(models.Model):
    flag_id = RefField(primary_key=True)
    person_id = RefField()
    flag = models.TextField()
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_case_flags"
        indexes = [models.Index(fields=["person_id", "start_on"], name="case_flag_person")]
        constraints = [in_order("case_flag", "start_on", "end_on")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.flag}"
