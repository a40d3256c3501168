"""One machine for every kind of case assessment: banks, samples, assignments, facts and answers.

An answer belongs to an assignment, which names the edition of the bank: a new edition never changes an
answer already given. What an auditor sees of a case is frozen with the sample.
"""

from apps.assessments.models.banks import BankDraft, BankEdition
from apps.assessments.models.entries import EvidenceEntry
from apps.assessments.models.evidence import Answer, CaseFact, EvidenceChange, Versioned
from apps.assessments.models.marking import Assignment
from apps.assessments.models.moderation import (
    Adjudication,
    Comparison,
    Reopening,
    ReopeningRequest,
    Submission,
)
from apps.assessments.models.samples import Sample, SampledCase, Stratum
from apps.assessments.models.substitutions import Recusal, Substitution

__all__ = [
    "Adjudication",
    "Answer",
    "Assignment",
    "BankDraft",
    "BankEdition",
    "CaseFact",
    "Comparison",
    "EvidenceChange",
    "EvidenceEntry",
    "Recusal",
    "Reopening",
    "ReopeningRequest",
    "Sample",
    "SampledCase",
    "Stratum",
    "Submission",
    "Substitution",
    "Versioned",
]
