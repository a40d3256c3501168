"""Records of performance: runs and what they found."""

from apps.performance.models.due import CalendarLink, DigestChoice, DueChange, DueItem, DueListBuild
from apps.performance.models.equality import EqualityCell, EqualityReading
from apps.performance.models.quality import DataQualityItem, DataQualityStep
from apps.performance.models.quality_checks import (
    CharacteristicCount,
    QualityCount,
    QualityFinding,
    QualityReading,
)
from apps.performance.models.runs import (
    MONTH_PATTERN,
    VERDICT_COUNTS,
    Bytewise,
    MeasureCell,
    MeasureOutcome,
    MeasureProgress,
    MeasureRun,
)
from apps.performance.models.targets import ProposedPath, ProposedStep, TargetDecision, TargetProposal
from apps.performance.models.unpaid_work import UnpaidWorkCount

__all__ = [
    "MONTH_PATTERN",
    "VERDICT_COUNTS",
    "Bytewise",
    "CalendarLink",
    "CharacteristicCount",
    "DataQualityItem",
    "DataQualityStep",
    "DigestChoice",
    "DueChange",
    "DueItem",
    "DueListBuild",
    "EqualityCell",
    "EqualityReading",
    "MeasureCell",
    "MeasureOutcome",
    "MeasureProgress",
    "MeasureRun",
    "ProposedPath",
    "ProposedStep",
    "QualityCount",
    "QualityFinding",
    "QualityReading",
    "TargetDecision",
    "TargetProposal",
    "UnpaidWorkCount",
]
