"""Handover, release dates and parole, as received in the live extract."""

from django.db import models

from apps.caseload.models.fields import RefField, WallClockField
from apps.caseload.models.ordering import in_order


class Allocation(models.Model):
    allocation_id = RefField(primary_key=True)
    person_id = RefField()
    sentence_id = RefField()
    allocation_type = models.TextField()
    allocated_on = models.DateField()
    early_allocation = models.BooleanField(null=True, blank=True)
    region_code = RefField()
    unit_code = RefField()
    practitioner_code = RefField(null=True, blank=True)

    class Meta:
        db_table = "caseload_allocations"
        indexes = [
            models.Index(fields=["person_id"], name="allocation_person"),
            models.Index(fields=["sentence_id"], name="allocation_sentence"),
        ]

    def __str__(self) -> str:
        return self.allocation_id


class ReleaseDate(models.Model):
    release_date_version_id = RefField(primary_key=True)
    sentence_id = RefField()
    kind = models.TextField()
    release_on = models.DateField()
    recorded_at = WallClockField()
    superseded_at = WallClockField(null=True, blank=True)
    set_at_sentence = models.BooleanField()

    class Meta:
        db_table = "caseload_release_dates"
        indexes = [models.Index(fields=["sentence_id"], name="release_date_sentence")]
        constraints = [in_order("release_date", "recorded_at", "superseded_at")]

    def __str__(self) -> str:
        return self.release_date_version_id


class Handover(models.Model):
    handover_id = RefField(primary_key=True)
    person_id = RefField()
    sentence_id = RefField()
    early_allocation = models.BooleanField()
    due_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_handovers"
        indexes = [
            models.Index(fields=["person_id"], name="handover_person"),
            models.Index(fields=["sentence_id"], name="handover_sentence"),
        ]

    def __str__(self) -> str:
        return self.handover_id


class HandoverMeeting(models.Model):
    meeting_version_id = RefField(primary_key=True)
    meeting_id = RefField()
    person_id = RefField()
    allocation_id = RefField()
    scheduled_on = models.DateField()
    recorded_at = WallClockField()
    superseded_at = WallClockField(null=True, blank=True)
    cancelled_at = WallClockField(null=True, blank=True)
    cancelled_by = models.TextField(null=True, blank=True)
    outcome = models.TextField(null=True, blank=True)
    prison_manager_attended = models.BooleanField(null=True, blank=True)
    community_manager_attended = models.BooleanField(null=True, blank=True)
    prisoner_attended = models.BooleanField(null=True, blank=True)
    prisoner_refused = models.BooleanField(null=True, blank=True)

    class Meta:
        db_table = "caseload_handover_meetings"
        indexes = [
            models.Index(fields=["person_id"], name="handover_meeting_person"),
            models.Index(fields=["allocation_id"], name="handover_meeting_allocation"),
        ]
        constraints = [
            in_order("handover_meeting", "recorded_at", "superseded_at"),
            in_order("handover_meeting", "recorded_at", "cancelled_at"),
        ]

    def __str__(self) -> str:
        return self.meeting_version_id


class PrereleaseContact(models.Model):
    contact_id = RefField(primary_key=True)
    person_id = RefField()
    sentence_id = RefField()
    phase = models.TextField()
    held_on = models.DateField()
    mode = models.TextField()

    class Meta:
        db_table = "caseload_prerelease_contacts"
        indexes = [
            models.Index(fields=["person_id"], name="prerelease_contact_person"),
            models.Index(fields=["sentence_id"], name="prerelease_contact_sentence"),
        ]

    def __str__(self) -> str:
        return self.contact_id


class ParoleReport(models.Model):
    parole_report_id = RefField(primary_key=True)
    person_id = RefField()
    sentence_id = RefField()
    report_type = models.TextField()
    requested_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_parole_reports"
        indexes = [
            models.Index(fields=["person_id"], name="parole_report_person"),
            models.Index(fields=["sentence_id"], name="parole_report_sentence"),
        ]
        constraints = [
            in_order("parole_report", "requested_on", "withdrawn_on"),
            in_order("parole_report", "requested_on", "sent_on"),
        ]

    def __str__(self) -> str:
        return self.parole_report_id


class ParoleReportDueDate(models.Model):
    due_date_version_id = RefField(primary_key=True)
    parole_report_id = RefField()
    due_on = models.DateField()
    recorded_at = WallClockField()
    superseded_at = WallClockField(null=True, blank=True)

    class Meta:
        db_table = "caseload_parole_report_due_dates"
        indexes = [models.Index(fields=["parole_report_id"], name="parole_report_due_date_parole")]
        constraints = [in_order("parole_report_due_date", "recorded_at", "superseded_at")]

    def __str__(self) -> str:
        return self.due_date_version_id
