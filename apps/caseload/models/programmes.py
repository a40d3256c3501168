"""Programmes, their directory, decisions and episodes, and unpaid work's own records, as received."""

from django.db import models

from apps.caseload.models.fields import RefField, WallClockField
from apps.caseload.models.ordering import in_order


class Programme(models.Model):
    programme_code = RefField(primary_key=True)
    title = models.TextField()
    kind = models.TextField()
    area = models.TextField()
    length_weeks = models.BigIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_programmes"
        constraints = [in_order("programme", "valid_from", "valid_to")]

    def __str__(self) -> str:
        return self.programme_code


class ProgrammePlace(models.Model):
    place_id = RefField(primary_key=True)
    programme_code = RefField()
    region_code = RefField()
    unit_code = RefField(null=True, blank=True)
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_programme_places"
        constraints = [in_order("programme_place", "start_on", "end_on")]

    def __str__(self) -> str:
        return self.place_id


class ProgrammeDecision(models.Model):
    decision_id = RefField(primary_key=True)
    person_id = RefField()
    programme_code = RefField()
    decision = models.TextField()
    result = models.TextField()
    reason = models.TextField(null=True, blank=True)
    decided_on = models.DateField()
    risk_band = models.TextField(null=True, blank=True)
    weeks_left = models.BigIntegerField(null=True, blank=True)

    class Meta:
        db_table = "caseload_programme_decisions"
        indexes = [models.Index(fields=["person_id"], name="programme_decision_person")]

    def __str__(self) -> str:
        return self.decision_id


class ProgrammeEpisode(models.Model):
    episode_id = RefField(primary_key=True)
    person_id = RefField()
    programme_code = RefField()
    sentence_id = RefField()
    requirement_id = RefField(null=True, blank=True)
    basis = models.TextField()
    imposed_on = models.DateField(null=True, blank=True)
    eligible_when_imposed = models.TextField(null=True, blank=True)
    delivered_in = models.TextField()
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(null=True, blank=True)

    class Meta:
        db_table = "caseload_programme_episodes"
        indexes = [
            models.Index(fields=["person_id"], name="programme_episode_person"),
            models.Index(fields=["sentence_id"], name="programme_episode_sentence"),
            models.Index(fields=["requirement_id"], name="programme_episode_requirement"),
        ]
        constraints = [
            in_order("programme_episode", "imposed_on", "started_on"),
            in_order("programme_episode", "started_on", "ended_on"),
        ]

    def __str__(self) -> str:
        return self.episode_id


class ProgressReview(models.Model):
    review_id = RefField(primary_key=True)
    sentence_id = RefField()
    requirement_id = RefField(null=True, blank=True)
    review_type = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_progress_reviews"
        indexes = [
            models.Index(fields=["sentence_id"], name="progress_review_sentence"),
            models.Index(fields=["requirement_id"], name="progress_review_requirement"),
        ]

    def __str__(self) -> str:
        return self.review_id


class UnpaidWorkAssessment(models.Model):
    assessment_id = RefField(primary_key=True)
    requirement_id = RefField()
    completed_on = models.DateField(null=True, blank=True)
    recorded_at = WallClockField()

    class Meta:
        db_table = "caseload_unpaid_work_assessments"
        indexes = [models.Index(fields=["requirement_id"], name="unpaid_work_assessment_require")]

    def __str__(self) -> str:
        return self.assessment_id


class UnpaidWorkAbsence(models.Model):
    absence_id = RefField(primary_key=True)
    session_version_id = RefField()
    reported_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "caseload_unpaid_work_absences"
        indexes = [models.Index(fields=["session_version_id"], name="unpaid_work_absence_session_ve")]

    def __str__(self) -> str:
        return self.absence_id
