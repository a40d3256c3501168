"""Appointments of every kind, one row a version of it, as received in the live extract."""

from django.db import models

from apps.caseload.models.fields import RefField, WallClockField
from apps.caseload.models.ordering import in_order


class Version(models.Model):
    """One version of an appointment: arranged, and perhaps moved or cancelled (measures, rule 6)."""

    scheduled_on = models.DateField()
    recorded_at = WallClockField()
    superseded_at = WallClockField(null=True, blank=True)
    cancelled_at = WallClockField(null=True, blank=True)
    cancelled_by = models.TextField(null=True, blank=True)
    outcome = models.TextField(null=True, blank=True)

    class Meta:
        abstract = True


class Contact(Version):
    contact_version_id = RefField(primary_key=True)
    contact_id = RefField()
    person_id = RefField()
    mode = models.TextField()
    provider = models.TextField()
    practitioner_code = RefField(null=True, blank=True)

    class Meta:
        db_table = "caseload_contacts"
        indexes = [models.Index(fields=["person_id", "scheduled_on"], name="contact_person")]
        constraints = [
            in_order("contact", "recorded_at", "superseded_at"),
            in_order("contact", "recorded_at", "cancelled_at"),
        ]

    def __str__(self) -> str:
        return self.contact_version_id


class UnpaidWorkSession(Version):
    session_version_id = RefField(primary_key=True)
    session_id = RefField()
    person_id = RefField()
    requirement_id = RefField(null=True, blank=True)
    session_type = models.TextField()
    cancel_reason = models.TextField(null=True, blank=True)

    class Meta:
        db_table = "caseload_unpaid_work_sessions"
        indexes = [models.Index(fields=["person_id", "scheduled_on"], name="session_person")]
        constraints = [
            in_order("session", "recorded_at", "superseded_at"),
            in_order("session", "recorded_at", "cancelled_at"),
        ]

    def __str__(self) -> str:
        return self.session_version_id


class CrsAppointment(Version):
    appointment_version_id = RefField(primary_key=True)
    appointment_id = RefField()
    referral_id = RefField()
    purpose = models.TextField()

    class Meta:
        db_table = "caseload_crs_appointments"
        indexes = [models.Index(fields=["referral_id", "scheduled_on"], name="crs_appointment_referral")]
        constraints = [
            in_order("crs_appointment", "recorded_at", "superseded_at"),
            in_order("crs_appointment", "recorded_at", "cancelled_at"),
        ]

    def __str__(self) -> str:
        return self.appointment_version_id
