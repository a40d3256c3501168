"""A row type for each table of the extract that the first measures read: the contract's names and words."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Person:
    """A person, with protected characteristics as recorded; empty and `unknown` both mean not recorded."""

    person_id: str
    date_of_birth: date
    sex: str | None = None
    gender_identity: str | None = None
    ethnicity: str | None = None
    religion: str | None = None
    sexual_orientation: str | None = None
    disability: str | None = None
    marital_status: str | None = None
    pregnancy: str | None = None
    care_leaver: str | None = None
    ex_armed_services: str | None = None


@dataclass(frozen=True, slots=True)
class Death:
    person_id: str
    died_on: date


@dataclass(frozen=True, slots=True)
class TransferOut:
    transfer_id: str
    person_id: str
    transferred_on: date
    destination: str | None = None


@dataclass(frozen=True, slots=True)
class CustodyPeriod:
    custody_id: str
    person_id: str
    reason: str
    start_on: date
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class DetentionPeriod:
    detention_id: str
    person_id: str
    kind: str
    start_on: date
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    sentence_id: str
    person_id: str
    sentence_type: str
    sentenced_on: date
    court_region_code: str
    risk_of_serious_harm: str | None = None
    mappa_level: str | None = None
    expected_end_on: date | None = None
    ended_on: date | None = None
    end_reason: str | None = None
    offence_group: str | None = None
    reoffending_band: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    release_id: str
    person_id: str
    sentence_id: str
    released_on: date
    release_type: str
    prison_region_code: str
    release_route: str | None = None
    supervision_ends_on: date | None = None
    after_recall: bool | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    requirement_id: str
    sentence_id: str
    requirement_type: str
    imposed_on: date
    ended_on: date | None = None
    imposed_by: str | None = None
    hours: int | None = None
    days: int | None = None
    end_reason: str | None = None


@dataclass(frozen=True, slots=True)
class SupervisionPeriod:
    period_id: str
    person_id: str
    kind: str
    region_code: str
    unit_code: str
    start_on: date
    end_on: date | None = None
    practitioner_code: str | None = None
    manager_code: str | None = None


@dataclass(frozen=True, slots=True)
class ContactSuspension:
    suspension_id: str
    person_id: str
    authority: str
    start_on: date
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One version of an appointment or contact."""

    contact_version_id: str
    contact_id: str
    person_id: str
    mode: str
    provider: str
    scheduled_on: date
    recorded_at: datetime
    superseded_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str | None = None
    outcome: str | None = None
    practitioner_code: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    plan_id: str
    person_id: str
    plan_type: str
    completed_on: date | None = None
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recall:
    recall_id: str
    person_id: str
    release_id: str
    decided_at: datetime
    rescinded_on: date | None = None
    request_received_at: datetime | None = None
    returned_on: date | None = None
    part_b_due_on: date | None = None
    part_b_accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class UnpaidWorkSession:
    """One version of a session."""

    session_version_id: str
    session_id: str
    person_id: str
    session_type: str
    scheduled_on: date
    recorded_at: datetime
    superseded_at: datetime | None = None
    cancelled_at: datetime | None = None
    outcome: str | None = None
    requirement_id: str | None = None
    cancelled_by: str | None = None
    cancel_reason: str | None = None


@dataclass(frozen=True, slots=True)
class CrsContract:
    contract_id: str
    region_code: str
    supplier_code: str | None = None
    supplier_name: str | None = None
    service: str | None = None
    size: str | None = None
    start_on: date | None = None
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class CrsReferral:
    referral_id: str
    person_id: str
    contract_id: str
    referred_on: date
    withdrawn_on: date | None = None
    withdrawal_reason: str | None = None
    suitable: str | None = None
    ended_on: date | None = None
    end_reason: str | None = None


@dataclass(frozen=True, slots=True)
class CrsAppointment:
    """One version of a supplier's appointment."""

    appointment_version_id: str
    appointment_id: str
    referral_id: str
    purpose: str
    scheduled_on: date
    recorded_at: datetime
    superseded_at: datetime | None = None
    cancelled_at: datetime | None = None
    outcome: str | None = None
    cancelled_by: str | None = None


@dataclass(frozen=True, slots=True)
class CaseFlag:
    flag_id: str
    person_id: str
    flag: str
    start_on: date
    end_on: date | None = None
