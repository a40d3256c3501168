"""Courts, enforcement, assessments and public protection, as received in the live extract."""

from django.db import models

from apps.caseload.models.fields import RefField, WallClockField
from apps.caseload.models.ordering import in_order


class CourtReport(models.Model):
    report_id = RefField(primary_key=True)
    person_id = RefField()
    sentence_id = RefField(null=True, blank=True)
    report_type = models.TextField()
    court_region_code = RefField()
    requested_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_court_reports"
        indexes = [
            models.Index(fields=["person_id"], name="court_report_person"),
            models.Index(fields=["sentence_id"], name="court_report_sentence"),
        ]
        constraints = [
            in_order("court_report", "requested_on", "due_on"),
            in_order("court_report", "requested_on", "completed_on"),
        ]

    def __str__(self) -> str:
        return self.report_id


class PostSentenceInterview(models.Model):
    interview_id = RefField(primary_key=True)
    sentence_id = RefField()
    held_on = models.DateField()

    class Meta:
        db_table = "caseload_post_sentence_interviews"
        indexes = [models.Index(fields=["sentence_id"], name="post_sentence_interview_senten")]

    def __str__(self) -> str:
        return self.interview_id


class Breach(models.Model):
    breach_id = RefField(primary_key=True)
    person_id = RefField()
    sentence_id = RefField()
    relevant_failure_on = models.DateField()
    begun_on = models.DateField(null=True, blank=True)
    hearing_fixed_on = models.DateField(null=True, blank=True)
    hearing_told_on = models.DateField(null=True, blank=True)
    result_on = models.DateField(null=True, blank=True)
    result_told_on = models.DateField(null=True, blank=True)
    result = models.TextField(null=True, blank=True)

    class Meta:
        db_table = "caseload_breaches"
        indexes = [
            models.Index(fields=["person_id"], name="breach_person"),
            models.Index(fields=["sentence_id"], name="breach_sentence"),
        ]
        constraints = [
            in_order("breach", "relevant_failure_on", "begun_on"),
            in_order("breach", "begun_on", "hearing_fixed_on"),
            in_order("breach", "hearing_fixed_on", "hearing_told_on"),
            in_order("breach", "begun_on", "result_on"),
            in_order("breach", "result_on", "result_told_on"),
        ]

    def __str__(self) -> str:
        return self.breach_id


class InformationRequest(models.Model):
    request_id = RefField(primary_key=True)
    person_id = RefField()
    found_missing_on = models.DateField()
    requested_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_information_requests"
        indexes = [models.Index(fields=["person_id"], name="information_request_person")]
        constraints = [
            in_order("information_request", "found_missing_on", "requested_on"),
            in_order("information_request", "requested_on", "answered_on"),
        ]

    def __str__(self) -> str:
        return self.request_id


class Assessment(models.Model):
    assessment_id = RefField(primary_key=True)
    person_id = RefField()
    sentence_id = RefField(null=True, blank=True)
    stage = models.TextField()
    tier = models.BigIntegerField(null=True, blank=True)
    prolific_or_priority = models.BooleanField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    recorded_at = WallClockField()

    class Meta:
        db_table = "caseload_assessments"
        indexes = [
            models.Index(fields=["person_id"], name="assessment_person"),
            models.Index(fields=["sentence_id"], name="assessment_sentence"),
        ]

    def __str__(self) -> str:
        return self.assessment_id


class AssessmentQualityCheck(models.Model):
    check_id = RefField(primary_key=True)
    assessment_id = RefField()
    checked_on = models.DateField()
    result = models.TextField()

    class Meta:
        db_table = "caseload_assessment_quality_checks"
        indexes = [models.Index(fields=["assessment_id"], name="assessment_quality_check_asses")]

    def __str__(self) -> str:
        return self.check_id


class VisorRecord(models.Model):
    visor_record_id = RefField(primary_key=True)
    person_id = RefField()
    required_from = models.DateField()
    created_on = models.DateField(null=True, blank=True)
    appropriate = models.TextField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_visor_records"
        indexes = [models.Index(fields=["person_id"], name="visor_record_person")]

    def __str__(self) -> str:
        return self.visor_record_id


class MappaMeeting(models.Model):
    meeting_id = RefField(primary_key=True)
    region_code = RefField()
    kind = models.TextField()
    person_id = RefField(null=True, blank=True)
    held_on = models.DateField()
    attended = models.TextField(null=True, blank=True)

    class Meta:
        db_table = "caseload_mappa_meetings"
        indexes = [models.Index(fields=["person_id"], name="mappa_meeting_person")]

    def __str__(self) -> str:
        return self.meeting_id


class ElectronicMonitoring(models.Model):
    monitoring_id = RefField(primary_key=True)
    person_id = RefField()
    requirement_id = RefField(null=True, blank=True)
    kind = models.TextField()
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_electronic_monitoring"
        indexes = [
            models.Index(fields=["person_id"], name="electronic_monitoring_person"),
            models.Index(fields=["requirement_id"], name="electronic_monitoring_requirem"),
        ]
        constraints = [in_order("electronic_monitoring", "start_on", "end_on")]

    def __str__(self) -> str:
        return self.monitoring_id


class ElectronicMonitoringEvent(models.Model):
    event_id = RefField(primary_key=True)
    monitoring_id = RefField()
    kind = models.TextField()
    reported_at = models.DateTimeField()
    outcome_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(null=True, blank=True)

    class Meta:
        db_table = "caseload_electronic_monitoring_events"
        indexes = [models.Index(fields=["monitoring_id"], name="electronic_monitoring_event_mo")]

    def __str__(self) -> str:
        return self.event_id
