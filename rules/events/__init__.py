"""One person's events as an extract gives them, built from rows by table name."""

import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any, Self

from rules.events.more_rows import (
    AccommodationRecord,
    Allocation,
    Assessment,
    AssessmentQualityCheck,
    Breach,
    CourtReport,
    CrsOutcome,
    CrsPayment,
    ElectronicMonitoring,
    ElectronicMonitoringEvent,
    EmploymentRecord,
    Handover,
    HandoverMeeting,
    InformationRequest,
    JudicialSurveyResponse,
    MappaMeeting,
    ParoleReport,
    ParoleReportDueDate,
    PeopleSurveyResponse,
    PostSentenceInterview,
    PrereleaseContact,
    Programme,
    ProgrammeDecision,
    ProgrammeEpisode,
    ProgrammePlace,
    ProgressReview,
    ReleaseDate,
    UnpaidWorkAbsence,
    UnpaidWorkAssessment,
    VictimSurveyResponse,
    VisorRecord,
)
from rules.events.rows import (
    CaseFlag,
    Contact,
    ContactSuspension,
    CrsAppointment,
    CrsContract,
    CrsReferral,
    CustodyPeriod,
    Death,
    DetentionPeriod,
    Person,
    Plan,
    Recall,
    Release,
    Requirement,
    Sentence,
    SupervisionPeriod,
    TransferOut,
    UnpaidWorkSession,
)

__all__ = [
    "AccommodationRecord",
    "Allocation",
    "Assessment",
    "AssessmentQualityCheck",
    "Breach",
    "CaseFlag",
    "Contact",
    "ContactSuspension",
    "CourtReport",
    "CrsAppointment",
    "CrsContract",
    "CrsOutcome",
    "CrsPayment",
    "CrsReferral",
    "CustodyPeriod",
    "Death",
    "DetentionPeriod",
    "ElectronicMonitoring",
    "ElectronicMonitoringEvent",
    "EmploymentRecord",
    "Handover",
    "HandoverMeeting",
    "InformationRequest",
    "JudicialSurveyResponse",
    "MappaMeeting",
    "ParoleReport",
    "ParoleReportDueDate",
    "PeopleSurveyResponse",
    "Person",
    "PersonEvents",
    "Plan",
    "PostSentenceInterview",
    "PrereleaseContact",
    "Programme",
    "ProgrammeDecision",
    "ProgrammeEpisode",
    "ProgrammePlace",
    "ProgressReview",
    "Recall",
    "Release",
    "ReleaseDate",
    "Requirement",
    "Sentence",
    "SupervisionPeriod",
    "TransferOut",
    "UnpaidWorkAbsence",
    "UnpaidWorkAssessment",
    "UnpaidWorkSession",
    "VictimSurveyResponse",
    "VisorRecord",
]


