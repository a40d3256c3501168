"""Records of the caseload. The event tables mirror the extract contract column for column."""

from apps.caseload.models.appointments import Contact, CrsAppointment, UnpaidWorkSession
from apps.caseload.models.extracts import Extract, ExtractJob
from apps.caseload.models.people import (
    CaseFlag,
    CustodyPeriod,
    Death,
    DetentionPeriod,
    Person,
    TransferOut,
)
from apps.caseload.models.sentences import (
    ContactSuspension,
    Plan,
    Recall,
    Release,
    Requirement,
    Sentence,
    SupervisionPeriod,
)
from apps.caseload.models.suppliers import CrsContract, CrsReferral

__all__ = [
    "CaseFlag",
    "Contact",
    "ContactSuspension",
    "CrsAppointment",
    "CrsContract",
    "CrsReferral",
    "CustodyPeriod",
    "Death",
    "DetentionPeriod",
    "Extract",
    "ExtractJob",
    "Person",
    "Plan",
    "Recall",
    "Release",
    "Requirement",
    "Sentence",
    "SupervisionPeriod",
    "TransferOut",
    "UnpaidWorkSession",
]
