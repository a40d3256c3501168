"""A row type for each further table of the extract: handover, parole, programmes, surveys, enforcement."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Allocation:
    """Cases given to a practitioner."""

    allocation_id: str
    person_id: str
    sentence_id: str
    allocation_type: str
    allocated_on: date
    region_code: str
    unit_code: str
    early_allocation: bool | None = None
    practitioner_code: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseDate:
    """Dates on which a prisoner is to be released; one row a version."""

    release_date_version_id: str
    sentence_id: str
    kind: str
    release_on: date
    recorded_at: datetime
    set_at_sentence: bool
    superseded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """Responsibility passed from prison to community."""

    handover_id: str
    person_id: str
    sentence_id: str
    early_allocation: bool
    due_on: date | None = None
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class HandoverMeeting:
    """Meetings of prison manager, community manager and prisoner; one row a version."""

    meeting_version_id: str
    meeting_id: str
    person_id: str
    allocation_id: str
    scheduled_on: date
    recorded_at: datetime
    superseded_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str | None = None
    outcome: str | None = None
    prison_manager_attended: bool | None = None
    community_manager_attended: bool | None = None
    prisoner_attended: bool | None = None
    prisoner_refused: bool | None = None


@dataclass(frozen=True, slots=True)
class PrereleaseContact:
    """Contacts before release and in the two weeks after it."""

    contact_id: str
    person_id: str
    sentence_id: str
    phase: str
    held_on: date
    mode: str


@dataclass(frozen=True, slots=True)
class ParoleReport:
    """Reports requested for the Parole Board, PAROM1 among them."""

    parole_report_id: str
    person_id: str
    sentence_id: str
    report_type: str
    requested_on: date
    withdrawn_on: date | None = None
    sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class ParoleReportDueDate:
    """One row a version: the one in force at the end of its day is judged."""

    due_date_version_id: str
    parole_report_id: str
    due_on: date
    recorded_at: datetime
    superseded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """Directory of accredited programmes, structured interventions and approved toolkits, with dates."""

    programme_code: str
    title: str
    kind: str
    area: str
    valid_from: date
    length_weeks: int | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class ProgrammePlace:
    """Where a programme is delivered."""

    place_id: str
    programme_code: str
    region_code: str
    start_on: date
    unit_code: str | None = None
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeDecision:
    """Eligible, suitable and ready: three decisions for a person and a programme."""

    decision_id: str
    person_id: str
    programme_code: str
    decision: str
    result: str
    decided_on: date
    reason: str | None = None
    risk_band: str | None = None
    weeks_left: int | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeEpisode:
    """People on programmes, interventions and toolkits, from order to end."""

    episode_id: str
    person_id: str
    programme_code: str
    sentence_id: str
    basis: str
    delivered_in: str
    requirement_id: str | None = None
    imposed_on: date | None = None
    eligible_when_imposed: str | None = None
    started_on: date | None = None
    ended_on: date | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class ProgressReview:
    """Reviews of unpaid work and of programmes on their clocks."""

    review_id: str
    sentence_id: str
    review_type: str
    requirement_id: str | None = None
    due_on: date | None = None
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class UnpaidWorkAssessment:
    """Assessments before unpaid work."""

    assessment_id: str
    requirement_id: str
    recorded_at: datetime
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class UnpaidWorkAbsence:
    """Failures to attend unpaid work as reported to the practitioner."""

    absence_id: str
    session_version_id: str
    reported_on: date | None = None


@dataclass(frozen=True, slots=True)
class AccommodationRecord:
    """Where a person lives, as recorded over time."""

    accommodation_id: str
    person_id: str
    status: str
    start_on: date
    recorded_at: datetime
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class EmploymentRecord:
    """What a person does, as recorded over time."""

    employment_id: str
    person_id: str
    status: str
    start_on: date
    recorded_at: datetime
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class CrsOutcome:
    """Desired outcomes of a referral and what became of each."""

    outcome_id: str
    referral_id: str
    outcome_type: str
    result: str | None = None
    recorded_on: date | None = None


@dataclass(frozen=True, slots=True)
class CrsPayment:
    """Months of a contract for which a payment is due."""

    payment_id: str
    contract_id: str
    month_on: date
    amount_pence: int


@dataclass(frozen=True, slots=True)
class JudicialSurveyResponse:
    """Survey of judges and magistrates."""

    response_id: str
    court_region_code: str
    respondent: str
    responded_on: date
    overall: str | None = None


@dataclass(frozen=True, slots=True)
class VictimSurveyResponse:
    """Survey of victims in contact with the service."""

    response_id: str
    region_code: str
    responded_on: date
    unit_code: str | None = None
    overall: str | None = None


@dataclass(frozen=True, slots=True)
class PeopleSurveyResponse:
    """Survey of supervised people, one response a person and survey."""

    response_id: str
    person_id: str
    survey: str
    responded_on: date
    overall: str | None = None


@dataclass(frozen=True, slots=True)
class CourtReport:
    """Reports for courts."""

    report_id: str
    person_id: str
    report_type: str
    court_region_code: str
    requested_on: date
    sentence_id: str | None = None
    due_on: date | None = None
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PostSentenceInterview:
    """Interviews right after sentence."""

    interview_id: str
    sentence_id: str
    held_on: date


@dataclass(frozen=True, slots=True)
class Breach:
    """Enforcement from the failure to the result."""

    breach_id: str
    person_id: str
    sentence_id: str
    relevant_failure_on: date
    begun_on: date | None = None
    hearing_fixed_on: date | None = None
    hearing_told_on: date | None = None
    result_on: date | None = None
    result_told_on: date | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class InformationRequest:
    """Requests for missing information between services."""

    request_id: str
    person_id: str
    found_missing_on: date
    requested_on: date | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Assessments of risk and need."""

    assessment_id: str
    person_id: str
    stage: str
    recorded_at: datetime
    sentence_id: str | None = None
    tier: int | None = None
    prolific_or_priority: bool | None = None
    due_on: date | None = None
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class AssessmentQualityCheck:
    """Quality assurance of assessments."""

    check_id: str
    assessment_id: str
    checked_on: date
    result: str


@dataclass(frozen=True, slots=True)
class VisorRecord:
    """Records in the violent and sex offender register."""

    visor_record_id: str
    person_id: str
    required_from: date
    created_on: date | None = None
    appropriate: str | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class MappaMeeting:
    """Strategic boards and level 2 and 3 meetings."""

    meeting_id: str
    region_code: str
    kind: str
    held_on: date
    person_id: str | None = None
    attended: str | None = None


@dataclass(frozen=True, slots=True)
class ElectronicMonitoring:
    """Spells of monitoring by tag."""

    monitoring_id: str
    person_id: str
    kind: str
    start_on: date
    requirement_id: str | None = None
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class ElectronicMonitoringEvent:
    """Reports of the monitoring company and their outcome."""

    event_id: str
    monitoring_id: str
    kind: str
    reported_at: datetime
    outcome_on: date | None = None
    outcome: str | None = None
