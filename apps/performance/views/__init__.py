"""Pages of performance."""

from apps.performance.views.about import about_figure
from apps.performance.views.audits import place_audits_csv
from apps.performance.views.beside import beside, beside_table
from apps.performance.views.cases import case_list, case_list_table
from apps.performance.views.comparing import (
    comparison,
    comparison_table,
    funnel,
    funnel_table,
    variation,
    variation_table,
)
from apps.performance.views.due import due, due_table
from apps.performance.views.equality import equality, equality_table
from apps.performance.views.explanation import explain
from apps.performance.views.places import index, place, place_csv
from apps.performance.views.quality import findings_table, quality, quality_table
from apps.performance.views.quality_items import (
    answer_item,
    hand_over_item,
    item_detail,
    item_list,
    item_list_table,
    raise_item,
    reopen_item,
)
from apps.performance.views.run_changes import compare_runs, moved_table, start_trial
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
from apps.performance.views.unpaid_work import unpaid_work_table

__all__ = [
    "abandon",
    "about_figure",
    "answer_item",
    "beside",
    "beside_table",
    "case_list",
    "case_list_table",
    "compare_runs",
    "comparison",
    "comparison_table",
    "decide",
    "due",
    "due_digest",
    "due_feed",
    "due_make_link",
    "due_revoke_link",
    "due_subscriptions",
    "due_table",
    "equality",
    "equality_table",
    "explain",
    "findings_table",
    "funnel",
    "funnel_table",
    "hand_over_item",
    "index",
    "item_detail",
    "item_list",
    "item_list_table",
    "moved_table",
    "place",
    "place_audits_csv",
    "place_csv",
    "proposal",
    "propose",
    "propose_return",
    "quality",
    "quality_table",
    "raise_item",
    "reopen_item",
    "retry",
    "run_detail",
    "run_list",
    "run_progress",
    "start",
    "start_trial",
    "target_csv",
    "target_list",
    "unpaid_work_table",
    "variation",
    "variation_table",
]
