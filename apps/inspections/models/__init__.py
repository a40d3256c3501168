"""Inspections of regions and delivery units against published standards, from the plan to what follows.

A judgement is a person's: what is worked out from it (percentages, bands, scores) follows from the dated
rules that the inspection names. Cases are assessed with the machine of `apps.assessments`.
"""

from apps.inspections.models.inspections import Inspection, Member, Stage
from apps.inspections.models.joint import JointAssessment, JointJudgement, JointView
from apps.inspections.models.packs import EvidencePack
from apps.inspections.models.quality import DipCase, DipDraw, QualityCheck, QualityFinding
from apps.inspections.models.ratings import PanelDecision, PanelSeat, PanelSitting, StandardRating
from apps.inspections.models.register import RegisterEntry, RegisterLink
from apps.inspections.models.reports import (
    AccuracyAnswer,
    AccuracyClosing,
    AccuracyPoint,
    FrozenReport,
    PracticeExample,
    Recommendation,
    ReportText,
    Response,
)
from apps.inspections.models.standards import StandardsDraft, StandardsEdition
from apps.inspections.models.surveys import Survey, SurveyLink, SurveyReply
from apps.inspections.models.talks import Talk, TalkNote

__all__ = [
    "AccuracyAnswer",
    "AccuracyClosing",
    "AccuracyPoint",
    "DipCase",
    "DipDraw",
    "EvidencePack",
    "FrozenReport",
    "Inspection",
    "JointAssessment",
    "JointJudgement",
    "JointView",
    "Member",
    "PanelDecision",
    "PanelSeat",
    "PanelSitting",
    "PracticeExample",
    "QualityCheck",
    "QualityFinding",
    "Recommendation",
    "RegisterEntry",
    "RegisterLink",
    "ReportText",
    "Response",
    "Stage",
    "StandardRating",
    "StandardsDraft",
    "StandardsEdition",
    "Survey",
    "SurveyLink",
    "SurveyReply",
    "Talk",
    "TalkNote",
]
