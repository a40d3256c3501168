"""Sentences, releases, requirements and who supervises, as received in the live extract."""

from django.db import models

from apps.caseload.models.fields import RefField, WallClockField
from apps.caseload.models.ordering import in_order


class Sentence(models.Model):
    sentence_id = RefField(primary_key=True)
    person_id = RefField()
    sentence_type = models.TextField()
    sentenced_on = models.DateField()
    court_region_code = RefField()
    offence_group = models.TextField()
    risk_of_serious_harm = models.TextField(null=True, blank=True)
    reoffending_band = models.TextField(null=True, blank=True)
    mappa_level = models.TextField(null=True, blank=True)
    expected_end_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(null=True, blank=True)

    class Meta:
        db_table = "caseload_sentences"
        indexes = [
            models.Index(fields=["person_id", "sentenced_on"], name="sentence_person"),
            models.Index(fields=["sentenced_on"], name="sentence_date"),
        ]
        constraints = [in_order("sentence", "sentenced_on", "ended_on")]

    def __str__(self) -> str:
        return self.sentence_id


class Release(models.Model):
    release_id = RefField(primary_key=True)
    person_id = RefField()
    sentence_id = RefField()
    released_on = models.DateField()
    release_type = models.TextField()
    release_route = models.TextField(null=True, blank=True)
    prison_region_code = RefField()
    after_recall = models.BooleanField()
    supervision_ends_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_releases"
        indexes = [
            models.Index(fields=["person_id", "released_on"], name="release_person"),
            models.Index(fields=["released_on"], name="release_date"),
            models.Index(fields=["sentence_id"], name="release_sentence"),
        ]

    def __str__(self) -> str:
        return self.release_id


class Requirement(models.Model):
    requirement_id = RefField(primary_key=True)
    sentence_id = RefField()
    requirement_type = models.TextField()
    imposed_on = models.DateField()
    imposed_by = models.TextField()
    hours = models.BigIntegerField(null=True, blank=True)
    days = models.BigIntegerField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(null=True, blank=True)

    class Meta:
        db_table = "caseload_requirements"
        indexes = [
            models.Index(fields=["sentence_id"], name="requirement_sentence"),
            models.Index(fields=["requirement_type", "imposed_on"], name="requirement_type_date"),
        ]
        constraints = [in_order("requirement", "imposed_on", "ended_on")]

    def __str__(self) -> str:
        return self.requirement_id


class SupervisionPeriod(models.Model):
    """Who was responsible for a person, and where: a new row at every change of either or of kind."""

    period_id = RefField(primary_key=True)
    person_id = RefField()
    kind = models.TextField()
    region_code = RefField()
    unit_code = RefField()
    practitioner_code = RefField(null=True, blank=True)
    manager_code = RefField(null=True, blank=True)
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_supervision_periods"
        indexes = [
            models.Index(fields=["person_id", "start_on"], name="supervision_person"),
            models.Index(fields=["unit_code", "start_on"], name="supervision_unit"),
            models.Index(fields=["practitioner_code"], name="supervision_practitioner"),
        ]
        constraints = [in_order("supervision", "start_on", "end_on")]

    def __str__(self) -> str:
        return self.period_id


class ContactSuspension(models.Model):
    suspension_id = RefField(primary_key=True)
    person_id = RefField()
    authority = models.TextField()
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_contact_suspensions"
        indexes = [models.Index(fields=["person_id", "start_on"], name="suspension_person")]
        constraints = [in_order("suspension", "start_on", "end_on")]

    def __str__(self) -> str:
        return self.suspension_id


class Plan(models.Model):
    plan_id = RefField(primary_key=True)
    person_id = RefField()
    plan_type = models.TextField()
    completed_on = models.DateField(null=True, blank=True)
    recorded_at = WallClockField()

    class Meta:
        db_table = "caseload_plans"
        indexes = [models.Index(fields=["person_id", "completed_on"], name="plan_person")]

    def __str__(self) -> str:
        return self.plan_id


class Recall(models.Model):
    recall_id = RefField(primary_key=True)
    person_id = RefField()
    release_id = RefField()
    decided_at = models.DateTimeField()
    request_received_at = models.DateTimeField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    rescinded_on = models.DateField(null=True, blank=True)
    part_b_due_on = models.DateField(null=True, blank=True)
    part_b_accepted_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_recalls"
        indexes = [
            models.Index(fields=["person_id", "decided_at"], name="recall_person"),
            models.Index(fields=["release_id"], name="recall_release"),
        ]

    def __str__(self) -> str:
        return self.recall_id
