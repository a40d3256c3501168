"""Records of performance: runs and what they found."""

from apps.performance.models.runs import (
    MONTH_PATTERN,
    VERDICT_COUNTS,
    Bytewise,
    MeasureCell,
    MeasureOutcome,
    MeasureProgress,
    MeasureRun,
)

__all__ = [
    "MONTH_PATTERN",
    "VERDICT_COUNTS",
    "Bytewise",
    "MeasureCell",
    "MeasureOutcome",
    "MeasureProgress",
    "MeasureRun",
]
