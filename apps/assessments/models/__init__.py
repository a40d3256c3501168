"""One machine for every kind of case assessment: banks, samples, assignments, facts and answers.

An answer belongs to an assignment, which names the edition of the bank: a new edition never changes an
answer already given. What an auditor sees of a case is frozen with the sample.
"""

from apps.assessments.models.banks import BankEdition
from apps.assessments.models.evidence import Answer, CaseFact, EvidenceChange, Versioned
from apps.assessments.models.marking import Assignment
from apps.assessments.models.samples import Sample, SampledCase, Stratum

__all__ = [
    "Answer",
    "Assignment",
    "BankEdition",
    "CaseFact",
    "EvidenceChange",
    "Sample",
    "SampledCase",
    "Stratum",
    "Versioned",
]
