"""Responses to surveys, as received in the live extract."""

from django.db import models

from apps.caseload.models.fields import RefField


class JudicialSurveyResponse(models.Model):
    response_id = RefField(primary_key=True)
    court_region_code = RefField()
    respondent = models.TextField()
    responded_on = models.DateField()
    overall = models.TextField(null=True, blank=True)

    class Meta:
        db_table = "caseload_judicial_survey_responses"
        indexes = [models.Index(fields=["responded_on"], name="judicial_survey_response_respo")]

    def __str__(self) -> str:
        return self.response_id


class VictimSurveyResponse(models.Model):
    response_id = RefField(primary_key=True)
    region_code = RefField()
    unit_code = RefField(null=True, blank=True)
    responded_on = models.DateField()
    overall = models.TextField(null=True, blank=True)

    class Meta:
        db_table = "caseload_victim_survey_responses"
        indexes = [models.Index(fields=["responded_on"], name="victim_survey_response_respond")]

    def __str__(self) -> str:
        return self.response_id


class PeopleSurveyResponse(models.Model):
    response_id = RefField(primary_key=True)
    person_id = RefField()
    survey = models.TextField()
    responded_on = models.DateField()
    overall = models.TextField(null=True, blank=True)

    class Meta:
        db_table = "caseload_people_survey_responses"
        indexes = [
            models.Index(fields=["person_id"], name="people_survey_response_person"),
            models.Index(fields=["responded_on"], name="people_survey_response_respond"),
        ]

    def __str__(self) -> str:
        return self.response_id
