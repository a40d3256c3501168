"""Records of regional plans."""

from apps.planning.models.agreements import Agreement, AgreementDocument, Provision
from apps.planning.models.boards import Board, BoardAttendee, BoardDecision, BoardPaper
from apps.planning.models.cycle import ProductEntry
from apps.planning.models.files import WithFile
from apps.planning.models.fund import Award, AwardImpact, AwardVerdict, FundPlan
from apps.planning.models.milestones import Milestone, MilestoneStep
from apps.planning.models.plans import Plan, PlanEdition, PlanText
from apps.planning.models.priorities import (
    HandedDownPriority,
    HandedDownWithdrawal,
    HandedTo,
    Priority,
    PriorityAnswer,
)

__all__ = [
    "Agreement",
    "AgreementDocument",
    "Award",
    "AwardImpact",
    "AwardVerdict",
    "Board",
    "BoardAttendee",
    "BoardDecision",
    "BoardPaper",
    "FundPlan",
    "HandedDownPriority",
    "HandedDownWithdrawal",
    "HandedTo",
    "Milestone",
    "MilestoneStep",
    "Plan",
    "PlanEdition",
    "PlanText",
    "Priority",
    "PriorityAnswer",
    "ProductEntry",
    "Provision",
    "WithFile",
]
