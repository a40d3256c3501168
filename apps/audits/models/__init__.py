"""Audit rounds, their locked scores, what was found, what is done about it, and what practitioners say."""

from apps.audits.models.calibration import CalibrationExercise
from apps.audits.models.feedback import Feedback, FeedbackAnswer
from apps.audits.models.findings import ActionStep, Finding, ImprovementAction
from apps.audits.models.frame_sizes import FrameSizes
from apps.audits.models.groups import Reminder, RoundGroup
from apps.audits.models.review import SignOff
from apps.audits.models.rounds import AuditRound
from apps.audits.models.scores import AuditScore

__all__ = [
    "ActionStep",
    "AuditRound",
    "AuditScore",
    "CalibrationExercise",
    "Feedback",
    "FeedbackAnswer",
    "Finding",
    "FrameSizes",
    "ImprovementAction",
    "Reminder",
    "RoundGroup",
    "SignOff",
]