@dataclass(frozen=True, slots=True)
class PersonEvents:
    """Everything an extract says about one person; a table may be empty.

    A table whose rows belong to no person (surveys of judges and of victims) holds the rows asked about.
    """

    people: tuple[Person, ...] = ()
    deaths: tuple[Death, ...] = ()
    transfers_out: tuple[TransferOut, ...] = ()
    custody_periods: tuple[CustodyPeriod, ...] = ()
    detention_periods: tuple[DetentionPeriod, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    releases: tuple[Release, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    supervision_periods: tuple[SupervisionPeriod, ...] = ()
    contact_suspensions: tuple[ContactSuspension, ...] = ()
    contacts: tuple[Contact, ...] = ()
    plans: tuple[Plan, ...] = ()
    recalls: tuple[Recall, ...] = ()
    unpaid_work_sessions: tuple[UnpaidWorkSession, ...] = ()
    crs_contracts: tuple[CrsContract, ...] = ()
    crs_referrals: tuple[CrsReferral, ...] = ()
    crs_appointments: tuple[CrsAppointment, ...] = ()
    case_flags: tuple[CaseFlag, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    release_dates: tuple[ReleaseDate, ...] = ()
    handovers: tuple[Handover, ...] = ()
    handover_meetings: tuple[HandoverMeeting, ...] = ()
    prerelease_contacts: tuple[PrereleaseContact, ...] = ()
    parole_reports: tuple[ParoleReport, ...] = ()
    parole_report_due_dates: tuple[ParoleReportDueDate, ...] = ()
    programmes: tuple[Programme, ...] = ()
    programme_places: tuple[ProgrammePlace, ...] = ()
    programme_decisions: tuple[ProgrammeDecision, ...] = ()
    programme_episodes: tuple[ProgrammeEpisode, ...] = ()
    progress_reviews: tuple[ProgressReview, ...] = ()
    unpaid_work_assessments: tuple[UnpaidWorkAssessment, ...] = ()
    unpaid_work_absences: tuple[UnpaidWorkAbsence, ...] = ()
    accommodation: tuple[AccommodationRecord, ...] = ()
    employment: tuple[EmploymentRecord, ...] = ()
    crs_outcomes: tuple[CrsOutcome, ...] = ()
    crs_payments: tuple[CrsPayment, ...] = ()
    judicial_survey_responses: tuple[JudicialSurveyResponse, ...] = ()
    victim_survey_responses: tuple[VictimSurveyResponse, ...] = ()
    people_survey_responses: tuple[PeopleSurveyResponse, ...] = ()
    court_reports: tuple[CourtReport, ...] = ()
    post_sentence_interviews: tuple[PostSentenceInterview, ...] = ()
    breaches: tuple[Breach, ...] = ()
    information_requests: tuple[InformationRequest, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    assessment_quality_checks: tuple[AssessmentQualityCheck, ...] = ()
    visor_records: tuple[VisorRecord, ...] = ()
    mappa_meetings: tuple[MappaMeeting, ...] = ()
    electronic_monitoring: tuple[ElectronicMonitoring, ...] = ()
    electronic_monitoring_events: tuple[ElectronicMonitoringEvent, ...] = ()

    @classmethod
    def from_rows(cls, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> Self:
        """Build from rows by table name, as the extract contract names tables and columns.

        Values may be typed (date, datetime) or ISO text; an empty text is a missing value.
        Tables and columns that no measure reads are passed over. Raises ValueError naming
        table, row and column for a required value that is missing or a date that is none.
        """
        return cls(**{name: _typed_rows(name, rows) for name, rows in tables.items() if name in _tables()})


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    kind: type[Any]
    optional: bool


@cache
def _tables() -> dict[str, tuple[type[Any], tuple[_Column, ...]]]:
    """Table -> the type of its rows and their columns, read from the dataclasses above."""
    hints = typing.get_type_hints(PersonEvents)
    row_types = {each.name: typing.get_args(hints[each.name])[0] for each in fields(PersonEvents)}
    return {table: (row_type, tuple(_columns(row_type))) for table, row_type in row_types.items()}


def _columns(row_type: type[Any]) -> Iterator[_Column]:
    for name, hint in typing.get_type_hints(row_type).items():
        options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        yield _Column(name, options[0], type(None) in options)


def _typed_rows(table: str, rows: Iterable[Mapping[str, Any]]) -> tuple[Any, ...]:
    row_type, columns = _tables()[table]
    built = []
    for number, row in enumerate(rows, start=1):
        try:
            built.append(row_type(*[_value(column, row.get(column.name)) for column in columns]))
        except ValueError as fault:
            raise ValueError(f"{table} row {number}: {fault}") from fault
    return tuple(built)


def _value(column: _Column, value: Any) -> Any:
    kind = column.kind
    if value is None or value == "":
        if column.optional:
            return None
        raise ValueError(f"{column.name} is missing; expected a {kind.__name__}")
    if isinstance(value, str) and kind in (date, datetime):
        return kind.fromisoformat(value)
    # datetime is a date to Python; a moment in a date column would compare wrongly.
    if not isinstance(value, kind) or (kind is date and isinstance(value, datetime)):
        raise ValueError(f"{column.name}: found {value!r}, expected a {kind.__name__}")
    return value
