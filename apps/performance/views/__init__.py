"""Pages of performance."""

from apps.performance.views.cases import case_list, case_list_csv
from apps.performance.views.comparing import (
    comparison,
    comparison_csv,
    funnel,
    funnel_csv,
    variation,
    variation_csv,
)
from apps.performance.views.explanation import explain
from apps.performance.views.places import index, place, place_csv
from apps.performance.views.runs import abandon, retry, run_detail, run_list, run_progress, start

__all__ = [
    "abandon",
    "case_list",
    "case_list_csv",
    "comparison",
    "comparison_csv",
    "explain",
    "funnel",
    "funnel_csv",
    "index",
    "place",
    "place_csv",
    "retry",
    "run_detail",
    "run_list",
    "run_progress",
    "start",
    "variation",
    "variation_csv",
]
