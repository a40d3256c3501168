"""Pages of performance."""

from apps.performance.views.about import about_figure
from apps.performance.views.audits import place_audits_csv
from apps.performance.views.cases import case_list, case_list_csv
from apps.performance.views.comparing import (
    comparison,
    comparison_csv,
    funnel,
    funnel_csv,
    variation,
    variation_csv,
)
from apps.performance.views.due import due, due_csv
from apps.performance.views.explanation import explain
from apps.performance.views.places import index, place, place_csv
from apps.performance.views.run_changes import compare_runs, moved_csv, start_trial
from apps.performance.views.runs import abandon, retry, run_detail, run_list, run_progress, start
from apps.performance.views.subscriptions import (
    due_digest,
    due_feed,
    due_make_link,
    due_revoke_link,
    due_subscriptions,
)
from apps.performance.views.targets import (
    decide,
    proposal,
    propose,
    propose_return,
    target_csv,
    target_list,
)

__all__ = [
    "abandon",
    "about_figure",
    "case_list",
    "case_list_csv",
    "compare_runs",
    "comparison",
    "comparison_csv",
    "decide",
    "due",
    "due_csv",
    "due_digest",
    "due_feed",
    "due_make_link",
    "due_revoke_link",
    "due_subscriptions",
    "explain",
    "funnel",
    "funnel_csv",
    "index",
    "moved_csv",
    "place",
    "place_audits_csv",
    "place_csv",
    "proposal",
    "propose",
    "propose_return",
    "retry",
    "run_detail",
    "run_list",
    "run_progress",
    "start",
    "start_trial",
    "target_csv",
    "target_list",
    "variation",
    "variation_csv",
]
