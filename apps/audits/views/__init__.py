"""Pages of audit rounds."""

from apps.audits.views.findings import finding, findings, findings_csv, raise_on_case, raise_on_round
from apps.audits.views.improvement import (
    actions_csv,
    improvement_action,
    improvement_actions,
    new_action,
    take_step,
)
from apps.audits.views.opening import new_round
from apps.audits.views.results import draw_csv, frame_csv, results
from apps.audits.views.rounds import audit_round, case_list, draw, lock, reassign_case, rounds
from apps.audits.views.sheets import audited_cases, challenge, challenges, give_feedback, sheet

__all__ = [
    "actions_csv",
    "audit_round",
    "audited_cases",
    "case_list",
    "challenge",
    "challenges",
    "draw",
    "draw_csv",
    "finding",
    "findings",
    "findings_csv",
    "frame_csv",
    "give_feedback",
    "improvement_action",
    "improvement_actions",
    "lock",
    "new_action",
    "new_round",
    "raise_on_case",
    "raise_on_round",
    "reassign_case",
    "results",
    "rounds",
    "sheet",
    "take_step",
]
