"""Audit rounds and their locked scores."""

from apps.audits.models.rounds import AuditRound
from apps.audits.models.scores import AuditScore

__all__ = ["AuditRound", "AuditScore"]
