"""Audit rounds, their locked scores, what was found, what is done about it, and what practitioners say."""

from apps.audits.models.feedback import Feedback, FeedbackAnswer
from apps.audits.models.findings import ActionStep, Finding, ImprovementAction
from apps.audits.models.rounds import AuditRound
from apps.audits.models.scores import AuditScore

__all__ = [
    "ActionStep",
    "AuditRound",
    "AuditScore",
    "Feedback",
    "FeedbackAnswer",
    "Finding",
    "ImprovementAction",
]
